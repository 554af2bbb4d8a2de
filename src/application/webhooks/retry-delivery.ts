import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { DomainError } from '../../domain/errors.js';
import type { Delivery } from '../../domain/webhooks/delivery.js';
import type { Webhook } from '../../domain/webhooks/webhook.js';
import type { Presence } from '../ports/presence.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { noted } from './noted.js';
import { readerToBe } from './notification.js';
import { deliveryOf } from './see-webhooks.js';
import { itemOf, type Item, type SendToWebhook } from './send-to-webhook.js';

/** How many events are looked through for the one to send again: those of what is gone lie between. */
const reach = 100;

/** Sends an event again, at once and once, with what is known of it now. */
export class RetryDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly send: SendToWebhook,
    private readonly presence: Presence,
  ) {}

  /**
   * If the webhook waits, and this gets through, it goes on at once.
   * @throws DomainError `admins_only`, `webhook_not_found`, `delivery_not_found`, or `delivery_forgotten` if the event
   * is not in the log any more, or was a test.
   */
  async execute(input: { caller: Caller; webhook: number; delivery: number }): Promise<Delivery> {
    requireAdmin(input.caller);
    const { webhook, delivery } = await this.unitOfWork.read(({ webhooks }) =>
      deliveryOf(webhooks, input.webhook, input.delivery),
    );
    const item = await this.#itemOf(webhook, delivery);
    const reader = item && readerToBe(item.event);
    const online = await this.presence.onlineAmong(reader === undefined ? [] : [reader]);
    const sent = item && (await this.send.execute(webhook, item, online));
    if (sent === undefined) {
      throw new DomainError(
        'delivery_forgotten',
        'What this delivery told is gone, or was a test: it cannot be sent again.',
      );
    }
    return noted(this.unitOfWork, sent);
  }

  async #itemOf(webhook: Webhook, { position, key }: Delivery): Promise<Item | undefined> {
    if (position === undefined) return undefined;
    const batch = await this.unitOfWork.read(({ events }) => events.after(position, reach));
    const items = batch?.events.map((event) => itemOf(webhook, event, position)) ?? [];
    return items.find((item) => item?.key === key);
  }
}
