import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { LoginLimit, RateLimit } from '../../application/ports/rate-limit.js';
import { DomainError } from '../../domain/errors.js';
import { lookupKey } from '../../domain/accounts/user.js';

/** Names that no account can have count together. */
const nobody = ' ';

/** At least as many as passwords are hashed at once, which is what a login takes its time for. */
const concurrency = 4;

/**
 * Only failures count, so those who know their passwords share an address without harm. Where somebody has logged in to an
 * account before, only the failures from there count for it: so nobody is shut out by what others guess elsewhere. Attempts take turns, a few
 * at a time: of a thousand guesses sent at once, all but the first are judged after those have been counted.
 */
export class FailedLoginLimit implements LoginLimit {
  readonly #turns = pLimit(concurrency);
  /** Accounts with the addresses from which somebody has logged in to them: what others guess does not count there. */
  readonly #knownPlaces = new LRUCache<string, true>({ max: 100_000 });

  constructor(
    private readonly byAddress: RateLimit,
    private readonly byAccount: RateLimit,
    /** Of one account from one address that is known for it. */
    private readonly byPlace: RateLimit,
    private readonly group: (address: string) => string,
  ) {}

  attempt<Result>(address: string, username: string, login: () => Promise<Result>): Promise<Result> {
    const account = lookupKey(username) ?? nobody;
    const place = `${this.group(address)} ${account}`;
    return this.#turns(async () => {
      const isKnown = this.#knownPlaces.has(place);
      await this.byAddress.check(address);
      if (isKnown) await this.byPlace.check(place);
      else await this.byAccount.check(account);
      try {
        const result = await login();
        this.#knownPlaces.set(place, true);
        return result;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'invalid_credentials') {
          const counts = [
            this.byAddress.consume(address),
            this.byAccount.consume(account),
            this.byPlace.consume(place), // known or not, so that it is the same in every process
          ];
          // That one of them is full by now is for the next attempt to learn.
          await Promise.allSettled(counts);
        }
        throw error;
      }
    });
  }
}
