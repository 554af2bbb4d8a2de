import { createSecretKey, type KeyObject } from 'node:crypto';

// The claims of Django's Simple JWT, so that a service that verifies its tokens verifies ours.

export const algorithm = 'HS256';

export interface AccessClaims {
  readonly token_type: 'access';
  readonly user_id: number;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
}

export interface RefreshTokenClaims extends Omit<AccessClaims, 'token_type'> {
  readonly token_type: 'refresh';
  readonly family: string;
}

/** A key object, because jsonwebtoken takes 50 times as long over a string. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
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
    (type === 'access' || typeof claims['family'] === 'string');
  return complete ? (payload as ReturnType<typeof claimsOf<Type>>) : undefined;
}
