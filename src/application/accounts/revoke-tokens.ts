import type { TokenIssuer } from '../ports/token-issuer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** A logout: ends the family of the refresh token, also if it has ended before. */
export class RevokeTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: TokenIssuer,
  ) {}

  /** @throws DomainError `token_invalid` or `token_expired`. */
  async execute(input: { refresh: string }): Promise<void> {
    const { familyId } = this.tokens.verifyRefresh(input.refresh);
    await this.unitOfWork.run(({ tokenFamilies }) => tokenFamilies.remove(familyId));
  }
}
