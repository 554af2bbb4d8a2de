import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Finds the accounts whose password everybody knows: those of the test data, as long as nobody has changed them. */
export class FindKnownPasswords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Verifies a password only where there is an active account of that name.
   * @param known passwords by username.
   * @returns the usernames.
   */
  async execute(known: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [username, password] of Object.entries(known)) {
      const user = await this.unitOfWork.read(({ users }) => users.findByUsername(username));
      if (user?.active === true && (await this.hasher.verify(user.passwordHash, password)))
        found.push(username);
    }
    return found;
  }
}
