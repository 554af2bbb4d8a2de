import { isVisible, threadNotFound } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class GetThread {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `thread_not_found`. */
  async execute(input: { caller: Caller; thread: number }): Promise<ThreadSummary> {
    const summary = await this.unitOfWork.read(({ threads }) => threads.summary(input.thread));
    if (summary === undefined || !isVisible(summary.thread.participants, input.caller)) {
      throw threadNotFound(input.thread);
    }
    return summary;
  }
}
