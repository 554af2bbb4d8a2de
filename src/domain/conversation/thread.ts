import { DomainError } from '../errors.js';
import type { ParticipantPair } from './participant-pair.js';
import type { Caller } from '../accounts/user.js';
import { noMetadata, type Metadata } from '../metadata.js';
import { plainViews, type View, type Views } from './view.js';

/** What can be set in a thread. */
export interface ThreadSettings {
  readonly metadata: Metadata;
  readonly views: Views;
}

/** Where a pair's messages about one thing lie, or those about nothing in particular. Its participants never change. */
export class Thread {
  private constructor(
    readonly id: number,
    readonly participants: ParticipantPair,
    /** What it is about; undefined for the one thread of the pair that has none. It never changes. */
    readonly key: string | undefined,
    readonly metadata: Metadata,
    readonly created: Date,
    /** When the last message was sent; before the first one, when the thread was opened. */
    readonly updated: Date,
    readonly lastMessageId: number | undefined,
    readonly messageCount: number,
    private readonly lowUnread: number,
    private readonly highUnread: number,
    readonly views: Views,
  ) {}

  /** Rebuilds a thread from storage without checking it again. */
  static restore(state: {
    id: number;
    participants: ParticipantPair;
    key?: string | undefined;
    metadata?: Metadata;
    created: Date;
    updated: Date;
    lastMessageId: number | undefined;
    messageCount: number;
    lowUnread: number;
    highUnread: number;
    views?: Views;
  }): Thread {
    const { id, participants, key, metadata = noMetadata, created, updated } = state;
    const { lastMessageId, messageCount, lowUnread, highUnread, views = plainViews } = state;
    const counts = [lastMessageId, messageCount, lowUnread, highUnread] as const;
    return new Thread(id, participants, key, metadata, created, updated, ...counts, views);
  }

  /** How many messages this user has yet to read; undefined for one who takes no part. */
  unreadOf(user: number | undefined): number | undefined {
    if (user === this.participants.low) return this.lowUnread;
    if (user === this.participants.high) return this.highUnread;
    return undefined;
  }

  /** How this user has put the thread; undefined for one who takes no part. */
  viewOf(user: number | undefined): View | undefined {
    if (user === this.participants.low) return this.views.low;
    if (user === this.participants.high) return this.views.high;
    return undefined;
  }
}

/** Participants and admins see a thread and its messages; for all others they do not exist. */
export function isVisible(participants: ParticipantPair, caller: Caller): boolean {
  return participants.includes(caller.id) || caller.role === 'admin';
}

/**
 * The thread, if the caller may see it.
 * @throws DomainError `thread_not_found`, the same for a hidden thread as for one that never was.
 */
export function visibleThread(thread: Thread | undefined, id: number, caller: Caller): Thread {
  if (thread === undefined || !isVisible(thread.participants, caller)) throw threadNotFound(id);
  return thread;
}

export function threadNotFound(id: number): DomainError {
  return new DomainError('thread_not_found', `There is no thread ${id}, or you cannot see it.`);
}

/** @throws DomainError `not_a_participant`, for an admin who sees the thread and takes no part in it. */
export function requireParticipant(participants: ParticipantPair, caller: Caller): void {
  if (!participants.includes(caller.id)) {
    throw new DomainError('not_a_participant', 'Only the two participants may do this.');
  }
}
