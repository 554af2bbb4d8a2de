import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { requireOwnerOrAdmin } from '../accounts/require-owner-or-admin.js';

/** How many messages wait unread for a user, in all threads together. */
export class CountUnread {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `user_not_found` or `not_your_account`. */
  async execute(input: { caller: Caller; user: UserReference }): Promise<number> {
    const user = await requireOwnerOrAdmin(this.unitOfWork, input.caller, input.user);
    const count = await this.unitOfWork.read(({ users }) => users.unreadCount(user));
    if (count === undefined) throw userNotFound(input.user);
    return count;
  }
}
