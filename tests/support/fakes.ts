import type { Clock } from '../../src/application/ports/clock.js';
import type { IdSource } from '../../src/application/ports/id-source.js';
import type { PasswordHasher } from '../../src/application/ports/password-hasher.js';
import type { RefreshClaims, TokenIssuer, TokenPair } from '../../src/application/ports/token-issuer.js';
import { DomainError } from '../../src/domain/errors.js';
import { at } from './fixtures.js';

/** Stands still until a test sets it. */
export class FixedClock implements Clock {
  time = at(0);

  /** By how much the time of day was set, beside what passed, in milliseconds. */
  set = 0;

  now(): Date {
    return new Date(this.time.getTime() + this.set);
  }

  elapsed(): number {
    return this.time.getTime();
  }
}

export class CountingIds implements IdSource {
  #last = 0;

  next(): string {
    this.#last += 1;
    return `id ${this.#last}`;
  }
}

/** Hides nothing, and remembers what it was asked to verify against. */
export class PlainHasher implements PasswordHasher {
  readonly verified: (string | undefined)[] = [];

  async hash(password: string): Promise<string> {
    return `plain ${password}`;
  }

  needsRehash(hash: string): boolean {
    return hash.startsWith('old ');
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    this.verified.push(hash);
    return hash === `plain ${password}` || hash === `old ${password}`;
  }
}

/** Tokens that are their claims in clear. */
export class PlainTokens implements TokenIssuer {
  readonly refreshLifetime = 1000;

  issue(claims: RefreshClaims): TokenPair {
    return { access: `access ${claims.userId}`, refresh: JSON.stringify(claims) };
  }

  verifyRefresh(token: string): RefreshClaims {
    if (!token.startsWith('{')) throw new DomainError('token_invalid', 'Not a token.');
    return JSON.parse(token) as RefreshClaims;
  }
}
