import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import pLimit from 'p-limit';
import type { PasswordHasher } from '../../application/ports/password-hasher.js';
import { DjangoPbkdf2 } from './django-pbkdf2.js';

// OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const owasp = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** How many hashes are at work at once: fewer than the four threads that libuv has for everybody. */
const concurrency = 2;

const argon2Hash =
  /^\$argon2(id|i|d)\$v=\d+(\$|,)([mtp]=\d+(\$|,)){3}[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}$/;

/** Makes argon2id hashes, and also verifies those that came from Django. */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #limit = pLimit(concurrency);
  /** Verified in place of a hash that is not there. */
  readonly #decoy: Promise<string>;
  /** Of the costliest hash from Django that was verified so far. */
  #iterations = 0;
  readonly #cost: argon2.HashOptions & { type: 2 };

  /** @param cost memory in KiB, passes and lanes of a hash: less than OWASP's is for tests that are not about passwords. */
  constructor(cost = owasp) {
    this.#cost = { type: argon2.argon2id, ...cost };
    this.#decoy = this.hash(randomBytes(16).toString('hex'));
  }

  hash(password: string): Promise<string> {
    return this.#limit(() => argon2.hash(password, this.#cost));
  }

  needsRehash(hash: string): boolean {
    return !hash.startsWith('$argon2id$') || argon2.needsRehash(hash, this.#cost);
  }

  /** Nothing matches a hash of an unknown method either. */
  async verify(hash: string | undefined, password: string): Promise<boolean> {
    const django = hash === undefined ? undefined : DjangoPbkdf2.parse(hash);
    if (django === undefined) {
      const known = hash !== undefined && argon2Hash.test(hash);
      const subject = known ? hash : await this.#decoy;
      if ((await this.#limit(() => argon2.verify(subject, password))) && known) return true;
      await this.#limit(() => DjangoPbkdf2.spend(this.#iterations));
      return false;
    }
    // Django's hashes take longer than ours. So from the first one on, each failure does the work of both:
    // or the time would tell which names have an account that came from Django.
    this.#iterations = Math.max(this.#iterations, django.iterations);
    if (await this.#limit(() => django.matches(password))) return true;
    await this.#limit(() => DjangoPbkdf2.spend(this.#iterations - django.iterations));
    const decoy = await this.#decoy;
    await this.#limit(() => argon2.verify(decoy, password));
    return false;
  }
}
