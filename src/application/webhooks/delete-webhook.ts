import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { webhookNotFound } from '../../domain/webhooks/webhook.js';
import { addToTrail } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { webhookDeed } from './webhook-deed.js';

/** Removes a webhook, with what is known of its deliveries. */
export class DeleteWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only` or `webhook_not_found`. */
  async execute(input: { caller: Caller; webhook: number }): Promise<void> {
    const { caller, webhook: id } = input;
    requireAdmin(caller);
    await this.unitOfWork.run(async (repositories) => {
      const webhook = await repositories.webhooks.hold(id);
      if (webhook === undefined) throw webhookNotFound(id);
      await repositories.webhooks.remove(id);
      await addToTrail(repositories, caller, webhookDeed('delete', webhook, this.clock.now()));
    });
  }
}
