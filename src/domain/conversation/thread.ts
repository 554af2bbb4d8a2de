import { DomainError } from '../errors.js';
import type { ParticipantPair } from './participant-pair.js';
import type { Caller } from '../accounts/user.js';

/** The one place where a pair's messages lie. Its participants never change. */
export class Thread {
  private constructor(
    readonly id: number,
    readonly participants: ParticipantPair,
    readonly created: Date,
    /** When the last message was sent; before the first one, when the thread was opened. */
    readonly updated: Date,
    readonly lastMessageId: number | undefined,
    readonly messageCount: number,
    private readonly unread: { readonly low: number; readonly high: number },
  ) {}

  /** Rebuilds a thread from storage without checking it again. */
  static restore(state: {
    id: number;
    participants: ParticipantPair;
    created: Date;
    updated: Date;
    lastMessageId: number | undefined;
    messageCount: number;
    lowUnread: number;
    highUnread: number;
  }): Thread {
    const { id, participants, created, updated, lastMessageId, messageCount } = state;
    const unread = { low: state.lowUnread, high: state.highUnread };
    return new Thread(id, participants, created, updated, lastMessageId, messageCount, unread);
  }

  /** How many messages this user has yet to read; undefined for one who takes no part. */
  unreadOf(user: number): number | undefined {
    if (user === this.participants.low) return this.unread.low;
    if (user === this.participants.high) return this.unread.high;
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
