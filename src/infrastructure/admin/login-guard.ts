import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { usernameKey } from '../../domain/user.js';

/** Slows down who guesses passwords. */
export interface LoginGuard {
  /**
   * Comes before the password is looked at, and counts as a failure until `succeeded` says otherwise: else many
   * tries at once would all come before the first has failed.
   * @returns undefined to go on, or how many seconds to wait.
   */
  check(address: string, username: string): Promise<number | undefined>;
  failed(address: string, username: string): Promise<void>;
  succeeded(address: string, username: string): Promise<void>;
}

/** In seconds. */
const duration = 15 * 60;

/** Counts in this process's memory: 10 failures for an account, 30 for an address, in a quarter of an hour. */
export class MemoryLoginGuard implements LoginGuard {
  readonly #accounts = new RateLimiterMemory({ points: 10, duration });
  readonly #addresses = new RateLimiterMemory({ points: 30, duration });

  async check(address: string, username: string): Promise<number | undefined> {
    try {
      await this.#addresses.consume(address);
      await this.#accounts.consume(usernameKey(username));
      return undefined;
    } catch (error) {
      if (error instanceof Error) throw error;
      return Math.ceil((error as RateLimiterRes).msBeforeNext / 1000);
    }
  }

  async failed(): Promise<void> {}

  async succeeded(address: string, username: string): Promise<void> {
    await this.#addresses.reward(address);
    await this.#accounts.delete(usernameKey(username));
  }
}
