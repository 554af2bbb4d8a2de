import { DomainError } from '../../domain/errors.js';
import type { User } from '../../domain/accounts/user.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Tells by username and password whether somebody is an active admin. */
export class LogInAdmin {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws DomainError `invalid_credentials`, whatever was wrong. */
  async execute(input: { username: string; password: string }): Promise<User> {
    const user = await this.unitOfWork.read(({ users }) => users.findByUsername(input.username));
    const matches = await this.hasher.verify(user?.passwordHash, input.password);
    if (user === undefined || !matches || !user.active || user.role !== 'admin') {
      throw new DomainError('invalid_credentials', 'No active admin has this username and password.');
    }
    return user;
  }
}
