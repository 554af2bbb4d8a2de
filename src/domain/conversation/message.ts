import { DomainError } from '../errors.js';
import type { ParticipantPair } from './participant-pair.js';
import { hasCodePoints, isStorable } from '../text.js';
import { isVisible, requireParticipant, type Thread } from './thread.js';
import type { Caller } from '../accounts/user.js';

export interface NewMessage {
  readonly threadId: number;
  readonly participants: ParticipantPair;
  readonly senderId: number;
  readonly text: string;
  readonly created: Date;
  /** Chosen by the sender, so that a repeated send is recognised. */
  readonly idempotencyKey: string | undefined;
}

export interface Message {
  readonly id: number;
  readonly threadId: number;
  readonly participants: ParticipantPair;
  readonly senderId: number;
  readonly text: string;
  readonly created: Date;
  readonly isRead: boolean;
}

export const textRule = {
  min: 1,
  max: 5000,
  /**
   * No NUL, and something that can be seen: beside white space, controls, and what Unicode calls default ignorable, these
   * are blank: the braille pattern without dots, interlinear annotation, and the null notehead.
   */
  pattern:
    /^[^\0]*[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{1D159}][^\0]*$/u,
  text: '1 to 5,000 characters, of which one can be seen',
} as const;

/** @throws DomainError `invalid_text`. */
export function checkText(text: string): void {
  if (!isStorable(text)) {
    throw new DomainError('invalid_text', 'A text has no NUL characters and no lone surrogates.');
  }
  if (!hasCodePoints(text, textRule.min, textRule.max) || !textRule.pattern.test(text)) {
    throw new DomainError('invalid_text', `A text is ${textRule.text}.`);
  }
}

/**
 * How far ahead of the clock a thread may be for a message to be dated after it, in milliseconds. Further ahead, the clock
 * was wrong when the thread's last message came, and what follows is not to be dated wrongly, too.
 */
const aheadAtMost = 60_000;

/**
 * A message from the caller, ready to be stored. Its time is not before the thread's last activity if the clock was set
 * back a little: so the order by time is that of sending. Ids have that order in any case.
 * @throws DomainError `invalid_text` or `not_a_participant`.
 */
export function draftMessage(
  thread: Thread,
  sender: Caller,
  text: string,
  now: Date,
  idempotencyKey?: string,
): NewMessage {
  requireParticipant(thread.participants, sender);
  checkText(text);
  return {
    threadId: thread.id,
    participants: thread.participants,
    senderId: sender.id,
    text,
    created: isBehind(now, thread.updated) ? thread.updated : now,
    idempotencyKey,
  };
}

function isBehind(now: Date, updated: Date): boolean {
  const ahead = updated.getTime() - now.getTime();
  return ahead > 0 && ahead <= aheadAtMost;
}

export function recipientOf(message: { participants: ParticipantPair; senderId: number }): number {
  return message.participants.otherThan(message.senderId);
}

/**
 * The message, if the caller may see it.
 * @throws DomainError `message_not_found`, the same for a hidden message as for one that never was.
 */
export function visibleMessage(message: Message | undefined, id: number, caller: Caller): Message {
  if (message === undefined || !isVisible(message.participants, caller)) {
    throw new DomainError('message_not_found', `There is no message ${id}, or you cannot see it.`);
  }
  return message;
}

/** @throws DomainError `not_the_recipient`. */
export function requireRecipient(message: Message, caller: Caller): void {
  if (recipientOf(message) !== caller.id) {
    throw new DomainError('not_the_recipient', 'Only the one who received a message can mark it as read.');
  }
}
