import { requireAdmin, type Actor, type Role, type User } from '../../domain/accounts/user.js';
import { addUser } from '../accounts/keep-user.js';
import { prepareAccount } from '../accounts/prepare-account.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { addToTrail } from './add-to-trail.js';

/** An admin makes an account for somebody. */
export class CreateUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only`, `invalid_username`, `invalid_password` or `username_taken`. */
  async execute(input: { caller: Actor; username: string; password: string; role: Role }): Promise<User> {
    const { caller, ...given } = input;
    requireAdmin(caller);
    const account = await prepareAccount(this.unitOfWork, this.hasher, given);
    return this.unitOfWork.run(async (repositories) => {
      const created = this.clock.now();
      const user = await addUser(repositories, { ...account, created });
      const details = `${user.username}, role ${user.role}`;
      const deed = { action: 'create', resource: 'User', recordId: user.id, details, created } as const;
      await addToTrail(repositories, caller, deed);
      return user;
    });
  }
}
