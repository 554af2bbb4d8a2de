import type { PasswordHasher } from '../../application/ports/password-hasher.js';
import type { FairTurns } from './fair-turns.js';

/** What all count as who set passwords for others: no account and no address is called so. */
const setter = ' setter';

/** However many passwords are set for others, together they take one turn among those of logins. */
export class PasswordHasherInTurn implements PasswordHasher {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly turns: FairTurns,
  ) {}

  /** @throws Outage `logins_busy` if too many wait. */
  hash(password: string): Promise<string> {
    return this.turns.run(setter, setter, () => this.hasher.hash(password));
  }

  needsRehash(hash: string): boolean {
    return this.hasher.needsRehash(hash);
  }

  verify(hash: string | undefined, password: string): Promise<boolean> {
    return this.hasher.verify(hash, password);
  }
}
