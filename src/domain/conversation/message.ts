import { noAttachments, type Attachment } from '../attachments/attachment.js';
import { DomainError } from '../errors.js';
import type { ParticipantPair } from './participant-pair.js';
import { noMetadata, type Metadata } from '../metadata.js';
import { hasCodePoints, isStorable, isVisibleText } from '../text.js';
import { isVisible, requireParticipant, type Thread } from './thread.js';
import type { Caller, UserCaller } from '../accounts/user.js';

/** What somebody says in a message. */
export interface Content {
  readonly text: string;
  /** Undefined is none. */
  readonly metadata?: Metadata | undefined;
  /** Undefined is none. With any, the text may be empty. */
  readonly attachments?: readonly Attachment[] | undefined;
}

/** The same as somebody asks for it, who knows attachments by their ids. */
export interface Wording extends Omit<Content, 'attachments'> {
  readonly attachments?: readonly number[] | undefined;
}

/** The same with nothing left out. */
export interface WholeContent extends Content {
  readonly metadata: Metadata;
  readonly attachments: readonly Attachment[];
}

interface Draft extends WholeContent {
  readonly threadId: number;
  readonly participants: ParticipantPair;
  /** Undefined for a system message, which nobody sends: a service puts it there. */
  readonly senderId: number | undefined;
  readonly created: Date;
}

export interface NewMessage extends Draft {
  /** The service that put a system message there. */
  readonly service?: string | undefined;
  /** Chosen by the sender, or the service, so that a repeated send is recognised. */
  readonly idempotencyKey: string | undefined;
}

export interface Message extends Draft {
  readonly id: number;
  readonly isRead: boolean;
  /** When it got the text that it has; undefined: it has the text that it was sent with. */
  readonly edited: Date | undefined;
}

/** What was sent with an idempotency key. */
export interface FirstSend {
  readonly message: Message;
  /** The text that it was sent with, as far as that is still known. */
  readonly text: string;
  /** Then nobody knows any more which attachments it had. */
  readonly isDeleted: boolean;
}

/** Of a message that a participant sent, or of a notice that nobody did. */
export type MessageKind = 'user' | 'system';

export function kindOf({ senderId }: Pick<Message, 'senderId'>): MessageKind {
  return senderId === undefined ? 'system' : 'user';
}

export function wholeContent<Given extends Content>(content: Given): Given & WholeContent {
  const { metadata = noMetadata, attachments = noAttachments } = content;
  return { ...content, metadata, attachments };
}

export const textRule = {
  min: 1,
  max: 5000,
  text: '1 to 5,000 characters, of which one can be seen',
} as const;

/** @throws DomainError `invalid_text`. */
export function checkText(text: string): void {
  if (!isStorable(text)) {
    throw new DomainError('invalid_text', 'A text has no NUL characters and no lone surrogates.');
  }
  if (!hasCodePoints(text, textRule.min, textRule.max) || !isVisibleText(text)) {
    throw new DomainError('invalid_text', `A text is ${textRule.text}.`);
  }
}

/** @throws DomainError `invalid_text`. */
export function checkContent({ text, attachments = noAttachments }: Content): void {
  if (text !== '' || attachments.length === 0) checkText(text);
}

/**
 * How far ahead of the clock a thread may be for a message to be dated after it, in milliseconds. Further ahead, the
 * clock was wrong when the thread's last message came, and what follows is not to be dated wrongly, too.
 */
const aheadAtMost = 60_000;

/**
 * A message from the caller, ready to be stored. Its time is not before the thread's last activity if the clock was set
 * back a little: so the order by time is that of sending. Ids have that order in any case.
 * @throws DomainError `invalid_text` or `not_a_participant`.
 */
export function draftMessage(
  thread: Thread,
  sender: UserCaller,
  content: Content,
  now: Date,
  idempotencyKey?: string,
): NewMessage {
  requireParticipant(thread.participants, sender);
  return draft(thread, content, now, { senderId: sender.id, service: undefined, idempotencyKey });
}

/**
 * As `draftMessage`, a notice of a service's, which has no sender.
 * @throws DomainError `invalid_text`.
 */
export function draftNotice(
  thread: Thread,
  service: string,
  content: Content,
  now: Date,
  idempotencyKey?: string,
): NewMessage {
  return draft(thread, content, now, { senderId: undefined, service, idempotencyKey });
}

function draft(
  thread: Thread,
  content: Content,
  now: Date,
  { senderId, service, idempotencyKey }: Pick<NewMessage, 'senderId' | 'service' | 'idempotencyKey'>,
): NewMessage {
  checkContent(content);
  const { text, metadata = noMetadata, attachments = noAttachments } = content;
  const created = isBehind(now, thread.updated) ? thread.updated : now;
  const { id: threadId, participants } = thread;
  return { text, metadata, attachments, threadId, participants, senderId, created, service, idempotencyKey };
}

function isBehind(now: Date, updated: Date): boolean {
  const ahead = updated.getTime() - now.getTime();
  return ahead > 0 && ahead <= aheadAtMost;
}

/** Who is to read what the other participant sent; undefined for a system message, which waits for nobody. */
export function recipientOf({
  participants,
  senderId,
}: Pick<Message, 'participants' | 'senderId'>): number | undefined {
  return senderId === undefined ? undefined : participants.otherThan(senderId);
}

/**
 * The message, if the caller may see it.
 * @throws DomainError `message_not_found`, the same for a hidden message as for one that never was.
 */
export function visibleMessage(message: Message | undefined, id: number, caller: Caller): Message {
  if (message === undefined || !isVisible(message.participants, caller)) throw messageNotFound(id);
  return message;
}

export function messageNotFound(id: number): DomainError {
  return new DomainError('message_not_found', `There is no message ${id}, or you cannot see it.`);
}

/**
 * The sender takes a message back.
 * @param period for how long after it was sent, in milliseconds; 0: never.
 * @throws DomainError `not_the_sender` or `edit_closed`.
 */
export function requireOwnForNow(message: Message, caller: Caller, now: Date, period: number): void {
  if (message.senderId === undefined || message.senderId !== caller.id) {
    throw new DomainError('not_the_sender', 'Only the one who sent a message can edit or delete it.');
  }
  if (period > 0 && now.getTime() - message.created.getTime() <= period) return;
  throw new DomainError(
    'edit_closed',
    period > 0
      ? `A message can be edited or deleted for ${period / 1000} seconds after it was sent: send another one.`
      : 'Messages are not edited or deleted by their senders here: send another one.',
  );
}

/**
 * A system message is for both participants.
 * @throws DomainError `not_the_recipient`.
 */
export function requireRecipient(message: Message, caller: UserCaller): void {
  if (!message.participants.includes(caller.id) || message.senderId === caller.id) {
    throw new DomainError(
      'not_the_recipient',
      'Only the one who received a message can mark it as read or report it.',
    );
  }
}
