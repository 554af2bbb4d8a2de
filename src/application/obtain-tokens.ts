import { DomainError } from '../domain/errors.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { TokenIssuer, TokenPair } from './ports/token-issuer.js';
import type { UnitOfWork } from './ports/unit-of-work.js';

/** A login: starts a family of tokens. */
export class ObtainTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hasher: PasswordHasher,
    private readonly tokens: TokenIssuer,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `invalid_credentials`, whatever was wrong. */
  async execute(input: { username: string; password: string }): Promise<TokenPair> {
    const user = await this.unitOfWork.read(({ users }) => users.findByUsername(input.username));
    const matches = await this.hasher.verify(user?.passwordHash, input.password);
    if (user === undefined || !matches || !user.active) {
      throw new DomainError('invalid_credentials', 'No active account has this username and password.');
    }
    const claims = { userId: user.id, familyId: this.ids.next(), jti: this.ids.next() };
    const expires = new Date(this.clock.now().getTime() + this.tokens.refreshLifetime);
    await this.unitOfWork.run(({ tokenFamilies }) =>
      tokenFamilies.add({ id: claims.familyId, userId: user.id, current: claims.jti, expires }),
    );
    return this.tokens.issue(claims);
  }
}
