import { LRUCache } from 'lru-cache';
import { RateLimited, type LoginLimit, type RateLimit } from '../../application/ports/rate-limit.js';
import { DomainError } from '../../domain/errors.js';
import { lookupKey } from '../../domain/accounts/user.js';
import type { FairTurns } from './fair-turns.js';

/** Names that no account can have count together. */
const nobody = ' ';

/** Lets logins take turns, and limits nothing. */
export class LoginTurns implements LoginLimit {
  constructor(
    private readonly turns: FairTurns,
    private readonly group: (address: string) => string,
  ) {}

  attempt<Result>(address: string, username: string, login: () => Promise<Result>): Promise<Result> {
    return this.turns.run(lookupKey(username) ?? nobody, this.group(address), login);
  }
}

/** What failed logins are counted by. */
export interface LoginLimits {
  readonly byAddress: RateLimit;
  readonly byAccount: RateLimit;
  /** Of one account from one address that is known for it. */
  readonly byPlace: RateLimit;
  /** Of one account from one address, while the account is at its limit: how often it may be tried then. */
  readonly pace: RateLimit;
  /** Of one account from everywhere, while it is at its limit. */
  readonly slowly: RateLimit;
}

/**
 * Only failures count, so those who know their passwords share an address without harm. Where somebody has logged in to
 * an account before, only the failures from there count for it. While an account is at its limit, each other address may
 * try it now and then: so guessing is slow, and nobody is shut out by what one other guesses. Attempts take turns, a few
 * at a time: of a thousand guesses sent at once, all but the first are judged after those have been counted.
 */
export class FailedLoginLimit implements LoginLimit {
  /** Accounts with the addresses from which somebody has logged in to them: what others guess does not count there. */
  readonly #knownPlaces = new LRUCache<string, true>({ max: 100_000 });

  constructor(
    private readonly limits: LoginLimits,
    private readonly group: (address: string) => string,
    private readonly turns: FairTurns,
  ) {}

  attempt<Result>(address: string, username: string, login: () => Promise<Result>): Promise<Result> {
    const account = lookupKey(username) ?? nobody;
    const from = this.group(address);
    const place = `${from} ${account}`;
    const { byAddress, byAccount, byPlace, pace } = this.limits;
    return this.turns.run(account, from, async () => {
      await byAddress.check(address);
      if (this.#knownPlaces.has(place)) await this.#checkOrSlow(byPlace, place, place, account);
      else await this.#checkOrSlow(byAccount, account, place, account);
      try {
        const result = await login();
        this.#knownPlaces.set(place, true);
        return result;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'invalid_credentials') {
          const counts = [
            byAddress.consume(address),
            byAccount.consume(account),
            byPlace.consume(place), // known or not, so that it is the same in every process
            pace.consume(place),
          ];
          // That one of them is full by now is for the next attempt to learn.
          await Promise.allSettled(counts);
        }
        throw error;
      }
    });
  }

  /** @throws RateLimited of this limit if it is reached, and this place or many others have tried the account lately. */
  async #checkOrSlow(limit: RateLimit, key: string, place: string, account: string): Promise<void> {
    const reached = await refusalOf(limit.check(key));
    if (reached === undefined) return;
    const tooSoon =
      (await refusalOf(this.limits.pace.check(place))) ??
      (await refusalOf(this.limits.slowly.consume(account)));
    if (tooSoon !== undefined) throw new RateLimited(limit.policy, tooSoon.retryAfter);
  }
}

async function refusalOf(attempt: Promise<unknown>): Promise<RateLimited | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (error instanceof RateLimited) return error;
    throw error;
  }
}
