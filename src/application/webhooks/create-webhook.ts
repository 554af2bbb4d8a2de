import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { DomainError } from '../../domain/errors.js';
import {
  checkDescription,
  checkWebhookUrl,
  maxWebhooks,
  untroubled,
  type Webhook,
  type WebhookSettings,
} from '../../domain/webhooks/webhook.js';
import { addToTrail } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { WebhookSecretSource, WebhookSender } from '../ports/webhook-sender.js';
import { requireReachable, webhookDeed } from './webhook-deed.js';

/** Makes a webhook, which is told of what happens from now on. */
export class CreateWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sender: WebhookSender,
    private readonly secrets: WebhookSecretSource,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only`, `invalid_webhook_url`, `invalid_description` or `too_many_webhooks`. */
  async execute(input: { caller: Caller; settings: WebhookSettings }): Promise<Webhook> {
    const { caller, settings } = input;
    requireAdmin(caller);
    checkWebhookUrl(settings.url);
    if (settings.description !== undefined) checkDescription(settings.description);
    await requireReachable(this.sender, settings.url);
    const secret = this.secrets.next();
    return this.unitOfWork.run(async (repositories) => {
      const { webhooks, events } = repositories;
      if ((await webhooks.all()).length >= maxWebhooks) {
        throw new DomainError(
          'too_many_webhooks',
          `There are ${maxWebhooks} webhooks, which is the limit: delete one.`,
        );
      }
      const created = this.clock.now();
      const webhook = await webhooks.add({
        ...settings,
        ...untroubled,
        status: 'active',
        offReason: undefined,
        secret,
        previous: undefined,
        lease: undefined,
        created,
        position: await events.end(),
        reached: created,
      });
      await addToTrail(repositories, caller, webhookDeed('create', webhook, created));
      return webhook;
    });
  }
}
