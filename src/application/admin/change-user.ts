import {
  checkPassword,
  isErased,
  requireAdmin,
  userNotFound,
  type Actor,
  type User,
} from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import { resolveUser } from '../accounts/resolve-user.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { changeAccount, checkChanges, holdToChange, type AccountChanges } from './change-account.js';

/** What an admin can change of an account. */
export interface UserChanges extends Omit<AccountChanges, 'passwordHash'> {
  readonly password?: string | undefined;
}

/** An admin changes an account. */
export class ChangeUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `admins_only`, `own_account` if admins would deactivate or demote themselves, `user_not_found`,
   * `invalid_password`, `invalid_username`, `invalid_name`, `invalid_avatar_url`, `username_taken`, or `last_admin` if
   * nobody could administer any more.
   */
  async execute(input: { caller: Actor; user: UserReference } & UserChanges): Promise<User> {
    const { caller, user: reference, password, ...given } = input;
    requireAdmin(caller);
    if (password !== undefined) checkPassword(password);
    checkChanges(given);
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    const changes = { ...given, passwordHash };
    return this.unitOfWork.run(async (repositories) => {
      const id = await resolveUser(repositories, reference, caller);
      const user = await holdToChange(repositories, caller, id, changes);
      if (user === undefined || isErased(user)) throw userNotFound(reference);
      return changeAccount(repositories, caller, user, changes, this.clock.now());
    });
  }
}
