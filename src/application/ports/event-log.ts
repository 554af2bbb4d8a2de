import type { Message } from '../../domain/conversation/message.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';

/** Something that happened between two participants, with what it is about as that is when it is read. */
export type ChatEvent = Happening & {
  /** Where the log goes on after it. */
  readonly position: string;
  readonly participants: ParticipantPair;
  /** How many messages wait unread for each of the two in all threads, when the event is read. */
  readonly unread: { readonly low: number; readonly high: number };
};

export type Happening =
  | { readonly type: 'thread.created'; readonly summary: ThreadSummary }
  | { readonly type: 'thread.deleted'; readonly thread: number }
  | { readonly type: 'message.created'; readonly message: Message }
  | { readonly type: 'message.deleted'; readonly thread: number; readonly message: number }
  | {
      readonly type: 'message.read';
      readonly thread: number;
      readonly reader: number;
      /** Either this message alone, or all up to and including one. */
      readonly marked: { readonly message: number } | { readonly upTo: number };
    };

/** Some of the log, in its order: that of their commits among the events of a thread. */
export interface EventBatch {
  /** Without those whose thread or message is gone, because a later event tells that. */
  readonly events: readonly ChatEvent[];
  /** Where the log goes on after the batch. */
  readonly position: string;
  /** Whether there was no more when the batch was read. */
  readonly complete: boolean;
}

/** How a position looks, whatever the store: it names the log that it is of. Clients bring it back as they got it. */
export const positionRule = { max: 4096, pattern: /^[0-9a-f]{8}(-[0-9a-z.]+)+$/ } as const;

/**
 * The log of what happened. The repositories write it, each change with its event in the same unit of work;
 * a change that changes nothing, and what is restored from elsewhere, has none.
 */
export interface EventReader {
  /** Where the log ends now. */
  end(): Promise<string>;

  /**
   * What was committed since a position that a store of this kind gave, of everybody's. Undefined if the position is
   * not of this log as it is now: at the same address may be another server, or an earlier state of this one.
   */
  after(position: string, limit: number): Promise<EventBatch | undefined>;

  /**
   * What concerns the user after `from` and not after `to`, which `end` or a complete batch gave.
   * Undefined if the log cannot tell, because it is no longer or never was the one in which somebody got to `from`:
   * events after it were pruned, or the position is another log's.
   */
  missedBy(user: number, from: string, to: string, limit: number): Promise<EventBatch | undefined>;
}

export interface EventRepository extends EventReader {
  /** Forgets events recorded before this time, the oldest first, `limit` at most; returns how many. */
  prune(before: Date, limit: number): Promise<number>;
}
