import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { Standing } from '../../domain/conversation/block.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { Thread } from '../../domain/conversation/thread.js';
import type { Page, Slice } from './page.js';

/** What tells a pair's threads from each other: no key is one, too. */
export interface ThreadName {
  readonly participants: ParticipantPair;
  readonly key?: string | undefined;
}

/** Which of a user's threads; undefined: whichever. */
export interface ThreadSelection {
  /** Whether the user has archived them. */
  readonly archived?: boolean | undefined;
  readonly with?: number | undefined;
  /** With an empty key, those that have none: only beside `with`. */
  readonly key?: string | undefined;
}

export interface ThreadReader {
  summary(id: number): Promise<ThreadSummary | undefined>;
  summaryOfPair(pair: ParticipantPair, key?: string): Promise<(ThreadSummary & Standing) | undefined>;

  /**
   * The user's threads, latest `updated` first, then highest id; undefined if there is no such user. The cost does not
   * grow with how many threads the user has, but with how many have the key, or are with the one that is named.
   */
  pageOf(user: number, slice: Slice, selection?: ThreadSelection): Promise<Page<ThreadSummary> | undefined>;

  /** The user's threads above the id `after`, by rising id, `limit` at most. */
  pageAfter(user: number, after: number, limit: number): Promise<readonly ThreadSummary[]>;

  /**
   * Which of these others have a thread with the user. The cost grows with what there is less of: the others, or the
   * user's threads.
   */
  partnersAmong(user: number, others: readonly number[]): Promise<readonly number[]>;
}

export interface ThreadRepository extends ThreadReader {
  /** Those of these threads that are there, in any order. For many at once. */
  findAll(ids: readonly number[]): Promise<readonly Thread[]>;

  /** Those of these threads that are there, in any order. For many at once. */
  findAllOf(names: readonly ThreadName[]): Promise<readonly Thread[]>;

  /** Gives no id up to this one to new threads, as if it had been given before. */
  continueAfter(id: number): Promise<void>;
}
