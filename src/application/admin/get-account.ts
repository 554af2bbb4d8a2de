import { requireAdmin, userNotFound, type Account, type Caller } from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import { resolveUser } from '../accounts/resolve-user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Shows an admin somebody's account. */
export class GetAccount {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `admins_only` or `user_not_found`. */
  async execute(input: { caller: Caller; user: UserReference }): Promise<Account> {
    requireAdmin(input.caller);
    return this.unitOfWork.read(async (readers) => {
      const id = await resolveUser(readers, input.user, input.caller);
      const user = await readers.users.find(id);
      const unreadCount = await readers.users.unreadCount(id);
      if (user === undefined || unreadCount === undefined) throw userNotFound(input.user);
      return { user, unreadCount };
    });
  }
}
