import type { PasswordHasher } from '../../application/ports/password-hasher.js';
import { passwordForms } from '../../domain/accounts/user.js';

/** Takes a password for the same in whichever Unicode form it was typed, now and when it was hashed. */
export class AnyFormPasswordHasher implements PasswordHasher {
  constructor(private readonly hasher: PasswordHasher) {}

  hash(password: string): Promise<string> {
    return this.hasher.hash(passwordForms(password)[0] ?? password);
  }

  needsRehash(hash: string): boolean {
    return this.hasher.needsRehash(hash);
  }

  /** How long it takes depends on the password that was typed, not on whether there is an account. */
  async verify(hash: string | undefined, password: string): Promise<boolean> {
    for (const form of passwordForms(password)) {
      if (await this.hasher.verify(hash, form)) return true;
    }
    return false;
  }
}
