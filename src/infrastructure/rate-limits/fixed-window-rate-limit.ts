import {
  RateLimited,
  type Allowance,
  type RateLimit,
  type RateLimitPolicy,
} from '../../application/ports/rate-limit.js';
import type { Counter } from './counter.js';
import { MemoryCounter } from './memory-counter.js';

/** While the place that all count in does not answer, this process counts for itself. */
export class FixedWindowRateLimit implements RateLimit {
  readonly #own = new MemoryCounter();
  /** In milliseconds. */
  readonly #window: number;

  /** @param group makes one key of several that count together. */
  constructor(
    readonly policy: RateLimitPolicy,
    private readonly counter: Counter,
    private readonly group = (key: string) => key,
  ) {
    this.#window = policy.window * 1000;
  }

  async consume(key: string): Promise<Allowance> {
    const { count, left } = await this.#count((counter) => counter.add(this.#keyOf(key), this.#window));
    const remaining = this.policy.quota - count;
    if (remaining < 0) throw this.#refusal(left);
    return { remaining, reset: this.#secondsOf(left) };
  }

  async check(key: string): Promise<void> {
    const counted = await this.#count((counter) => counter.look(this.#keyOf(key), this.#window));
    if (counted !== undefined && counted.count >= this.policy.quota) throw this.#refusal(counted.left);
  }

  #keyOf(key: string): string {
    return `${this.policy.name}:${this.group(key)}`;
  }

  async #count<Result>(use: (counter: Counter) => Promise<Result>): Promise<Result> {
    try {
      return await use(this.counter);
    } catch {
      return use(this.#own);
    }
  }

  #refusal(left: number): RateLimited {
    return new RateLimited(this.policy, this.#secondsOf(left));
  }

  /** Never more than the window: where many processes count together, the clock that they count by may be set back. */
  #secondsOf(left: number): number {
    return Math.min(this.policy.window, Math.max(1, Math.ceil(left / 1000)));
  }
}
