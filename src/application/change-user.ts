import { checkPassword, userNotFound, type Role, type User } from '../domain/user.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { UnitOfWork } from './ports/unit-of-work.js';

/** Changes what an admin or operator may change of an account. */
export class ChangeUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * What is left out stays as it is. A new password and a deactivation end all of the user's logins.
   * @throws DomainError `user_not_found` or `invalid_password`.
   */
  async execute(input: {
    user: number;
    password?: string | undefined;
    role?: Role | undefined;
    active?: boolean | undefined;
  }): Promise<User> {
    const { user: id, password, role, active } = input;
    if (password !== undefined) checkPassword(password);
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    return this.unitOfWork.run(async ({ users, tokenFamilies }) => {
      const user = await users.find(id);
      if (user === undefined) throw userNotFound(id);
      const changed = {
        ...user,
        passwordHash: passwordHash ?? user.passwordHash,
        role: role ?? user.role,
        active: active ?? user.active,
      };
      await users.update(changed);
      if (passwordHash !== undefined || !changed.active) await tokenFamilies.removeAllOf(id);
      return changed;
    });
  }
}
