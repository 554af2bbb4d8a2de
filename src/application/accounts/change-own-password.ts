import { checkPassword, type UserCaller } from '../../domain/accounts/user.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { confirmPassword, isAsConfirmed } from './confirm-password.js';

/** Users choose another password, and give the present one. */
export class ChangeOwnPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends all logins but the caller's, which is known by its token; those of the panel, too.
   * @throws DomainError `invalid_password` or `invalid_credentials`.
   */
  async execute(input: { caller: UserCaller; current: string; password: string }): Promise<void> {
    const { caller, current, password } = input;
    checkPassword(password);
    const user = await confirmPassword(this.unitOfWork, this.hasher, caller.id, current);
    const passwordHash = await this.hasher.hash(password);
    const changed = await this.unitOfWork.run(async (repositories) => {
      const { users, tokenFamilies, sessions } = repositories;
      const now = await users.hold(user.id);
      if (!isAsConfirmed(now, user)) return false;
      await users.update({ ...now, passwordHash });
      await tokenFamilies.removeAllOf(user.id, caller.login);
      await sessions.removeAllOf(user.id);
      if (isWrittenDown(caller, true)) {
        const details = `${user.username}: new password`;
        const deed = { action: 'change', resource: 'User', recordId: user.id, details } as const;
        await addToTrail(repositories, caller, { ...deed, created: this.clock.now() });
      }
      return true;
    });
    // The account was changed while its password was being checked: so look again.
    if (!changed) await this.execute(input);
  }
}
