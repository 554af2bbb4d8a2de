import { requireParticipant, visibleThread } from '../domain/thread.js';
import type { Caller } from '../domain/user.js';
import type { Repositories, UnitOfWork } from './ports/unit-of-work.js';

/** Marks as read what the other participant has sent. */
export class MarkThreadRead {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param input.upTo the id of the last message to mark; all of them without it.
   * @returns how many messages were unread before.
   * @throws DomainError `thread_not_found` or `not_a_participant`.
   */
  execute(input: { caller: Caller; thread: number; upTo?: number | undefined }): Promise<number> {
    const { caller, upTo = Number.MAX_SAFE_INTEGER } = input;
    const mark = async ({ threads, messages }: Repositories) => {
      const thread = visibleThread(await threads.find(input.thread), input.thread, caller);
      requireParticipant(thread.participants, caller);
      return messages.markThreadRead(thread, caller.id, upTo);
    };
    return this.unitOfWork.run(mark, { thread: input.thread });
  }
}
