import type { IdSource } from '../ports/id-source.js';
import type { RefreshClaims, TokenIssuer } from '../ports/token-issuer.js';
import type { TokenFamily } from '../../domain/accounts/token-family.js';

/** What a login begins with: the claims of its first tokens, and the family that they are of. */
export function beginLogin(
  userId: number,
  tokens: TokenIssuer,
  ids: IdSource,
  now: Date,
): { claims: RefreshClaims; family: TokenFamily } {
  const claims = { userId, familyId: ids.next(), jti: ids.next() };
  const expires = new Date(now.getTime() + tokens.refreshLifetime);
  return { claims, family: { id: claims.familyId, userId, current: claims.jti, expires } };
}
