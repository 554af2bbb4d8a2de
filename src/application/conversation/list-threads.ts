import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { Page, Slice } from '../ports/page.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { ThreadSelection } from '../ports/thread-repository.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { idOf } from '../accounts/resolve-user.js';
import { requireOwnerOrAdmin } from '../accounts/require-owner-or-admin.js';

/** Which of the threads: with `with`, those with this user alone. If there is no such user, there are none. */
type Selection = Omit<ThreadSelection, 'with'> & { readonly with?: UserReference | undefined };

/** An id that no user has. */
const nobody = 0;

/** Lists the threads of a user, the most recently active first. */
export class ListThreads {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns with the id of the user whose threads they are.
   * @throws DomainError `user_not_found` or `not_your_account`.
   */
  async execute(
    input: { caller: Caller; user: UserReference; selection?: Selection } & Slice,
  ): Promise<Page<ThreadSummary> & { readonly reader: number }> {
    const { caller, selection: { with: named, ...selection } = {} } = input;
    const reader = await requireOwnerOrAdmin(this.unitOfWork, caller, input.user);
    const page = await this.unitOfWork.read(async (readers) => {
      const other = named === undefined ? undefined : ((await idOf(readers, named, caller)) ?? nobody);
      return readers.threads.pageOf(reader, input, { with: other, ...selection });
    });
    if (page === undefined) throw userNotFound(input.user);
    return { reader, ...page };
  }
}
