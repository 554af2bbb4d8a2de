import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { Standing } from '../../domain/conversation/block.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { Thread } from '../../domain/conversation/thread.js';
import type { Page, Slice } from './page.js';

export interface ThreadReader {
  summary(id: number): Promise<ThreadSummary | undefined>;
  summaryOfPair(pair: ParticipantPair): Promise<(ThreadSummary & Standing) | undefined>;

  /** The user's threads, latest `updated` first, then highest id; undefined if there is no such user. */
  pageOf(user: number, slice: Slice): Promise<Page<ThreadSummary> | undefined>;

  /** The user's threads above the id `after`, by rising id, `limit` at most. */
  pageAfter(user: number, after: number, limit: number): Promise<readonly ThreadSummary[]>;
}

export interface ThreadRepository extends ThreadReader {
  /** Those of these threads that are there, in any order. For many at once. */
  findAll(ids: readonly number[]): Promise<readonly Thread[]>;

  /** The threads that these pairs have, in any order. For many at once. */
  findAllOf(pairs: readonly ParticipantPair[]): Promise<readonly Thread[]>;

  /** Gives no id up to this one to new threads, as if it had been given before. */
  continueAfter(id: number): Promise<void>;
}
