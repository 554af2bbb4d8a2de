import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { withSecret, type Webhook } from '../../domain/webhooks/webhook.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { WebhookSecretSource } from '../ports/webhook-sender.js';
import { changeHeldWebhook } from './webhook-deed.js';

/** Gives a webhook another secret. For a day, deliveries are signed with both. */
export class RotateWebhookSecret {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: WebhookSecretSource,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only` or `webhook_not_found`. */
  async execute(input: { caller: Caller; webhook: number }): Promise<Webhook> {
    const { caller, webhook: id } = input;
    requireAdmin(caller);
    const now = this.clock.now();
    const secret = this.secrets.next();
    return changeHeldWebhook(this.unitOfWork, caller, id, now, 'new secret', (webhook) =>
      withSecret(webhook, secret, now),
    );
  }
}
