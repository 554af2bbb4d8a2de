import type { User } from '../../domain/accounts/user.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import { recipientOf, type Message } from '../../domain/conversation/message.js';
import type { Report } from '../../domain/evidence/report.js';
import type { WebhookEventType } from '../../domain/webhooks/webhook.js';
import type { ChatEvent } from '../ports/event-log.js';
import type { Readers } from '../ports/unit-of-work.js';

/** What a receiver is told. */
export interface Notification {
  readonly type: WebhookEventType;
  readonly event: ChatEvent;
  /** With a new message. */
  readonly context: MessageContext | undefined;
  /** What was reported, and how that is now. */
  readonly reported?: Reported;
}

export interface Reported {
  readonly report: Report;
  /** Undefined if it is gone. */
  readonly message: Message | undefined;
}

/** All that a push or a mail about a message needs. */
export interface MessageContext {
  readonly summary: ThreadSummary;
  /** Undefined for a notice, which is for both. */
  readonly recipient: Recipient | undefined;
}

export interface Recipient {
  readonly user: User;
  readonly unreadCount: number;
  readonly online: boolean;
  readonly muted: boolean;
}

/** Says in the words of the API what a receiver is told. */
export type Wording = (notification: Notification) => object;

/** Who is to read the message that an event is about; undefined if it is about none, or for both. */
export function readerToBe(event: ChatEvent): number | undefined {
  return event.type === 'message.created' ? recipientOf(event.message) : undefined;
}

/** Reads what an event does not bring with it. Undefined if what it is about has just gone: another event tells that. */
export async function notificationOf(
  readers: Readers,
  type: WebhookEventType,
  event: ChatEvent,
  online: ReadonlySet<number>,
): Promise<Notification | undefined> {
  if (event.type === 'message.reported') {
    const report = await readers.evidence.reportOf(event.messageId, event.reader);
    if (report === undefined) return undefined;
    const message = await readers.messages.find(event.messageId);
    return { type, event, context: undefined, reported: { report, message } };
  }
  if (event.type !== 'message.created') return { type, event, context: undefined };
  const summary = await readers.threads.summary(event.message.threadId);
  if (summary === undefined) return undefined;
  const id = readerToBe(event);
  if (id === undefined) return { type, event, context: { summary, recipient: undefined } };
  const user = await readers.users.find(id);
  const unreadCount = await readers.users.unreadCount(id);
  if (user === undefined || unreadCount === undefined) return undefined;
  const muted = summary.thread.viewOf(id)?.muted ?? false;
  return {
    type,
    event,
    context: { summary, recipient: { user, unreadCount, online: online.has(id), muted } },
  };
}
