import { DomainError } from '../../domain/errors.js';
import { isErased, requireAdmin, userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import { beginLogin } from '../accounts/begin-login.js';
import { resolveUser } from '../accounts/resolve-user.js';
import type { Clock } from '../ports/clock.js';
import type { IdSource } from '../ports/id-source.js';
import type { TokenIssuer, TokenPair } from '../ports/token-issuer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { addToTrail } from './add-to-trail.js';

/** Logs somebody in who has shown elsewhere who they are: for the application whose user it is. */
export class HandOutTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: TokenIssuer,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only`, `user_not_found` or `not_active`. */
  async execute(input: { caller: Caller; user: UserReference }): Promise<TokenPair> {
    const { caller } = input;
    requireAdmin(caller);
    const claims = await this.unitOfWork.run(async (repositories) => {
      const id = await resolveUser(repositories, input.user, caller);
      const user = await repositories.users.hold(id);
      if (user === undefined || isErased(user)) throw userNotFound(input.user);
      if (!user.active) {
        throw new DomainError(
          'not_active',
          'The account is deactivated: activate it before somebody logs in.',
        );
      }
      const now = this.clock.now();
      const { claims, family } = beginLogin(id, this.tokens, this.ids, now);
      await repositories.tokenFamilies.add(family);
      const deed = {
        action: 'log in',
        resource: 'User',
        recordId: id,
        details: user.username,
        created: now,
      } as const;
      await addToTrail(repositories, caller, deed);
      return claims;
    });
    return this.tokens.issue(claims);
  }
}
