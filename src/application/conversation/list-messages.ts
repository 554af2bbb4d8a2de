import { isVisible, threadNotFound } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { MessagePage, MessageSlice } from '../ports/message-repository.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class ListMessages {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `thread_not_found`. */
  async execute(input: { caller: Caller; thread: number; slice: MessageSlice }): Promise<MessagePage> {
    const page = await this.unitOfWork.read(({ messages }) => messages.pageOf(input.thread, input.slice));
    if (page === undefined || !isVisible(page.participants, input.caller)) throw threadNotFound(input.thread);
    return page;
  }
}
