import jwt from 'jsonwebtoken';
import type { Clock } from '../../application/ports/clock.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { RefreshClaims, TokenIssuer, TokenPair } from '../../application/ports/token-issuer.js';
import { DomainError } from '../../domain/errors.js';
import {
  algorithm,
  claimsOf,
  verifiedPayload,
  type AccessClaims,
  type RefreshTokenClaims,
  type SigningKeys,
} from './jwt.js';

const refusals = {
  invalid: 'This is not a refresh token of this service.',
  expired: 'The refresh token has expired: log in again.',
};

/** In milliseconds. */
export interface TokenLifetimes {
  readonly access: number;
  readonly refresh: number;
}

export class JwtTokenIssuer implements TokenIssuer {
  constructor(
    private readonly keys: SigningKeys,
    private readonly lifetimes: TokenLifetimes,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  get refreshLifetime(): number {
    return this.lifetimes.refresh;
  }

  issue({ userId, familyId, jti }: RefreshClaims): TokenPair {
    const iat = this.#now();
    const end = (lifetime: number) => iat + Math.floor(lifetime / 1000);
    return {
      access: this.#sign({
        token_type: 'access',
        exp: end(this.lifetimes.access),
        iat,
        jti: this.ids.next(),
        user_id: userId,
        family: familyId,
      }),
      refresh: this.#sign({
        token_type: 'refresh',
        exp: end(this.lifetimes.refresh),
        iat,
        jti,
        user_id: userId,
        family: familyId,
      }),
    };
  }

  verifyRefresh(token: string): RefreshClaims {
    const claims = claimsOf(verifiedPayload(token, this.keys, this.#now(), refusals), 'refresh');
    if (claims === undefined) throw new DomainError('token_invalid', refusals.invalid);
    return { userId: claims.user_id, familyId: claims.family, jti: claims.jti };
  }

  #sign(claims: AccessClaims | RefreshTokenClaims): string {
    return jwt.sign(claims, this.keys.current, { algorithm });
  }

  #now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}
