import { visibleThread } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** Removes a thread and its messages, for both participants. */
export class DeleteThread {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `thread_not_found`. */
  execute(input: { caller: Caller; thread: number }): Promise<void> {
    const remove = async ({ threads }: Repositories) => {
      const thread = visibleThread(await threads.find(input.thread), input.thread, input.caller);
      await threads.remove(thread);
    };
    return this.unitOfWork.run(remove, { thread: input.thread });
  }
}
