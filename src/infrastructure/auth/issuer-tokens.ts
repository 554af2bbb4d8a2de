import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '../../application/ports/clock.js';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import { externalIdRule, isExternalId } from '../../domain/accounts/external-id.js';
import { checkAvatarUrl, checkName } from '../../domain/accounts/profile.js';
import type { Introduction } from '../../application/accounts/recognise-user.js';
import type { IssuerKeys } from './issuer-keys.js';

/** Whose tokens are let in beside Duet's own, and what they must say. */
export interface Issuer {
  /** The exact `iss`. */
  readonly name: string;
  /** What `aud` must be or contain; undefined: anything. */
  readonly audience: string | undefined;
  /** The claim that names the user. */
  readonly userClaim: string;
  /** The claims that say how the user is shown. */
  readonly nameClaim: string;
  readonly pictureClaim: string;
}

/** What a token of the issuer says. */
export interface Vouched {
  readonly user: Introduction;
  /** When the token must be looked at again, in milliseconds since 1970. */
  readonly until: number;
}

/** With public keys only: a secret that both sides know would let the key server's readers make tokens. */
const algorithms = ['RS256', 'ES256', 'EdDSA'];

/** By how much the clocks of issuer and service may differ, in seconds. */
const clockTolerance = 30;

/** For how long a signature that was checked is taken for good, in milliseconds: a key that is withdrawn must bite. */
const trust = 600_000;

/** Checks the tokens of an issuer outside of Duet. */
export class IssuerTokens {
  constructor(
    private readonly issuer: Issuer,
    private readonly keys: IssuerKeys,
    private readonly clock: Clock,
  ) {}

  /** Whether a token that nobody has checked yet claims to be the issuer's. The two kinds share no algorithm. */
  concerns(token: string): boolean {
    try {
      return (
        algorithms.includes(decodeProtectedHeader(token).alg ?? '') ||
        decodeJwt(token).iss === this.issuer.name
      );
    } catch {
      return false;
    }
  }

  /** @throws DomainError `token_invalid` or `token_expired`, and Outage `issuer_unavailable`. */
  async verify(token: string): Promise<Vouched> {
    const now = this.clock.now();
    let claims: JWTPayload;
    try {
      claims = await this.#claimsOf(token, now);
    } catch (error) {
      if (error instanceof DomainError || error instanceof Outage) throw error;
      if (error instanceof errors.JWTExpired) {
        throw new DomainError(
          'token_expired',
          `The token has expired: get a new one from ${this.issuer.name}.`,
        );
      }
      throw this.#refusal(error instanceof errors.JOSEError ? error.message : 'it cannot be read', error);
    }
    const { [this.issuer.userClaim]: user, preferred_username: preferred, exp = 0, iat } = claims;
    const { nameClaim, pictureClaim } = this.issuer;
    const subject = Number.isSafeInteger(user) ? String(user) : user;
    if (!isExternalId(subject)) {
      throw this.#refusal(`its claim ${this.issuer.userClaim} must name the user, in ${externalIdRule.text}`);
    }
    return {
      user: {
        externalId: subject,
        username: isExternalId(preferred) ? preferred : subject,
        profile: {
          name: ifGood(claims[nameClaim], checkName),
          avatarUrl: ifGood(claims[pictureClaim], checkAvatarUrl),
        },
        // A clock that is ahead must not keep out what is said later.
        issued: new Date(Math.min((iat ?? Infinity) * 1000, now.getTime())),
      },
      until: Math.min((exp + clockTolerance) * 1000, now.getTime() + trust),
    };
  }

  async #claimsOf(token: string, now: Date): Promise<JWTPayload> {
    const { name, audience } = this.issuer;
    const options = {
      algorithms,
      issuer: name,
      ...(audience === undefined ? {} : { audience }),
      requiredClaims: ['exp'],
      clockTolerance,
      currentDate: now,
    };
    try {
      return (await jwtVerify(token, this.keys.find, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // It names no key, and there are several of its kind, as while they change.
      for await (const key of error) {
        try {
          return (await jwtVerify(token, key, options)).payload;
        } catch (failure) {
          if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
        }
      }
      throw new errors.JWSSignatureVerificationFailed();
    }
  }

  #refusal(reason: string, cause?: unknown): DomainError {
    const message = `This is not a token that ${this.issuer.name} made for this service: ${reason}.`;
    return new DomainError('token_invalid', message, { cause });
  }
}

/** A claim that Duet cannot show says nothing: nobody is kept out for a bad picture. */
function ifGood(claim: unknown, check: (text: string) => void): string | undefined {
  try {
    if (typeof claim !== 'string') return undefined;
    check(claim);
    return claim;
  } catch {
    return undefined;
  }
}
