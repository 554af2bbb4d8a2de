import { described } from '../../domain/accounts/claims.js';
import { checkProfile } from '../../domain/accounts/profile.js';
import { userNotFound, type User, type UserCaller } from '../../domain/accounts/user.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import { updateUser } from './keep-user.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Users say how they want to be shown. */
export class ChangeOwnProfile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * What is not given stays; null takes away.
   * @throws DomainError `invalid_name`, `invalid_avatar_url`, or `user_not_found` if the account has just gone.
   */
  async execute(input: {
    caller: UserCaller;
    name?: string | null | undefined;
    avatarUrl?: string | null | undefined;
  }): Promise<User> {
    const { caller, name, avatarUrl } = input;
    checkProfile(input);
    return this.unitOfWork.run(async (repositories) => {
      const user = await repositories.users.hold(caller.id);
      if (user?.active !== true) throw userNotFound(caller.id);
      const now = this.clock.now();
      const changed = { ...user, ...described(user, { name, avatarUrl }, now) };
      if (changed.name === user.name && changed.avatarUrl === user.avatarUrl) return user;
      await updateUser(repositories, user, changed);
      if (isWrittenDown(caller, true)) {
        const details = `${user.username}: profile`;
        const deed = {
          action: 'change',
          resource: 'User',
          recordId: user.id,
          details,
          created: now,
        } as const;
        await addToTrail(repositories, caller, deed);
      }
      return changed;
    });
  }
}
