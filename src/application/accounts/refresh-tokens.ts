import { spendToken } from '../../domain/accounts/token-family.js';
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
    const refreshed = await this.unitOfWork.decide({ tokenFamily: familyId }, (standing) => {
      const outcome = spendToken(standing, jti, { current: next, expires });
      return { outcome: () => outcome };
    });
    if (!refreshed) {
      throw new DomainError('token_revoked', 'This refresh token was used before or revoked: log in again.');
    }
    return this.tokens.issue({ userId, familyId, jti: next });
  }
}
