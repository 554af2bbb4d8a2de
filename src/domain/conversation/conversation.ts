import type { Caller, Participant } from '../accounts/user.js';
import { DomainError } from '../errors.js';
import { requireUnblocked, type Standing } from './block.js';
import { unchanged, type Decision, type SentRange, type ThreadChange, type UserChange } from './decision.js';
import { draftMessage, recipientOf, type Message } from './message.js';
import type { ParticipantPair } from './participant-pair.js';
import type { ThreadSummary } from './thread-summary.js';
import { Thread, threadNotFound, visibleThread } from './thread.js';

// All that happens in a conversation is decided here: what a store has read goes in, and what it has to change comes
// out. No store computes a count, a time, a last message or an event by itself.

/** What is known of a pair that may open a thread. */
export interface PairStanding extends Standing {
  /** In the order of the pair; undefined for a user who is not there. */
  readonly participants: readonly [Participant | undefined, Participant | undefined];
  /** The thread that the pair has. */
  readonly existing: ThreadSummary | undefined;
}

/** What is known of a thread; undefined if there is none. */
export type ThreadStanding = ({ readonly thread: Thread } & Standing) | undefined;

/**
 * Opens the pair's thread, or finds the one that it has.
 * @throws DomainError `unknown_participant` or `blocked`.
 */
export function open(
  pair: ParticipantPair,
  { participants: [low, high], existing, blocked }: PairStanding,
  now: Date,
): Decision<{ summary: ThreadSummary; opened: boolean }> {
  const participants = [activeUser(pair.low, low), activeUser(pair.high, high)] as const;
  requireUnblocked({ blocked });
  if (existing !== undefined) return unchanged({ summary: existing, opened: false });
  return {
    deed: { kind: 'add-thread', id: undefined, participants: pair, created: now, updated: now },
    outcome: ({ id }) => ({
      result: {
        summary: { thread: newThread(id, pair, now, now), participants, lastMessage: undefined },
        opened: true,
      },
      users: countThread(pair, 1),
      events: [{ type: 'thread.created', threadId: id, participants: pair }],
    }),
  };
}

function activeUser(id: number, user: Participant | undefined): Participant {
  if (user?.active === true) return user;
  throw new DomainError('unknown_participant', `There is no user ${id} to have a thread with.`);
}

/** Puts a thread back under the id that it had, without messages and without telling anybody. */
export function restoreThread(thread: {
  readonly id: number;
  readonly participants: ParticipantPair;
  readonly created: Date;
  readonly updated: Date;
}): Decision<Thread> {
  const { id, participants, created, updated } = thread;
  return {
    deed: { kind: 'add-thread', ...thread },
    outcome: () => ({
      result: newThread(id, participants, created, updated),
      users: countThread(participants, 1),
    }),
  };
}

function newThread(id: number, participants: ParticipantPair, created: Date, updated: Date): Thread {
  const empty = { lastMessageId: undefined, messageCount: 0, lowUnread: 0, highUnread: 0 };
  return Thread.restore({ id, participants, created, updated, ...empty });
}

/** Removes a thread with its messages, for both participants. */
export function removeThread(thread: Thread): Decision<void> {
  const { id, participants } = thread;
  return {
    deed: { kind: 'remove-thread', threadId: id },
    outcome: ({ count }) =>
      count === 0
        ? { result: undefined }
        : {
            result: undefined,
            users: countThread(participants, -1).map((user) => ({
              ...user,
              unread: 0 - (thread.unreadOf(user.id) ?? 0),
            })),
            events: [{ type: 'thread.deleted', threadId: id, participants }],
          },
  };
}

function countThread({ low, high }: ParticipantPair, threads: 1 | -1) {
  return [low, high].map((id) => ({ id, threads, unread: 0 }));
}

/**
 * Sends a message once.
 * @param first what the sender has sent with the idempotency key before.
 * @throws DomainError `thread_not_found`, `not_a_participant`, `invalid_text`, `blocked` or `idempotency_key_reused`.
 */
export function send(
  standing: ThreadStanding,
  first: Message | undefined,
  input: {
    readonly threadId: number;
    readonly caller: Caller;
    readonly text: string;
    readonly idempotencyKey: string | undefined;
  },
  now: Date,
): Decision<{ message: Message; sent: boolean }> {
  const { threadId, caller, text, idempotencyKey } = input;
  if (standing === undefined) throw threadNotFound(threadId);
  const thread = visibleThread(standing.thread, threadId, caller);
  const draft = draftMessage(thread, caller, text, now, idempotencyKey);
  if (first !== undefined) {
    if (first.threadId === thread.id && first.text === text)
      return unchanged({ message: first, sent: false });
    throw new DomainError(
      'idempotency_key_reused',
      'You used this idempotency key for another message: choose a new one for each message.',
    );
  }
  requireUnblocked(standing);
  return {
    deed: { kind: 'add-message', id: undefined, message: draft, isRead: false },
    outcome: ({ id }) => {
      const { participants, senderId, created } = draft;
      const message = { id, threadId, participants, senderId, text, created, isRead: false };
      return {
        result: { message, sent: true },
        thread: withMessage(thread, message, created),
        users: waitingFor(recipientOf(message), 1),
        events: [{ type: 'message.created', threadId, participants, messageId: id }],
      };
    },
  };
}

/** Puts a message back under the id that it had, without telling anybody. In a thread, ids must come in rising order. */
export function restoreMessage(thread: Thread, message: Message, idempotencyKey?: string): Decision<Message> {
  const { id, isRead, ...fields } = message;
  return {
    deed: { kind: 'add-message', id, message: { ...fields, idempotencyKey }, isRead },
    outcome: () => ({
      result: message,
      thread: withMessage(thread, message, fields.created > thread.updated ? fields.created : thread.updated),
      users: waitingFor(recipientOf(message), isRead ? 0 : 1),
    }),
  };
}

/** A message that is added counts in its thread, and is the last one. */
function withMessage(thread: Thread, message: Message, updated: Date): ThreadChange {
  const last = { id: message.id, updated };
  return changeOf(thread, recipientOf(message), { messages: 1, unread: message.isRead ? 0 : 1, last });
}

/**
 * Marks a message as read, which its recipient or an admin may do.
 * @returns the message as it is then.
 */
export function markRead(message: Message): Decision<Message> {
  const read = { ...message, isRead: true };
  if (message.isRead) return unchanged(read);
  const { id: messageId, threadId, participants } = message;
  const reader = recipientOf(message);
  return {
    deed: { kind: 'mark-read', sent: alone(message) },
    outcome: ({ count }) =>
      count === 0
        ? { result: read }
        : {
            result: read,
            thread: changeOf({ id: threadId, participants }, reader, { messages: 0, unread: -count }),
            users: waitingFor(reader, -count),
            events: [{ type: 'message.read', threadId, participants, reader, messageId }],
          },
  };
}

/**
 * Marks as read what the other participant sent, up to and including the id `upTo`.
 * @returns how many messages were unread before.
 */
export function markThreadRead(thread: Thread, reader: number, upTo: number): Decision<number> {
  const { id: threadId, participants, lastMessageId = 0 } = thread;
  const senderId = participants.otherThan(reader);
  return {
    deed: { kind: 'mark-read', sent: { threadId, senderId, after: 0, upTo } },
    outcome: ({ count }) =>
      count === 0
        ? { result: 0 }
        : {
            result: count,
            thread: changeOf(thread, reader, { messages: 0, unread: -count }),
            users: waitingFor(reader, -count),
            events: [
              {
                type: 'message.read',
                threadId,
                participants,
                reader,
                upTo: Math.min(upTo, lastMessageId), // so that it does not tell of messages to come
              },
            ],
          },
  };
}

/** Removes a message, if it is there. `updated` stays: it is when somebody last sent something. */
export function removeMessage(message: Message): Decision<number> {
  return removal({ id: message.threadId, participants: message.participants }, alone(message));
}

/**
 * Removes what a participant sent, among the messages above the id `after`, up to `upTo`.
 * @returns how many there were.
 */
export function removeMessages(
  thread: Thread,
  senderId: number,
  after: number,
  upTo: number,
): Decision<number> {
  return removal(thread, { threadId: thread.id, senderId, after, upTo });
}

function removal(thread: Pick<Thread, 'id' | 'participants'>, sent: SentRange): Decision<number> {
  const { participants } = thread;
  const reader = participants.otherThan(sent.senderId);
  return {
    deed: { kind: 'remove-messages', sent, participants, event: 'message.deleted' },
    outcome: ({ count, unread }) =>
      count === 0
        ? { result: 0 }
        : {
            result: count,
            thread: changeOf(thread, reader, { messages: -count, unread: -unread, last: 'latest left' }),
            users: waitingFor(reader, -unread),
          },
  };
}

function alone({ id, threadId, senderId }: Message): SentRange {
  return { threadId, senderId, after: id - 1, upTo: id };
}

/** What changes in a thread: messages in all, and those that this reader has yet to read. */
function changeOf(
  { id, participants }: Pick<Thread, 'id' | 'participants'>,
  reader: number,
  change: { messages: number; unread: number; last?: ThreadChange['last'] },
): ThreadChange {
  const { messages, unread, last } = change;
  const [lowUnread, highUnread] = reader === participants.low ? [unread, 0] : [0, unread];
  return { id, messages, lowUnread, highUnread, last };
}

function waitingFor(reader: number, unread: number): readonly UserChange[] {
  return unread === 0 ? [] : [{ id: reader, threads: 0, unread }];
}
