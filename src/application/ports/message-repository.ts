import type { Message, NewMessage } from '../../domain/conversation/message.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { Thread } from '../../domain/conversation/thread.js';
import type { Slice } from './page.js';

/** Which messages of a thread, and in which order. Ids grow with time, so both kinds order by id. */
export type MessageSlice =
  | (Slice & { readonly order: 'oldest-first' | 'newest-first' })
  | { readonly limit: number; readonly after: number }
  | { readonly limit: number; readonly before: number };

export interface MessagePage {
  readonly participants: ParticipantPair;
  /** How many messages the thread has. */
  readonly total: number;
  /** Oldest first for `after`, newest first for `before`. */
  readonly items: readonly Message[];
}

export interface MessageReader {
  find(id: number): Promise<Message | undefined>;

  /** Undefined if there is no such thread. */
  pageOf(threadId: number, slice: MessageSlice): Promise<MessagePage | undefined>;

  /** The idempotency keys that this sender's messages have, those after `after`, in an order of the store's. */
  keysOf(sender: number, after: string, limit: number): Promise<readonly { message: number; key: string }[]>;
}

/**
 * Every method that changes a message also keeps the thread's and the users' counts, and records the event, in the
 * same unit of work; `restore` records none.
 */
export interface MessageRepository extends MessageReader {
  /** Holds the message's thread, as `ThreadRepository.find` does. */
  find(id: number): Promise<Message | undefined>;

  findByIdempotencyKey(sender: number, key: string): Promise<Message | undefined>;

  /** Adds a message to a thread that `ThreadRepository.find` holds; it becomes the thread's last one. */
  add(message: NewMessage): Promise<Message>;

  /** Marks a message as read, if it is not yet. */
  markRead(message: Message): Promise<void>;

  /** The id of the n-th message that this reader has yet to read, counted from the oldest; undefined if there are fewer. */
  nthUnread(thread: Thread, reader: number, n: number): Promise<number | undefined>;

  /**
   * Marks as read what the other participant sent, up to and including the id `upTo`.
   * Returns how many messages were unread before.
   */
  markThreadRead(thread: Thread, reader: number, upTo: number): Promise<number>;

  /** Removes a message, if it is there. The thread's `updated` stays: it is when somebody last sent something. */
  remove(message: Message): Promise<void>;

  /**
   * Removes what this participant sent among the messages of the thread that follow the id `after`.
   * @param limit how many messages to look at, the other participant's included.
   * @returns how many were looked at and removed, and the id of the last that was looked at.
   */
  removeSent(
    thread: Thread,
    sender: number,
    after: number,
    limit: number,
  ): Promise<{ looked: number; removed: number; last: number }>;

  /** Puts a message back under the id it had. Within a thread, ids must come in rising order. */
  restore(message: Message, idempotencyKey?: string): Promise<void>;

  /** Gives no id up to this one to new messages, as if it had been given before. */
  continueAfter(id: number): Promise<void>;

  /** Takes the idempotency keys off messages sent before this time, off `limit` at most; returns off how many. */
  forgetIdempotencyKeys(before: Date, limit: number): Promise<number>;
}
