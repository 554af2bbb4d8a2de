import { described } from '../../domain/accounts/claims.js';
import { checkExternalId } from '../../domain/accounts/external-id.js';
import {
  noPassword,
  parseUsername,
  requireAdmin,
  unknownProfile,
  type Caller,
  type User,
} from '../../domain/accounts/user.js';
import { freeUsername, untilFree } from '../accounts/free-username.js';
import { addUser } from '../accounts/keep-user.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';
import { addToTrail } from './add-to-trail.js';
import { changeAccount, checkChanges, holdToChange, type AccountChanges } from './change-account.js';

export type Provision = Pick<AccountChanges, 'username' | 'name' | 'avatarUrl' | 'active'>;

/** The application behind Duet makes one of its users known, or brings the account up to date. */
export class ProvisionUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * However many do it at once, one account is made. Without a username, a free one like the name or the id is taken.
   * @throws DomainError `admins_only`, `invalid_external_id`, `invalid_username`, `invalid_name`, `invalid_avatar_url`,
   * `username_taken`, `own_account` or `last_admin`.
   */
  async execute(
    input: { caller: Caller; externalId: string } & Provision,
  ): Promise<{ user: User; made: boolean }> {
    const { caller, externalId, ...given } = input;
    requireAdmin(caller);
    checkExternalId(externalId);
    checkChanges(given);
    const bring = () =>
      this.unitOfWork.run(async (repositories) => {
        const found = await repositories.users.findByExternalId(externalId);
        const user = found && (await holdToChange(repositories, caller, found.id, given));
        if (user === undefined) return this.#make(repositories, caller, externalId, given);
        return {
          user: await changeAccount(repositories, caller, user, given, this.clock.now()),
          made: false,
        };
      });
    return given.username === undefined ? untilFree(bring) : bring();
  }

  async #make(
    repositories: Repositories,
    caller: Caller,
    externalId: string,
    given: Provision,
  ): Promise<{ user: User; made: boolean }> {
    const { username, name, active = true } = given;
    const now = this.clock.now();
    const user = await addUser(repositories, {
      ...unknownProfile,
      ...described(unknownProfile, given, now),
      externalId,
      username:
        username === undefined
          ? await freeUsername(repositories.users, name ?? externalId)
          : parseUsername(username),
      passwordHash: noPassword,
      role: 'user',
      active,
      created: now,
    });
    const details = `${user.username}, role ${user.role}`;
    const deed = { action: 'create', resource: 'User', recordId: user.id, details, created: now } as const;
    await addToTrail(repositories, caller, deed);
    return { user, made: true };
  }
}
