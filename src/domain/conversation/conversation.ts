import type { Caller, Participant, UserCaller } from '../accounts/user.js';
import { textOf, type UserReference } from '../accounts/user-reference.js';
import { noAttachments, takeUp, type Attachment } from '../attachments/attachment.js';
import { DomainError } from '../errors.js';
import { requireUnblocked, type Standing } from './block.js';
import { unchanged, type Decision, type SentRange, type ThreadChange, type UserChange } from './decision.js';
import {
  draftMessage,
  draftNotice,
  checkText,
  recipientOf,
  requireOwnForNow,
  type FirstSend,
  type Message,
  type NewMessage,
  type Wording,
} from './message.js';
import { noMetadata, type Metadata } from '../metadata.js';
import type { ParticipantPair } from './participant-pair.js';
import type { ThreadSummary } from './thread-summary.js';
import { Thread, threadNotFound, visibleThread } from './thread.js';
import { plainViews, withView, type View, type Views } from './view.js';

// All that happens in a conversation is decided here: what a store has read goes in, and what it has to change comes
// out. No store computes a count, a time, a last message or an event by itself.

/** What is known of a pair that may open a thread. */
export interface PairStanding extends Standing {
  /** In the order of the pair; undefined for a user who is not there. */
  readonly participants: readonly [Participant | undefined, Participant | undefined];
  /** The thread that the pair has, with the key that was asked for. */
  readonly existing: ThreadSummary | undefined;
}

/** What is known of a thread; undefined if there is none. */
export type ThreadStanding = ({ readonly thread: Thread } & Standing) | undefined;

/**
 * Opens the pair's thread with a key, or without one; or finds the one that is there, which stays as it is.
 * @param about undefined metadata is none.
 * @throws DomainError `unknown_participant` or `blocked`.
 */
export function open(
  pair: ParticipantPair,
  { participants: [low, high], existing, blocked }: PairStanding,
  now: Date,
  { key, metadata = noMetadata }: { readonly key?: string | undefined; readonly metadata?: Metadata } = {},
): Decision<{ summary: ThreadSummary; opened: boolean }> {
  const participants = [activeUser(pair.low, low), activeUser(pair.high, high)] as const;
  requireUnblocked({ blocked });
  if (existing !== undefined) return unchanged({ summary: existing, opened: false });
  const thread = { participants: pair, key, metadata, views: plainViews, created: now, updated: now };
  return {
    deed: { kind: 'add-thread', id: undefined, ...thread },
    outcome: ({ id }) => ({
      result: {
        summary: { thread: newThread({ id, ...thread }), participants, lastMessage: undefined },
        opened: true,
      },
      users: countThread(thread, 1),
      events: [{ type: 'thread.created', threadId: id, participants: pair }],
    }),
  };
}

function activeUser(id: number, user: Participant | undefined): Participant {
  if (user?.active === true) return user;
  throw unknownParticipant(id);
}

export function unknownParticipant(user: UserReference): DomainError {
  return new DomainError('unknown_participant', `There is no user ${textOf(user)} to have a thread with.`);
}

/** A thread as it is before the first message. */
interface EmptyThread {
  readonly id: number;
  readonly participants: ParticipantPair;
  readonly key?: string | undefined;
  readonly metadata?: Metadata;
  readonly views?: Views;
  readonly created: Date;
  readonly updated: Date;
}

/** Puts a thread back under the id that it had, without messages and without telling anybody. */
export function restoreThread(thread: EmptyThread): Decision<Thread> {
  const { key, metadata = noMetadata, views = plainViews } = thread;
  const whole = { ...thread, key, metadata, views };
  return {
    deed: { kind: 'add-thread', ...whole },
    outcome: () => ({ result: newThread(whole), users: countThread(whole, 1) }),
  };
}

function newThread(thread: EmptyThread): Thread {
  const empty = { lastMessageId: undefined, messageCount: 0, lowUnread: 0, highUnread: 0 };
  return Thread.restore({ ...thread, ...empty });
}

/** How many messages go in one unit of work with the threads that it removes, so that nobody else waits for long. */
export const removedAtOnce = 1000;

/**
 * Removes a thread with its messages, for both participants.
 * @param most with more messages than this, they are only out of sight at once, and are removed in parts.
 */
export function removeThread(thread: Thread, most = removedAtOnce): Decision<void> {
  const { id, participants } = thread;
  return {
    deed: { kind: 'remove-thread', threadId: id, messages: thread.messageCount > most ? 'are left' : 'go' },
    outcome: ({ count }) =>
      count === 0
        ? { result: undefined }
        : {
            result: undefined,
            users: countThread(thread, -1).map((user) => ({
              ...user,
              unread: 0 - (thread.unreadOf(user.id) ?? 0),
            })),
            events: [{ type: 'thread.deleted', threadId: id, participants }],
          },
  };
}

function countThread(
  { participants: { low, high }, views }: { participants: ParticipantPair; views: Views },
  threads: 1 | -1,
): UserChange[] {
  return [
    { id: low, threads, archived: views.low.archived ? threads : 0, unread: 0 },
    { id: high, threads, archived: views.high.archived ? threads : 0, unread: 0 },
  ];
}

/** What is to be different in a thread; undefined: as before. */
export interface ThreadWish {
  /** How a participant wants to have it, for themselves. */
  readonly view?: (Partial<View> & { readonly user: number }) | undefined;
  /** What the host application keeps with it from now on, instead of what it kept. */
  readonly metadata?: Metadata | undefined;
}

/** Changes what can be changed in a thread. What is one participant's alone, the other is not told. */
export function changeThread(
  thread: Thread,
  { view, metadata = thread.metadata }: ThreadWish,
): Decision<void> {
  const { id: threadId, participants } = thread;
  const views = view === undefined ? thread.views : withView(thread.views, participants, view);
  const users = archivedSince(thread, views);
  const concernsBoth = JSON.stringify(metadata) !== JSON.stringify(thread.metadata);
  if (!concernsBoth && JSON.stringify(views) === JSON.stringify(thread.views)) return unchanged(undefined);
  const event = { type: 'thread.updated', threadId, participants } as const;
  return {
    outcome: () => ({
      result: undefined,
      thread: { id: threadId, ...noCounts, settings: { metadata, views } },
      users,
      events: [concernsBoth || view === undefined ? event : { ...event, reader: view.user }],
    }),
  };
}

/** What the users' counts are to change by, if the thread is put so. */
function archivedSince({ participants: { low, high }, views: before }: Thread, after: Views): UserChange[] {
  const change = (id: number, was: View, is: View): UserChange => ({
    id,
    threads: 0,
    archived: Number(is.archived) - Number(was.archived),
    unread: 0,
  });
  return [change(low, before.low, after.low), change(high, before.high, after.high)].filter(
    ({ archived }) => archived !== 0,
  );
}

/**
 * Sends a message once.
 * @param first what the sender has sent with the idempotency key before.
 * @param uploads of those that the message is to have, what the sender has uploaded and not sent.
 * @throws DomainError `thread_not_found`, `not_a_participant`, `invalid_text`, `unknown_attachment`, `blocked` or
 * `idempotency_key_reused`.
 */
export function send(
  standing: ThreadStanding,
  first: FirstSend | undefined,
  input: {
    readonly threadId: number;
    readonly caller: UserCaller;
    readonly content: Wording;
    readonly idempotencyKey: string | undefined;
  },
  now: Date,
  uploads: readonly Attachment[] = noAttachments,
): Decision<{ message: Message; sent: boolean }> {
  const { threadId, caller, content, idempotencyKey } = input;
  if (standing === undefined) throw threadNotFound(threadId);
  const thread = visibleThread(standing.thread, threadId, caller);
  const { text, metadata, attachments: ids } = content;
  // The attachments went with the message: what is left to compare is its thread and its text.
  if (ids !== undefined && first?.isDeleted === true) {
    return repeatOf(first, { threadId, text, attachments: first.message.attachments });
  }
  const attachments =
    ids && takeUp(ids, first === undefined ? uploads : [...uploads, ...first.message.attachments]);
  const draft = draftMessage(thread, caller, { text, metadata, attachments }, now, idempotencyKey);
  if (first !== undefined) return repeatOf(first, draft);
  requireUnblocked(standing);
  return added(thread, draft);
}

/**
 * Puts a service's notice into a thread, once, for both participants. It goes through a block: it is of neither.
 * @param first what the service has put there with the idempotency key before.
 * @throws DomainError `thread_not_found`, `invalid_text`, `unknown_attachment` or `idempotency_key_reused`.
 */
export function notify(
  standing: ThreadStanding,
  first: FirstSend | undefined,
  input: {
    readonly threadId: number;
    readonly service: string;
    readonly content: Wording;
    readonly idempotencyKey: string | undefined;
  },
  now: Date,
): Decision<{ message: Message; sent: boolean }> {
  const { threadId, service, content, idempotencyKey } = input;
  if (standing === undefined) throw threadNotFound(threadId);
  const { thread } = standing;
  const { text, metadata, attachments: ids } = content;
  const attachments = ids && takeUp(ids, noAttachments); // a service uploads nothing
  const draft = draftNotice(thread, service, { text, metadata, attachments }, now, idempotencyKey);
  return first === undefined ? added(thread, draft) : repeatOf(first, draft);
}

/** @throws DomainError `idempotency_key_reused`. */
function repeatOf(
  first: FirstSend,
  { threadId, text, attachments }: Pick<NewMessage, 'threadId' | 'text' | 'attachments'>,
): Decision<{ message: Message; sent: boolean }> {
  const { message } = first;
  const isSame =
    message.threadId === threadId && first.text === text && isSameList(message.attachments, attachments);
  if (isSame) return unchanged({ message, sent: false });
  throw new DomainError(
    'idempotency_key_reused',
    'You used this idempotency key for another message: choose a new one for each message.',
  );
}

function isSameList(some: readonly Attachment[], others: readonly Attachment[]): boolean {
  return some.length === others.length && some.every(({ id }, index) => id === others[index]?.id);
}

function added(thread: Thread, draft: NewMessage): Decision<{ message: Message; sent: boolean }> {
  const { service: _service, idempotencyKey: _key, ...said } = draft;
  const { threadId, participants, senderId, created } = said;
  const isRead = senderId === undefined;
  return {
    deed: { kind: 'add-message', id: undefined, message: draft, isRead },
    outcome: ({ id }) => {
      const message = { id, ...said, isRead, edited: undefined };
      const views = broughtBack(thread, senderId);
      const back = archivedSince(thread, views);
      const [waiting] = waitingFor(recipientOf(message), 1);
      const change = withMessage(thread, message, created);
      return {
        result: { message, sent: true },
        thread: back.length === 0 ? change : { ...change, settings: { metadata: thread.metadata, views } },
        users: waiting === undefined ? back : [{ ...waiting, archived: back[0]?.archived ?? 0 }],
        events: [{ type: 'message.created', threadId, participants, messageId: id }],
      };
    },
  };
}

/** A message brings an archived thread back to everybody but its sender. */
function broughtBack({ participants, views }: Thread, senderId: number | undefined): Views {
  const { low, high } = participants;
  const isBack = ({ archived }: View, user: number) => archived && user !== senderId;
  if (!isBack(views.low, low) && !isBack(views.high, high)) return views;
  return [low, high]
    .filter((user) => user !== senderId)
    .reduce((before, user) => withView(before, participants, { user, archived: false }), views);
}

/** Puts a message back under its id, without telling anybody. In a thread, ids must come in rising order. */
export function restoreMessage(
  thread: Thread,
  message: Message,
  { idempotencyKey, service }: Partial<Pick<NewMessage, 'idempotencyKey' | 'service'>> = {},
): Decision<Message> {
  const { id, isRead, edited, ...fields } = message;
  return {
    deed: { kind: 'add-message', id, message: { ...fields, service, idempotencyKey }, isRead, edited },
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
  const { id: messageId, threadId, participants } = message;
  const reader = recipientOf(message);
  if (message.isRead || reader === undefined) return unchanged(read);
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

/**
 * Gives a message another text. It stays where it is, and read or unread. The same text again changes nothing.
 * @param period for how long after it was sent, in milliseconds; 0: never.
 * @returns the message as it is then.
 * @throws DomainError `not_the_sender`, `edit_closed`, `blocked` or `invalid_text`.
 */
export function edit(
  standing: Standing,
  message: Message,
  { caller, text, period }: { readonly caller: UserCaller; readonly text: string; readonly period: number },
  now: Date,
): Decision<Message> {
  requireOwnForNow(message, caller, now, period);
  requireUnblocked(standing); // or it would be a way to write to somebody who wants to hear no more
  checkText(text);
  if (text === message.text) return unchanged(message);
  const edited = now > message.created ? now : message.created;
  const { id: messageId, threadId, participants } = message;
  return {
    deed: { kind: 'edit-message', sent: alone(message), text, edited },
    outcome: ({ count }) => ({
      result: { ...message, text, edited },
      ...(count > 0 && { events: [{ type: 'message.updated', threadId, participants, messageId }] }),
    }),
  };
}

/**
 * Deletes a message for both participants, also where one of them blocks the other. What it said is kept for a while.
 * @param period for how long after it was sent its sender may, in milliseconds; 0: never. An admin may at any time.
 * @throws DomainError `not_the_sender` or `edit_closed`.
 */
export function deleteMessage(
  message: Message,
  { caller, period }: { readonly caller: Caller; readonly period: number },
  now: Date,
): Decision<number> {
  if (caller.role !== 'admin') requireOwnForNow(message, caller, now, period);
  return removal({ id: message.threadId, participants: message.participants }, alone(message), now);
}

/**
 * Removes what a participant sent, among the messages above the id `after`, up to `upTo`, and keeps nothing of it.
 * `updated` stays: it is when somebody last sent something.
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

function removal(
  thread: Pick<Thread, 'id' | 'participants'>,
  sent: SentRange,
  kept?: Date,
): Decision<number> {
  const { participants } = thread;
  const reader = recipientOf({ participants, senderId: sent.senderId });
  return {
    deed: { kind: 'remove-messages', sent, participants, event: 'message.deleted', kept },
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

/** That message and no other. */
function alone({ id, threadId, senderId }: Message): SentRange {
  return { threadId, senderId, after: id - 1, upTo: id };
}

const noCounts = { messages: 0, lowUnread: 0, highUnread: 0, last: undefined };

/** What changes in a thread: messages in all, and those that this reader, if there is one, has yet to read. */
function changeOf(
  { id, participants }: Pick<Thread, 'id' | 'participants'>,
  reader: number | undefined,
  change: { messages: number; unread: number; last?: ThreadChange['last'] },
): ThreadChange {
  const { messages, unread, last } = change;
  const { low, high } = participants;
  return {
    id,
    messages,
    lowUnread: reader === low ? unread : 0,
    highUnread: reader === high ? unread : 0,
    last,
  };
}

function waitingFor(reader: number | undefined, unread: number): readonly UserChange[] {
  return reader === undefined || unread === 0 ? [] : [{ id: reader, threads: 0, archived: 0, unread }];
}
