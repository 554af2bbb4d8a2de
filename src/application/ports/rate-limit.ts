/** `quota` times in `window` seconds. */
export interface Rate {
  readonly quota: number;
  readonly window: number;
}

/** A rate, and what it limits. */
export interface RateLimitPolicy extends Rate {
  /** Short, for machines. */
  readonly name: string;
  /** What is counted, in the plural, for people. */
  readonly counted: string;
}

export interface Allowance {
  /** How many times more the key may do it within this window. */
  readonly remaining: number;
  /** When the window ends, in seconds from now; at least 1. */
  readonly reset: number;
}

/** Limits how often something is done, for each key by itself. A key's window begins when it is first counted. */
export interface RateLimit {
  readonly policy: RateLimitPolicy;

  /** Counts one. @throws RateLimited if that is more than the quota. */
  consume(key: string): Promise<Allowance>;

  /** Counts nothing. @throws RateLimited if there is nothing left to consume. */
  check(key: string): Promise<void>;
}

/** Limits failed logins, by the client's address and by account. */
export interface LoginLimit {
  /**
   * Does what `login` does, and counts it if that rejects with `invalid_credentials`.
   * @param address the client's IP address; IPv6 counts by its network.
   * @throws RateLimited without trying if too many logins have failed. Whether there is such a user makes no difference.
   */
  attempt<Result>(address: string, username: string, login: () => Promise<Result>): Promise<Result>;
}

/** Somebody has to wait. */
export class RateLimited extends Error {
  constructor(
    readonly policy: RateLimitPolicy,
    /** In seconds. */
    readonly retryAfter: number,
  ) {
    const { quota, counted, window } = policy;
    super(`No more than ${quota} ${counted} in ${window} seconds: try again in ${retryAfter} seconds.`);
  }
}
