import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import pLimit from 'p-limit';
import type { PasswordHasher } from '../../application/ports/password-hasher.js';

// OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const cost = { type: argon2.argon2id, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const;

/** How many hashes are at work at once: fewer than the four threads that libuv has for everybody. */
const concurrency = 2;

export class Argon2PasswordHasher implements PasswordHasher {
  readonly #limit = pLimit(concurrency);
  /** Verified in place of a hash that is not there. */
  readonly #decoy = this.hash(randomBytes(16).toString('hex'));

  hash(password: string): Promise<string> {
    return this.#limit(() => argon2.hash(password, cost));
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    const subject = hash ?? (await this.#decoy);
    const matches = await this.#limit(() => argon2.verify(subject, password));
    return matches && hash !== undefined;
  }
}
