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

/** A family as a store has found it, and holds it. */
export interface TokenFamilyStanding {
  readonly family: TokenFamily;
  /** Whether its user is. */
  readonly active: boolean;
}

/** Which refresh token may be used next, and until when the family lives. */
export type NextToken = Pick<TokenFamily, 'current' | 'expires'>;

export interface TokenFamilyChange {
  readonly id: string;
  /** Undefined: the family ends. */
  readonly next: NextToken | undefined;
}

/** What comes of a refresh token that somebody shows. */
export interface Refreshed {
  /** Whether it was good. */
  readonly result: boolean;
  readonly tokenFamily?: TokenFamilyChange;
}

/**
 * Spends a refresh token, by its `jti`, for the next one. A token that comes twice was stolen or leaked, and whoever is
 * deactivated has no login: the family ends, which is an outcome like the other, because it has to be stored.
 */
export function spendToken(
  standing: TokenFamilyStanding | undefined,
  spent: string,
  next: NextToken,
): Refreshed {
  if (standing === undefined) return { result: false };
  const { family, active } = standing;
  const good = active && family.current === spent;
  return { result: good, tokenFamily: { id: family.id, next: good ? next : undefined } };
}
