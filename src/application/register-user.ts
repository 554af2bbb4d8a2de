import { DomainError } from '../domain/errors.js';
import { checkPassword, parseUsername, usernameTaken, type User } from '../domain/user.js';
import type { Clock } from './ports/clock.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { UnitOfWork } from './ports/unit-of-work.js';

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
    const username = parseUsername(input.username);
    checkPassword(input.password);
    const taken = await this.unitOfWork.read(({ users }) => users.findByUsername(username));
    if (taken !== undefined) throw usernameTaken(username);
    const passwordHash = await this.hasher.hash(input.password);
    return this.unitOfWork.run(({ users }) =>
      users.add({ username, passwordHash, role: 'user', active: true, created: this.clock.now() }),
    );
  }
}
