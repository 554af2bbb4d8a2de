import {
  checkPassword,
  parseUsername,
  usernameTaken,
  type Role,
  type User,
} from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Makes an account for somebody. Whoever calls this has the right to. */
export class CreateUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `invalid_username`, `invalid_password` or `username_taken`. */
  async execute(input: { username: string; password: string; role: Role }): Promise<User> {
    const username = parseUsername(input.username);
    checkPassword(input.password);
    const taken = await this.unitOfWork.read(({ users }) => users.findByUsername(username));
    if (taken !== undefined) throw usernameTaken(username);
    const passwordHash = await this.hasher.hash(input.password);
    return this.unitOfWork.run(({ users }) =>
      users.add({ username, passwordHash, role: input.role, active: true, created: this.clock.now() }),
    );
  }
}
