import { isActiveAdmin, requireAdminBeside, type User } from '../../domain/accounts/user.js';
import type { UserRepository } from '../ports/user-repository.js';

/**
 * Holds a user who will be no active admin any more: demoted, deactivated, erased or deleted.
 * @throws DomainError `last_admin` if nobody else is one. Of two who do this to each other at once, one is refused.
 */
export async function holdToDemote(users: UserRepository, id: number): Promise<User | undefined> {
  const seen = await users.find(id);
  // Before the user, so that all who do this hold the same rows in the same order.
  const admins = seen !== undefined && isActiveAdmin(seen) ? await users.holdAdmins() : undefined;
  const user = await users.hold(id);
  if (user !== undefined) requireAdminBeside(user, admins ?? (await adminsIf(user, users)));
  return user;
}

/** Who has just become an admin is one now. */
async function adminsIf(user: User, users: UserRepository): Promise<readonly number[]> {
  return isActiveAdmin(user) ? users.holdAdmins() : [];
}
