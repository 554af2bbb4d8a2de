import type { TokenFamilyChange } from '../accounts/token-family.js';
import type { ConversationRecord } from './event-record.js';
import type { NewMessage } from './message.js';
import type { ParticipantPair } from './participant-pair.js';
import type { Metadata } from '../metadata.js';
import type { ThreadSettings } from './thread.js';
import type { Views } from './view.js';

/** What one participant sent in a thread, by ids: above `after`, up to and including `upTo`. */
export interface SentRange {
  readonly threadId: number;
  /** Undefined for a system message, which is always a range of its own. */
  readonly senderId: number | undefined;
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
      readonly key: string | undefined;
      readonly metadata: Metadata;
      readonly views: Views;
      readonly created: Date;
      readonly updated: Date;
    }
  | {
      readonly kind: 'add-message';
      /** Undefined for the next id. */
      readonly id: number | undefined;
      readonly message: NewMessage;
      readonly isRead: boolean;
      /** When it got its text, if it is put back and has had another. */
      readonly edited?: Date | undefined;
    }
  /** Those that are read already do not count. */
  | { readonly kind: 'mark-read'; readonly sent: SentRange }
  /** Keeps what the message said, and gives it another text. Does nothing if it has that text. */
  | { readonly kind: 'edit-message'; readonly sent: SentRange; readonly text: string; readonly edited: Date }
  /** Records `event` for each message that it removes. */
  | {
      readonly kind: 'remove-messages';
      readonly sent: SentRange;
      readonly participants: ParticipantPair;
      readonly event: 'message.deleted';
      /** When they are removed, if what they said is kept. */
      readonly kept: Date | undefined;
    }
  /**
   * Nobody finds its messages after that. They go with it, or are left to `MessageRepository.removeDeleted`. What was kept
   * of them goes, too, unless an open report holds it.
   */
  | { readonly kind: 'remove-thread'; readonly threadId: number; readonly messages: 'go' | 'are left' };

/** What the store did. */
export interface Done {
  /** Of the row that was added; 0 if none was. */
  readonly id: number;
  /** How many rows were marked, edited or removed. */
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
  /** The last message: this one, which also sets `updated`, or the latest that is left; undefined: as before. */
  readonly last: { readonly id: number; readonly updated: Date } | 'latest left' | undefined;
  /** What it is to be set to, all of it; undefined: as before. */
  readonly settings?: ThreadSettings;
}

/** What is added to a user's counts. */
export interface UserChange {
  readonly id: number;
  readonly threads: number;
  /** Of the threads, those that the user has archived. */
  readonly archived: number;
  readonly unread: number;
}

/** What follows from a deed, as data: a store applies it in the same transaction. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly thread?: ThreadChange;
  /** One participant whose threads stay as many, or both with the same change of `threads`, by rising id. */
  readonly users?: readonly UserChange[];
  readonly events?: readonly ConversationRecord[];
  readonly tokenFamily?: TokenFamilyChange;
}

/** A decision about what a store has read and holds. Without a deed, nothing changes but what the outcome says. */
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
  const sum = new RestoredSum();
  return { ...sum.add(decisions), ...sum.take() };
}

/** As `summedUp`, over more decisions than are in memory at once: the rows each time, what changes with them at the end. */
export class RestoredSum {
  #threads = new Map<number, ThreadChange>();
  #users = new Map<number, UserChange>();

  /** How many threads and users have changed since `take`. */
  get size(): number {
    return this.#threads.size + this.#users.size;
  }

  /** Returns the rows. */
  add(decisions: readonly Decision<unknown>[]): Pick<Addition, 'threads' | 'messages'> {
    const threads: Adding<'add-thread'>[] = [];
    const messages: Adding<'add-message'>[] = [];
    for (const { deed, outcome } of decisions) {
      if (deed?.kind === 'add-thread' && deed.id !== undefined) threads.push({ ...deed, id: deed.id });
      else if (deed?.kind === 'add-message' && deed.id !== undefined) messages.push({ ...deed, id: deed.id });
      else throw new Error('Only rows that are put back can be added together.');
      const { thread, users = [], events = [] } = outcome({ id: deed.id, count: 0, unread: 0 });
      if (events.length > 0) throw new Error('Nobody is told of rows that are put back.');
      if (thread?.settings !== undefined) throw new Error('A thread is put back with its settings.');
      if (thread !== undefined)
        this.#threads.set(thread.id, sumOfThread(this.#threads.get(thread.id), thread));
      for (const user of users) this.#users.set(user.id, sumOfUser(this.#users.get(user.id), user));
    }
    return { threads, messages };
  }

  /** What has come together, once for each thread and user. Begins anew. */
  take(): Pick<Addition, 'changes' | 'users'> {
    const taken = { changes: [...this.#threads.values()], users: [...this.#users.values()] };
    this.#threads = new Map();
    this.#users = new Map();
    return taken;
  }
}

/** What many changes come to, once for each user. */
export function summedUsers(changes: readonly UserChange[]): UserChange[] {
  const sums = new Map<number, UserChange>();
  for (const change of changes) sums.set(change.id, sumOfUser(sums.get(change.id), change));
  return [...sums.values()];
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
  const { threads = 0, archived = 0, unread = 0 } = before ?? {};
  return {
    id: next.id,
    threads: threads + next.threads,
    archived: archived + next.archived,
    unread: unread + next.unread,
  };
}

export function unchanged<Result>(result: Result): Decision<Result> {
  return { outcome: () => ({ result }) };
}
