import { DomainError } from '../../domain/errors.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import type { Message } from '../../domain/conversation/message.js';
import { checkSearch, soughtWords } from '../../domain/conversation/search.js';
import { threadNotFound } from '../../domain/conversation/thread.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Finds messages in one's own conversations, also for an admin: the panel looks through those of others. */
export class SearchMessages {
  /** @param isOn whether messages are indexed. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly isOn: boolean,
  ) {}

  /** @throws DomainError `search_off`, `invalid_search` or `thread_not_found`. */
  async execute(
    input: { caller: UserCaller; search: string; thread?: number | undefined } & Slice,
  ): Promise<Page<Message>> {
    if (!this.isOn) throw new DomainError('search_off', 'Messages cannot be searched here.');
    const { caller, search, thread } = input;
    checkSearch(search);
    const words = soughtWords(search);
    return this.unitOfWork.read(async ({ threads, messageIndex }) => {
      if (thread !== undefined) {
        const found = await threads.summary(thread);
        if (found?.thread.participants.includes(caller.id) !== true) throw threadNotFound(thread);
      }
      return messageIndex.search({ reader: caller.id, thread, words }, input);
    });
  }
}
