export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

/** What a refresh token says. */
export interface RefreshClaims {
  readonly userId: number;
  readonly familyId: string;
  readonly jti: string;
}

export interface TokenIssuer {
  /** How long refresh tokens live, in milliseconds. */
  readonly refreshLifetime: number;

  issue(claims: RefreshClaims): TokenPair;

  /** @throws DomainError `token_invalid` or `token_expired`. */
  verifyRefresh(token: string): RefreshClaims;
}
