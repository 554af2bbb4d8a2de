import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import {
  RateLimited,
  type Allowance,
  type RateLimit,
  type RateLimitPolicy,
} from '../../application/ports/rate-limit.js';

/** Counts within this process, and forgets with it. */
export class InMemoryRateLimit implements RateLimit {
  readonly #limiter: RateLimiterMemory;

  /** @param group makes one key of several that count together. */
  constructor(
    readonly policy: RateLimitPolicy,
    private readonly group = (key: string) => key,
  ) {
    const { quota, window } = policy;
    this.#limiter = new RateLimiterMemory({ points: quota, duration: window, keyPrefix: '' });
  }

  async consume(key: string): Promise<Allowance> {
    try {
      const counted = await this.#limiter.consume(this.group(key));
      return { remaining: counted.remainingPoints, reset: secondsOf(counted) };
    } catch (error) {
      // The library rejects with the state of the key.
      throw error instanceof RateLimiterRes ? this.#refusal(error) : error;
    }
  }

  async check(key: string): Promise<void> {
    const state = await this.#limiter.get(this.group(key));
    // A window that has just ended may still be there.
    if (state !== null && state.msBeforeNext > 0 && state.remainingPoints === 0) throw this.#refusal(state);
  }

  #refusal(state: RateLimiterRes): RateLimited {
    return new RateLimited(this.policy, secondsOf(state));
  }
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
