import type { Notification } from '../../../application/webhooks/notification.js';
import type { Delivery } from '../../../domain/webhooks/delivery.js';
import type { Webhook } from '../../../domain/webhooks/webhook.js';
import type { Links } from './attachment-links.js';
import { presentReport } from './evidence-presenters.js';
import { presentAccount, presentEvent, presentMessage, presentThread } from './presenters.js';
import { isoOrNull, isoTime } from './iso-time.js';

export function presentWebhook(webhook: Webhook): object {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    delay: webhook.delay,
    only_unread: webhook.onlyUnread,
    description: webhook.description ?? null,
    status: webhook.status,
    off_reason: webhook.offReason ?? null,
    failing_since: isoOrNull(webhook.failingSince),
    next_attempt: isoOrNull(webhook.nextAttempt),
    created: isoTime(webhook.created),
  };
}

/**
 * @param webhook where it is known when a failed delivery is tried again.
 * @param isForAdmin whether what the receiver answered may be seen.
 */
export function presentDelivery(
  delivery: Delivery,
  webhook: Webhook | undefined,
  isForAdmin: boolean,
): object {
  const nextAttempt = delivery.delivered ? undefined : webhook?.nextAttempt;
  return {
    id: delivery.id,
    webhook: delivery.webhookId,
    webhook_id: delivery.key,
    type: delivery.type,
    attempts: delivery.attempts,
    attempted: isoTime(delivery.attempted),
    delivered: delivery.delivered,
    status: delivery.status ?? null,
    duration: delivery.duration,
    error: delivery.error ?? null,
    response: isForAdmin ? (delivery.response ?? null) : null,
    next_attempt: isoOrNull(nextAttempt),
  };
}

/**
 * The `data` of what a receiver is told: as in the stream of everything, for a new message all that a push needs, and
 * for a report the report and the message.
 */
export function wordingOf({ event, context, reported }: Notification, links: Links): object {
  if (reported !== undefined) {
    const { report, message } = reported;
    return {
      report: presentReport(report, links),
      message: message === undefined ? null : presentMessage(message, links),
    };
  }
  if (event.type !== 'message.created' || context === undefined) {
    return presentEvent(event, 'everybody', links);
  }
  const { summary, recipient } = context;
  return {
    message: presentMessage(event.message, links),
    thread: presentThread(summary, undefined, links),
    recipient:
      recipient === undefined
        ? null
        : {
            ...presentAccount(recipient),
            online: recipient.online,
            muted: recipient.muted,
          },
  };
}
