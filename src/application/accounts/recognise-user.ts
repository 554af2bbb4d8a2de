import { heed } from '../../domain/accounts/claims.js';
import type { Profile } from '../../domain/accounts/profile.js';
import { noPassword, unknownProfile, type User } from '../../domain/accounts/user.js';
import { freeUsername, untilFree } from './free-username.js';
import { addUser, updateUser } from './keep-user.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** What a token of another issuer says of its user. */
export interface Introduction {
  readonly externalId: string;
  /** What the username should be like; only a new account takes it. */
  readonly username: string;
  readonly profile: Profile;
  readonly issued: Date;
}

/** Finds the user that another issuer's token names, and makes an account at the first visit. */
export class RecogniseUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** However many ask at once, one account is made. It writes only what is news. */
  async execute(said: Introduction): Promise<User> {
    const known = await this.unitOfWork.read(({ users }) => users.findByExternalId(said.externalId));
    if (known !== undefined && heed(known, said.profile, said.issued) === undefined) return known;
    return untilFree(() => this.unitOfWork.run((repositories) => this.#enter(repositories, said)));
  }

  async #enter(repositories: Repositories, said: Introduction): Promise<User> {
    const { users } = repositories;
    const { externalId, profile, issued } = said;
    const found = await users.findByExternalId(externalId);
    const known = found && (await users.hold(found.id));
    if (known !== undefined) {
      const news = heed(known, profile, issued);
      if (news === undefined) return known;
      const changed = { ...known, ...news };
      await updateUser(repositories, known, changed);
      return changed;
    }
    return addUser(repositories, {
      ...unknownProfile,
      ...heed(unknownProfile, profile, issued),
      externalId,
      username: await freeUsername(users, said.username),
      passwordHash: noPassword,
      role: 'user',
      active: true,
      created: this.clock.now(),
    });
  }
}
