import type { UserRecord } from '../../domain/accounts/user-event.js';
import type { Account } from '../../domain/accounts/user.js';
import type { ConversationRecord, EventRecord } from '../../domain/conversation/event-record.js';
import type { Message } from '../../domain/conversation/message.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';

/** Something that happened, with what it is about as that is when it is read. */
export type ChatEvent = ConversationEvent | AccountEvent;

interface Recorded {
  /** Its number in the log, which no other event has, before or later. */
  readonly id: number;
  readonly created: Date;
  /** Where the log goes on after it. */
  readonly position: string;
}

/** Something that happened between two participants. */
export type ConversationEvent = Recorded &
  ConversationHappening & {
    /** How many messages wait unread for each of the two in all threads, when the event is read. */
    readonly unread: { readonly low: number; readonly high: number };
  };

/** Something that happened to an account. */
export type AccountEvent = Recorded & AccountHappening;

// What was recorded, with the thread, the message or the account that it shows, if it shows one.
export type ConversationHappening = Shown<ConversationRecord>;
export type AccountHappening = Shown<UserRecord>;

type Shown<Record extends EventRecord> = Record extends {
  readonly type: 'thread.created' | 'thread.updated';
}
  ? Record & { readonly summary: ThreadSummary }
  : Record extends { readonly type: 'message.created' | 'message.updated' }
    ? Record & { readonly message: Message }
    : Record extends { readonly type: 'user.created' | 'user.updated' }
      ? Record & { readonly account: Account }
      : Record;

/** Whose events are followed: those of one user, or of all. */
export type Reader = number | 'everybody';

/** Some of the log, in its order: that of their commits among the events of a thread. */
export interface EventBatch {
  /** Without those whose thread, message or user is gone, because a later event tells that. */
  readonly events: readonly ChatEvent[];
  /** Where the log goes on after the batch. */
  readonly position: string;
  /** Whether there was no more when the batch was read. */
  readonly complete: boolean;
}

/** Whether two positions are of one log. */
export function isSameLog(one: string, other: string): boolean {
  return logOf(one) === logOf(other);
}

function logOf(position: string): string | undefined {
  return position.split('-', 1)[0];
}

/** How a position looks, whatever the store: it names the log that it is of. Clients bring it back as they got it. */
export const positionRule = { max: 4096, pattern: /^[0-9a-f]{8}(-[0-9a-z.]+)+$/ } as const;

/**
 * The log of what happened. It is written with each change, in the same unit of work;
 * a change that changes nothing, and what is restored from elsewhere, has none.
 */
export interface EventReader {
  /** Where the log ends now. */
  end(): Promise<string>;

  /** The place before the oldest event that is still there. */
  beginning(): Promise<string>;

  /**
   * What was committed since a position, of everybody's. Undefined if the position is not of this log as it is now: at
   * the same address may be another server, or an earlier state of this one.
   */
  after(position: string, limit: number): Promise<EventBatch | undefined>;

  /**
   * What concerns the reader after `from` and not after `to`, which `end` or a complete batch gave: for a user, what
   * happened in their threads, and that they or the other side of one of their threads were updated; or everything.
   * Undefined if the log cannot tell, because it is no longer or never was the one in which somebody got to `from`:
   * events after it were pruned, or the position is another log's.
   */
  missedBy(reader: Reader, from: string, to: string, limit: number): Promise<EventBatch | undefined>;
}

export interface EventRepository extends EventReader {
  /** What happens in a conversation, `Conversations` records by itself. */
  record(record: EventRecord): Promise<unknown>;

  /** Forgets events recorded before this time, the oldest first, `limit` at most; returns how many. */
  prune(before: Date, limit: number): Promise<number>;
}
