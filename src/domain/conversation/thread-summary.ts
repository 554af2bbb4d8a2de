import type { Participant } from '../accounts/user.js';
import type { Message } from './message.js';
import type { Thread } from './thread.js';

/** A thread with what a list of threads shows of it. */
export interface ThreadSummary {
  readonly thread: Thread;
  /** In the order of the pair: low, high. */
  readonly participants: readonly [Participant, Participant];
  readonly lastMessage: Message | undefined;
}

/** The participants, for a person to read. */
export function namesIn({ participants }: Pick<ThreadSummary, 'participants'>): string {
  return participants.map(({ username }) => username).join(' and ');
}
