import pLimit from 'p-limit';
import type { LoginLimit, RateLimit } from '../../application/ports/rate-limit.js';
import { DomainError } from '../../domain/errors.js';
import { lookupKey } from '../../domain/accounts/user.js';

/** Names that no account can have count together. */
const nobody = ' ';

/** At least as many as passwords are hashed at once, which is what a login takes its time for. */
const concurrency = 4;

/**
 * Only failures count, so those who know their passwords share an address without harm. Attempts take turns, a few
 * at a time: of a thousand guesses sent at once, all but the first are judged after those have been counted.
 */
export class FailedLoginLimit implements LoginLimit {
  readonly #turns = pLimit(concurrency);

  constructor(
    private readonly byAddress: RateLimit,
    private readonly byAccount: RateLimit,
  ) {}

  attempt<Result>(address: string, username: string, login: () => Promise<Result>): Promise<Result> {
    const account = lookupKey(username) ?? nobody;
    return this.#turns(async () => {
      await this.byAddress.check(address);
      await this.byAccount.check(account);
      try {
        return await login();
      } catch (error) {
        if (error instanceof DomainError && error.code === 'invalid_credentials') {
          // That one of them is full by now is for the next attempt to learn.
          await Promise.allSettled([this.byAddress.consume(address), this.byAccount.consume(account)]);
        }
        throw error;
      }
    });
  }
}
