import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import {
  checkDescription,
  checkWebhookUrl,
  resumed,
  type Webhook,
  type WebhookSettings,
} from '../../domain/webhooks/webhook.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { WebhookSender } from '../ports/webhook-sender.js';
import { changeHeldWebhook, requireReachable } from './webhook-deed.js';

/** What is not given stays; a description of null is none. */
export interface WebhookChanges {
  readonly url?: string | undefined;
  readonly events?: WebhookSettings['events'] | undefined;
  readonly delay?: number | undefined;
  readonly onlyUnread?: boolean | undefined;
  readonly description?: string | null | undefined;
  /** Whether it is to deliver. One that begins again goes on where it had got to, as far as events are kept. */
  readonly active?: boolean | undefined;
}

/** Changes a webhook, pauses it, or lets it go on. */
export class ChangeWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only`, `invalid_webhook_url`, `invalid_description` or `webhook_not_found`. */
  async execute(input: { caller: Caller; webhook: number; changes: WebhookChanges }): Promise<Webhook> {
    const { caller, webhook: id, changes } = input;
    requireAdmin(caller);
    const { url, description } = changes;
    if (url !== undefined) {
      checkWebhookUrl(url);
      await requireReachable(this.sender, url);
    }
    if (typeof description === 'string') checkDescription(description);
    const what = Object.entries(changes).filter(([, value]) => value !== undefined);
    const details = what.map(([name]) => (name === 'active' ? statusOf(changes) : name)).join(', ');
    return changeHeldWebhook(this.unitOfWork, caller, id, this.clock.now(), details, (webhook) =>
      changed(webhook, changes),
    );
  }
}

function changed(webhook: Webhook, changes: WebhookChanges): Webhook {
  const { url = webhook.url, events = webhook.events, delay = webhook.delay } = changes;
  const { onlyUnread = webhook.onlyUnread, description = webhook.description, active } = changes;
  const settings = { url, events, delay, onlyUnread, description: description ?? undefined };
  const next = { ...webhook, ...settings };
  if (active === undefined || active === (webhook.status === 'active')) return next;
  return active ? resumed(next) : { ...next, status: 'paused', offReason: undefined };
}

function statusOf({ active }: WebhookChanges): string {
  return active === true ? 'active' : 'paused';
}
