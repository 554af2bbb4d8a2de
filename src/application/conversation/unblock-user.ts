import { userNotFound, type UserCaller } from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import { resolveUser } from '../accounts/resolve-user.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import { blockDeed } from './block-deed.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Takes back the caller's block of somebody, if there is one. */
export class UnblockUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `user_not_found`. */
  execute(input: { caller: UserCaller; user: UserReference }): Promise<void> {
    const { caller } = input;
    return this.unitOfWork.run(async (repositories) => {
      const { users, blocks } = repositories;
      const user = await resolveUser(repositories, input.user, caller);
      const blocked = await users.find(user);
      if (blocked === undefined) throw userNotFound(input.user);
      const removed = await blocks.remove(caller.id, user);
      if (removed && isWrittenDown(caller, true)) {
        await addToTrail(repositories, caller, blockDeed('unblock', caller.id, blocked, this.clock.now()));
      }
    });
  }
}
