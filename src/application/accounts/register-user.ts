import { DomainError } from '../../domain/errors.js';
import type { User } from '../../domain/accounts/user.js';
import { addUser } from './keep-user.js';
import { prepareAccount } from './prepare-account.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export type Registration = 'open' | 'closed';

/** Somebody makes an account for themselves. */
export class RegisterUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
    private readonly registration: Registration,
  ) {}

  /** @throws DomainError `registration_closed`, `invalid_username`, `invalid_password` or `username_taken`. */
  async execute(input: { username: string; password: string }): Promise<User> {
    if (this.registration === 'closed') {
      throw new DomainError('registration_closed', 'Accounts are made by an admin here: ask one.');
    }
    const account = await prepareAccount(this.unitOfWork, this.hasher, { ...input, role: 'user' });
    const created = this.clock.now();
    return this.unitOfWork.run((repositories) => addUser(repositories, { ...account, created }));
  }
}
