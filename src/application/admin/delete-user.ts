import { holdToDemote } from '../accounts/hold-to-demote.js';
import { DomainError } from '../../domain/errors.js';
import {
  requireAdmin,
  requireAnother,
  userNotFound,
  type Caller,
  type User,
} from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { addToTrail } from './add-to-trail.js';
import { removeInParts } from './remove-deleted-users.js';

/** Removes an account, with its threads only if that was asked for: they are the other participants' too. */
export class DeleteUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Shuts the user out and writes it down at once, then removes the threads in parts, and the account with the last one. If
   * the process dies meanwhile, RemoveDeletedUsers goes on.
   * @param input.withThreads whether the user's threads, and all messages in them, may go as well.
   * @returns who was removed, and how many threads and messages went with them.
   * @throws DomainError `admins_only`, `own_account`, `user_not_found`, `user_has_threads`, or `last_admin` if nobody could
   * administer any more.
   */
  async execute(input: {
    caller: Caller;
    user: number;
    withThreads: boolean;
  }): Promise<{ user: User; threads: number; messages: number }> {
    const { caller } = input;
    requireAdmin(caller);
    requireAnother(caller, input.user);
    const removed = await this.unitOfWork.run(async (repositories) => {
      const { users, tokenFamilies, sessions } = repositories;
      const user = await holdToDemote(users, input.user);
      if (user === undefined) throw userNotFound(input.user);
      const { threads, messages } = await users.beginRemoval(user.id);
      if (threads > 0 && !input.withThreads) {
        throw new DomainError(
          'user_has_threads',
          `${user.username} has threads (${threads}): deactivate the account, or delete them with it.`,
        );
      }
      await users.update({ ...user, active: false });
      await tokenFamilies.removeAllOf(user.id);
      await sessions.removeAllOf(user.id);
      await addToTrail(repositories, caller, {
        action: 'delete',
        resource: 'User',
        recordId: user.id,
        details: `${user.username}; threads: ${threads}, messages: ${messages}`,
        created: this.clock.now(),
      });
      return { user, threads, messages };
    });
    await removeInParts(this.unitOfWork, input.user);
    return removed;
  }
}
