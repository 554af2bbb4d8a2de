/**
 * What one login has become: each refresh makes a new token of the same family, and only the newest is good.
 * A family that was revoked is simply not there.
 */
export interface TokenFamily {
  readonly id: string;
  readonly userId: number;
  /** The `jti` of the refresh token that may be used next. */
  readonly current: string;
  readonly expires: Date;
}

export interface TokenFamilyReader {
  /** The user's logins, those that end first before the others. */
  allOf(userId: number): Promise<readonly TokenFamily[]>;

  /** Those of these that are there, in any order. */
  withIds(ids: readonly string[]): Promise<readonly TokenFamily[]>;
}

export interface TokenFamilyRepository extends TokenFamilyReader {
  add(family: TokenFamily): Promise<void>;

  /** Makes `next` the current token if `spent` is; false, and nothing changed, if it is not. One atomic step. */
  rotate(id: string, spent: string, next: string, expires: Date): Promise<boolean>;

  /** Ends a family, if it is there. */
  remove(id: string): Promise<void>;

  /** Ends all families of a user, but this one if it is given. */
  removeAllOf(userId: number, butOne?: string): Promise<void>;

  /** Forgets families that expired at this time or before, `limit` at most; returns how many. */
  removeExpired(now: Date, limit: number): Promise<number>;
}
