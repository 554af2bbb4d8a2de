import type { TokenFamily } from '../../domain/accounts/token-family.js';

export interface TokenFamilyReader {
  /** The user's logins, those that end first before the others. */
  allOf(userId: number): Promise<readonly TokenFamily[]>;

  /** Those of these that are there, in any order. */
  withIds(ids: readonly string[]): Promise<readonly TokenFamily[]>;
}

/** A token is spent by `UnitOfWork.decide`. */
export interface TokenFamilyRepository extends TokenFamilyReader {
  add(family: TokenFamily): Promise<void>;

  /** Ends a family, if it is there. */
  remove(id: string): Promise<void>;

  /** Ends all families of a user, but this one if it is given. */
  removeAllOf(userId: number, butOne?: string): Promise<void>;

  /** Forgets families that expired at this time or before, `limit` at most; returns how many. */
  removeExpired(now: Date, limit: number): Promise<number>;
}
