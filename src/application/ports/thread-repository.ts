import type { Standing } from '../../domain/conversation/block.js';
import type { Message } from '../../domain/conversation/message.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { Thread } from '../../domain/conversation/thread.js';
import type { Participant } from '../../domain/accounts/user.js';
import type { Page, Slice } from './page.js';

/** A thread with what a list of threads shows of it. */
export interface ThreadSummary {
  readonly thread: Thread;
  /** In the order of the pair: low, high. */
  readonly participants: readonly [Participant, Participant];
  readonly lastMessage: Message | undefined;
}

export interface ThreadReader {
  summary(id: number): Promise<ThreadSummary | undefined>;
  summaryOfPair(pair: ParticipantPair): Promise<(ThreadSummary & Standing) | undefined>;

  /** The user's threads, latest `updated` first, then highest id; undefined if there is no such user. */
  pageOf(user: number, slice: Slice): Promise<Page<ThreadSummary> | undefined>;

  /** The user's threads above the id `after`, by rising id, `limit` at most. */
  pageAfter(user: number, after: number, limit: number): Promise<readonly ThreadSummary[]>;
}

/** `open` and `remove` also record the event, in the same unit of work. */
export interface ThreadRepository extends ThreadReader {
  /**
   * The thread, held until the unit of work ends: nobody else removes it, or sends or reads in it, meanwhile.
   */
  find(id: number): Promise<Thread | undefined>;

  /** What `find` gives, and how its participants stand to each other, at the cost of `find`: every send asks. */
  findWithStanding(id: number): Promise<({ readonly thread: Thread } & Standing) | undefined>;

  /** Adds the pair's thread or finds the one it has, in one atomic step. Both users must exist. */
  open(pair: ParticipantPair, now: Date): Promise<{ thread: Thread; opened: boolean }>;

  /** Removes a thread that `find` returned, with its messages. */
  remove(thread: Thread): Promise<void>;

  /** Puts a thread back under the id it had, without messages. */
  restore(thread: { id: number; participants: ParticipantPair; created: Date; updated: Date }): Promise<void>;

  /** Gives no id up to this one to new threads, as if it had been given before. */
  continueAfter(id: number): Promise<void>;
}
