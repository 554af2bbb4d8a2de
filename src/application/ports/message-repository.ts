import type { Message } from '../../domain/conversation/message.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { Thread } from '../../domain/conversation/thread.js';
import type { SentKey } from './conversations.js';
import type { Slice } from './page.js';

/** Which messages of a thread, and in which order. Ids grow with time, so both kinds order by id. */
export type MessageSlice =
  | (Slice & { readonly order: 'oldest-first' | 'newest-first' })
  | { readonly limit: number; readonly after: number }
  | { readonly limit: number; readonly before: number };

export type MessagePlace = Pick<Message, 'threadId' | 'id'>;

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

  /** The messages of these threads behind this place, by rising thread, then id, `limit` at most. For short threads. */
  pageAcross(threads: readonly number[], after: MessagePlace, limit: number): Promise<readonly Message[]>;

  /** The idempotency keys that this sender's messages have, those after `after`, in an order of the store's. */
  keysOf(sender: number, after: string, limit: number): Promise<readonly { message: number; key: string }[]>;
}

export interface MessageRepository extends MessageReader {
  /**
   * Removes messages that were left of threads that are removed, `limit` at most: nobody is told, no count changes.
   * @returns how many; fewer than `limit` if nothing is left, or if somebody else is removing the rest.
   */
  removeDeleted(limit: number): Promise<number>;

  findByIdempotencyKey(key: SentKey): Promise<Message | undefined>;

  /** Those of these keys that messages have. For many at once. */
  usedKeys(keys: readonly SentKey[]): Promise<readonly SentKey[]>;

  /** The id of the n-th message that this reader has yet to read, counted from the oldest; undefined if there are fewer. */
  nthUnread(thread: Thread, reader: number, n: number): Promise<number | undefined>;

  /** The ids of the thread's messages above `after`, rising, `limit` at most. */
  idsAfter(threadId: number, after: number, limit: number): Promise<readonly number[]>;

  /** Gives no id up to this one to new messages, as if it had been given before. */
  continueAfter(id: number): Promise<void>;

  /** Takes the idempotency keys off messages sent before this time, off `limit` at most; returns off how many. */
  forgetIdempotencyKeys(before: Date, limit: number): Promise<number>;
}
