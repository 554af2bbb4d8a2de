import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import {
  RateLimited,
  type Allowance,
  type RateLimit,
  type RateLimitPolicy,
} from '../../application/ports/rate-limit.js';
import type { Counter } from './counters.js';

/** While the place that all count in does not answer, this process counts for itself. */
export class FixedWindowRateLimit implements RateLimit {
  readonly #shared: RateLimiterAbstract;
  readonly #own: RateLimiterAbstract;

  /** @param group makes one key of several that count together. */
  constructor(
    readonly policy: RateLimitPolicy,
    counter: Counter,
    private readonly group = (key: string) => key,
  ) {
    const { name, quota, window } = policy;
    const options = { points: quota, duration: window, keyPrefix: name };
    this.#shared = counter(options);
    this.#own = this.#shared instanceof RateLimiterMemory ? this.#shared : new RateLimiterMemory(options);
  }

  async consume(key: string): Promise<Allowance> {
    try {
      const counted = await this.#count((limiter) => limiter.consume(this.group(key)));
      return { remaining: counted.remainingPoints, reset: this.#secondsOf(counted) };
    } catch (error) {
      // The library rejects with the state of the key.
      throw error instanceof RateLimiterRes ? this.#refusal(error) : error;
    }
  }

  async check(key: string): Promise<void> {
    const state = await this.#count((limiter) => limiter.get(this.group(key)));
    // A window that has just ended may still be there.
    if (state !== null && state.msBeforeNext > 0 && state.remainingPoints === 0) throw this.#refusal(state);
  }

  async #count<Result>(use: (limiter: RateLimiterAbstract) => Promise<Result>): Promise<Result> {
    try {
      return await use(this.#shared);
    } catch (error) {
      if (error instanceof RateLimiterRes || this.#own === this.#shared) throw error;
      return use(this.#own);
    }
  }

  #refusal(state: RateLimiterRes): RateLimited {
    return new RateLimited(this.policy, this.#secondsOf(state));
  }

  /** Never more than the window: the library counts by the time of day, which may have been set back. */
  #secondsOf({ msBeforeNext }: RateLimiterRes): number {
    return Math.min(this.policy.window, Math.max(1, Math.ceil(msBeforeNext / 1000)));
  }
}
