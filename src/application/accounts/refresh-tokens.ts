import { DomainError } from '../../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import type { IdSource } from '../ports/id-source.js';
import type { TokenIssuer, TokenPair } from '../ports/token-issuer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Spends a refresh token for a new pair. A token that comes twice was stolen or leaked: its family ends. */
export class RefreshTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: TokenIssuer,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `token_invalid`, `token_expired` or `token_revoked`. */
  async execute(input: { refresh: string }): Promise<TokenPair> {
    const { userId, familyId, jti } = this.tokens.verifyRefresh(input.refresh);
    const next = this.ids.next();
    const expires = new Date(this.clock.now().getTime() + this.tokens.refreshLifetime);
    const rotated = await this.unitOfWork.run(async ({ users, tokenFamilies }) => {
      const user = await users.find(userId);
      if (user?.active === true && (await tokenFamilies.rotate(familyId, jti, next, expires))) return true;
      // Kept although the call fails: so it is the outcome that says no, and not an exception in here.
      await tokenFamilies.remove(familyId);
      return false;
    });
    if (!rotated) {
      throw new DomainError('token_revoked', 'This refresh token was used before or revoked: log in again.');
    }
    return this.tokens.issue({ userId, familyId, jti: next });
  }
}
