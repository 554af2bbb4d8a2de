import { checkPassword, isErased, userNotFound, type Role, type User } from '../../domain/accounts/user.js';
import { holdToDemote } from '../accounts/hold-to-demote.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Changes an account in what is given. Whoever calls this has the right to. */
export class ChangeUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * A new password or a deactivation ends all logins of the user; losing the role of an admin ends those of the
   * panel. They are removed, so that none comes back with the account or the role.
   * @throws DomainError `user_not_found`, `invalid_password`, or `last_admin` if nobody could administer any more.
   */
  async execute(input: {
    user: number;
    role?: Role | undefined;
    active?: boolean | undefined;
    password?: string | undefined;
  }): Promise<User> {
    const { password } = input;
    if (password !== undefined) checkPassword(password);
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    return this.unitOfWork.run(async ({ users, tokenFamilies, sessions }) => {
      const demotes = input.role === 'user' || input.active === false;
      const user = demotes ? await holdToDemote(users, input.user) : await users.hold(input.user);
      if (user === undefined || isErased(user)) throw userNotFound(input.user);
      const changed = {
        ...user,
        role: input.role ?? user.role,
        active: input.active ?? user.active,
        passwordHash: passwordHash ?? user.passwordHash,
      };
      await users.update(changed);
      const loginsEnd = passwordHash !== undefined || !changed.active;
      if (loginsEnd) await tokenFamilies.removeAllOf(user.id);
      if (loginsEnd || changed.role !== 'admin') await sessions.removeAllOf(user.id);
      return changed;
    });
  }
}
