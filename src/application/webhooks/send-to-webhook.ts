import { isSuccess, type Attempt, type NewDelivery } from '../../domain/webhooks/delivery.js';
import {
  secretsAt,
  webhookEventTypes,
  type Webhook,
  type WebhookEventType,
} from '../../domain/webhooks/webhook.js';
import type { Clock } from '../ports/clock.js';
import type { ChatEvent } from '../ports/event-log.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { WebhookSender } from '../ports/webhook-sender.js';
import { notificationOf, type Wording } from './notification.js';

/** An event of the log that a webhook is to be told, and the place just before it. */
export interface Item {
  readonly event: ChatEvent & { readonly type: WebhookEventType };
  readonly before: string;
  readonly key: string;
}

/** Undefined if webhooks are not told such events. */
export function itemOf(webhook: Webhook, event: ChatEvent, before: string): Item | undefined {
  const types: readonly string[] = webhookEventTypes;
  if (!types.includes(event.type)) return undefined;
  return { event: event as Item['event'], before, key: keyOf(webhook, event) };
}

/** The same for each attempt, and another for each webhook, of which one receiver may have several. */
export function keyOf({ id }: Webhook, event: ChatEvent): string {
  return `msg_${id}_${event.id}_${event.created.getTime().toString(36)}`;
}

/** Tells a receiver of one event. */
export class SendToWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sender: WebhookSender,
    private readonly wording: Wording,
    private readonly clock: Clock,
  ) {}

  /** Undefined if what the event is about has just gone, so that nothing was sent. */
  async execute(
    webhook: Webhook,
    { event, key, before }: Item,
    online: ReadonlySet<number>,
    signal?: AbortSignal,
  ): Promise<NewDelivery | undefined> {
    const notification = await this.unitOfWork.read((readers) =>
      notificationOf(readers, event.type, event, online),
    );
    if (notification === undefined) return undefined;
    const data = this.wording(notification);
    return this.post(webhook, { key, type: event.type, position: before }, event.created, data, signal);
  }

  /** Sends anything. */
  async post(
    webhook: Webhook,
    what: Pick<NewDelivery, 'key' | 'type' | 'position'>,
    timestamp: Date,
    data: object,
    signal?: AbortSignal,
  ): Promise<NewDelivery> {
    const attempted = this.clock.now();
    const body = JSON.stringify({ type: what.type, timestamp: timestamp.toISOString(), data });
    const posting = { url: webhook.url, key: what.key, body, secrets: secretsAt(webhook, attempted) };
    const attempt: Attempt = await this.sender.post(posting, signal);
    return {
      ...what,
      ...attempt,
      webhookId: webhook.id,
      attempts: 1,
      attempted,
      delivered: isSuccess(attempt),
    };
  }
}
