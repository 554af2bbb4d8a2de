import { DomainError } from '../../domain/errors.js';
import { beginLogin } from './begin-login.js';
import type { Clock } from '../ports/clock.js';
import type { IdSource } from '../ports/id-source.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { TokenIssuer, TokenPair } from '../ports/token-issuer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

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
    // For somebody deactivated too, no password is right: or it would take another time than a wrong one.
    const hash = user?.active === true ? user.passwordHash : undefined;
    const matches = await this.hasher.verify(hash, input.password);
    if (user === undefined || !matches) {
      throw new DomainError('invalid_credentials', 'No active account has this username and password.');
    }
    const { claims, family } = beginLogin(user.id, this.tokens, this.ids, this.clock.now());
    const passwordHash = this.hasher.needsRehash(user.passwordHash)
      ? await this.hasher.hash(input.password)
      : user.passwordHash;
    const added = await this.unitOfWork.run(async ({ users, tokenFamilies }) => {
      const now = await users.hold(user.id);
      if (now?.active !== true || now.passwordHash !== user.passwordHash) return false;
      if (passwordHash !== now.passwordHash) await users.update({ ...now, passwordHash });
      await tokenFamilies.add(family);
      return true;
    });
    // The account was changed while its password was being checked, which ended its logins: so look again.
    return added ? this.tokens.issue(claims) : this.execute(input);
  }
}
