import type { EventRecord } from './event-record.js';
import type { NewMessage } from './message.js';
import type { ParticipantPair } from './participant-pair.js';

/** What one participant sent in a thread, by ids: above `after`, up to and including `upTo`. */
export interface SentRange {
  readonly threadId: number;
  readonly senderId: number;
  readonly after: number;
  readonly upTo: number;
}

/** What a store does to rows. It follows no rule: what changes with it is the outcome's to say. */
export type Deed =
  | {
      readonly kind: 'add-thread';
      /** Undefined for the next id. */
      readonly id: number | undefined;
      readonly participants: ParticipantPair;
      readonly created: Date;
      readonly updated: Date;
    }
  | {
      readonly kind: 'add-message';
      /** Undefined for the next id. */
      readonly id: number | undefined;
      readonly message: NewMessage;
      readonly isRead: boolean;
    }
  /** Those that are read already do not count. */
  | { readonly kind: 'mark-read'; readonly sent: SentRange }
  /** Records `event` for each message that it removes. */
  | {
      readonly kind: 'remove-messages';
      readonly sent: SentRange;
      readonly participants: ParticipantPair;
      readonly event: 'message.deleted';
    }
  /** With its messages. */
  | { readonly kind: 'remove-thread'; readonly threadId: number };

/** What the store did. */
export interface Done {
  /** Of the row that was added; 0 if none was. */
  readonly id: number;
  /** How many rows were marked or removed. */
  readonly count: number;
  /** How many of those that were removed were unread. */
  readonly unread: number;
}

export interface ThreadChange {
  readonly id: number;
  /** These three are added to what is stored. */
  readonly messages: number;
  readonly lowUnread: number;
  readonly highUnread: number;
  /** The thread's last message: this one, which also sets `updated`, or the latest that is left; undefined: as before. */
  readonly last: { readonly id: number; readonly updated: Date } | 'latest left' | undefined;
}

/** What is added to a user's counts. */
export interface UserChange {
  readonly id: number;
  readonly threads: number;
  readonly unread: number;
}

/** What follows from a deed, as data: a store applies it in the same transaction. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly thread?: ThreadChange;
  /** A reader whose threads stay as many, or both participants with the same change of `threads`, by rising id. */
  readonly users?: readonly UserChange[];
  readonly events?: readonly EventRecord[];
}

/** A decision about what a store has read and holds. Without a deed, nothing changes. */
export interface Decision<Result> {
  readonly deed?: Deed;
  /** Pure: a store may ask again if it has to begin again. */
  readonly outcome: (done: Done) => Outcome<Result>;
}

type Adding<Kind> = Extract<Deed, { readonly kind: Kind }> & { readonly id: number };

/** Rows to put back under their ids, and what changes with them, once for each thread and user. */
export interface Addition {
  readonly threads: readonly Adding<'add-thread'>[];
  readonly messages: readonly Adding<'add-message'>[];
  readonly changes: readonly ThreadChange[];
  readonly users: readonly UserChange[];
}

/** Sums up decisions that each put a thread or a message back, about threads as they were before all of them. */
export function summedUp(decisions: readonly Decision<unknown>[]): Addition {
  const threads: Adding<'add-thread'>[] = [];
  const messages: Adding<'add-message'>[] = [];
  const changes = new Map<number, ThreadChange>();
  const users = new Map<number, UserChange>();
  for (const { deed, outcome } of decisions) {
    if (deed?.kind === 'add-thread' && deed.id !== undefined) threads.push({ ...deed, id: deed.id });
    else if (deed?.kind === 'add-message' && deed.id !== undefined) messages.push({ ...deed, id: deed.id });
    else throw new Error('Only rows that are put back can be added together.');
    const { thread, users: both = [], events = [] } = outcome({ id: deed.id, count: 0, unread: 0 });
    if (events.length > 0) throw new Error('Nobody is told of rows that are put back.');
    if (thread !== undefined) changes.set(thread.id, sumOfThread(changes.get(thread.id), thread));
    for (const user of both) users.set(user.id, sumOfUser(users.get(user.id), user));
  }
  return { threads, messages, changes: [...changes.values()], users: [...users.values()] };
}

function sumOfThread(before: ThreadChange | undefined, next: ThreadChange): ThreadChange {
  if (before === undefined) return next;
  const [one, other] = [before.last, next.last];
  const both = typeof one === 'object' && typeof other === 'object';
  return {
    id: next.id,
    messages: before.messages + next.messages,
    lowUnread: before.lowUnread + next.lowUnread,
    highUnread: before.highUnread + next.highUnread,
    last: both && one.updated > other.updated ? { ...other, updated: one.updated } : other,
  };
}

function sumOfUser(before: UserChange | undefined, next: UserChange): UserChange {
  const { threads = 0, unread = 0 } = before ?? {};
  return { id: next.id, threads: threads + next.threads, unread: unread + next.unread };
}

export function unchanged<Result>(result: Result): Decision<Result> {
  return { outcome: () => ({ result }) };
}
