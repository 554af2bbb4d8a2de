import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { Page, Slice } from '../ports/page.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { requireOwnerOrAdmin } from '../accounts/require-owner-or-admin.js';

/** Lists the threads of a user, the most recently active first. */
export class ListThreads {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `user_not_found` or `not_your_account`. */
  async execute(input: { caller: Caller; user: number } & Slice): Promise<Page<ThreadSummary>> {
    await requireOwnerOrAdmin(this.unitOfWork, input.caller, input.user);
    const page = await this.unitOfWork.read(({ threads }) => threads.pageOf(input.user, input));
    if (page === undefined) throw userNotFound(input.user);
    return page;
  }
}
