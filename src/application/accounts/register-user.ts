import { DomainError } from '../../domain/errors.js';
import type { User } from '../../domain/accounts/user.js';
import { CreateUser } from './create-user.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export type Registration = 'open' | 'closed';

/** Somebody makes an account for themselves. */
export class RegisterUser {
  readonly #createUser: CreateUser;

  constructor(
    unitOfWork: UnitOfWork,
    hasher: PasswordHasher,
    clock: Clock,
    private readonly registration: Registration,
  ) {
    this.#createUser = new CreateUser(unitOfWork, hasher, clock);
  }

  /** @throws DomainError `registration_closed`, `invalid_username`, `invalid_password` or `username_taken`. */
  async execute(input: { username: string; password: string }): Promise<User> {
    if (this.registration === 'closed') {
      throw new DomainError('registration_closed', 'Accounts are made by an admin here: ask one.');
    }
    return this.#createUser.execute({ ...input, role: 'user' });
  }
}
