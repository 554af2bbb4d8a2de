import { removeThread } from '../../domain/conversation/conversation.js';
import { visibleThread } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Removes a thread and its messages, for both participants. */
export class DeleteThread {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `thread_not_found`. */
  execute(input: { caller: Caller; thread: number }): Promise<void> {
    return this.unitOfWork.decide({ thread: input.thread }, ({ standing }) =>
      removeThread(visibleThread(standing?.thread, input.thread, input.caller)),
    );
  }
}
