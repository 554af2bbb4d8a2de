import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Clock } from '../../application/ports/clock.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { RefreshClaims, TokenIssuer, TokenPair } from '../../application/ports/token-issuer.js';
import { DomainError } from '../../domain/errors.js';
import { algorithm, claimsOf, type AccessClaims, type RefreshTokenClaims } from './jwt.js';

/** In milliseconds. */
export interface TokenLifetimes {
  readonly access: number;
  readonly refresh: number;
}

export class JwtTokenIssuer implements TokenIssuer {
  constructor(
    private readonly key: KeyObject,
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
    const claims = claimsOf(this.#verify(token), 'refresh');
    if (claims === undefined)
      throw new DomainError('token_invalid', 'This is not a refresh token of this service.');
    return { userId: claims.user_id, familyId: claims.family, jti: claims.jti };
  }

  #sign(claims: AccessClaims | RefreshTokenClaims): string {
    return jwt.sign(claims, this.key, { algorithm });
  }

  #verify(token: string): unknown {
    try {
      return jwt.verify(token, this.key, { algorithms: [algorithm], clockTimestamp: this.#now() });
    } catch (cause) {
      if (cause instanceof jwt.TokenExpiredError) {
        throw new DomainError('token_expired', 'The refresh token has expired: log in again.', { cause });
      }
      throw new DomainError('token_invalid', 'This is not a refresh token of this service.', { cause });
    }
  }

  #now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}
