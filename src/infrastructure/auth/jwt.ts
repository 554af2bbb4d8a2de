import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { DomainError } from '../../domain/errors.js';

// The claims of Django's Simple JWT, so that a service that verifies its tokens verifies ours.

export const algorithm = 'HS256';

export interface AccessClaims {
  readonly token_type: 'access';
  readonly user_id: number;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  /** The login that it is of. Not there in tokens from before there was this claim. */
  readonly family?: string;
}

export interface RefreshTokenClaims extends Omit<AccessClaims, 'token_type'> {
  readonly token_type: 'refresh';
  readonly family: string;
}

/** Key objects, because jsonwebtoken takes 50 times as long over a string. */
export interface SigningKeys {
  readonly current: KeyObject;
  /** What was signed with it before still counts; nothing new is. */
  readonly previous: KeyObject | undefined;
}

export function signingKeys(secret: string, previous?: string): SigningKeys {
  const key = (text: string) => createSecretKey(text, 'utf8');
  return { current: key(secret), previous: previous === undefined ? undefined : key(previous) };
}

/** The key to verify a token with: tokens do not say by which one they were signed. */
export function keyFor(token: string, { current, previous }: SigningKeys): KeyObject {
  if (previous === undefined) return current;
  const end = token.lastIndexOf('.');
  const signature = createHmac('sha256', current).update(token.slice(0, end)).digest('base64url');
  return signature === token.slice(end + 1) ? current : previous;
}

/**
 * What a token says that was signed with one of the keys and has not expired.
 * @param now in seconds since 1970.
 * @param refusals what to say of one that was not, or has.
 * @throws DomainError `token_invalid` or `token_expired`.
 */
export function verifiedPayload(
  token: string,
  keys: SigningKeys,
  now: number,
  refusals: { readonly invalid: string; readonly expired: string },
): unknown {
  try {
    return jwt.verify(token, keyFor(token, keys), { algorithms: [algorithm], clockTimestamp: now });
  } catch (cause) {
    if (cause instanceof jwt.TokenExpiredError) {
      throw new DomainError('token_expired', refusals.expired, { cause });
    }
    throw new DomainError('token_invalid', refusals.invalid, { cause });
  }
}

/** The claims of a verified token if it is of this type and complete: one without an end, say, is not. */
export function claimsOf<Type extends 'access' | 'refresh'>(
  payload: unknown,
  type: Type,
): (Type extends 'access' ? AccessClaims : RefreshTokenClaims) | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const claims = payload as Partial<Record<string, unknown>>;
  const complete =
    claims['token_type'] === type &&
    Number.isSafeInteger(claims['user_id']) &&
    Number.isFinite(claims['exp']) &&
    typeof claims['jti'] === 'string' &&
    (typeof claims['family'] === 'string' || (type === 'access' && claims['family'] === undefined));
  return complete ? (payload as ReturnType<typeof claimsOf<Type>>) : undefined;
}
