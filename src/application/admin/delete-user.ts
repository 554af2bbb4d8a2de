import { holdToDemote } from '../accounts/hold-to-demote.js';
import { removeThread } from '../../domain/conversation/conversation.js';
import { DomainError } from '../../domain/errors.js';
import { requireAdmin, userNotFound, type Caller, type User } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Removes an account, with its threads only if that was asked for: they are the other participants' too. */
export class DeleteUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param input.withThreads whether the user's threads, and all messages in them, may go as well.
   * @returns who was removed, and how many threads and messages went with them.
   * @throws DomainError `admins_only`, `user_not_found`, `user_has_threads`, or `last_admin` if nobody could administer
   * any more.
   */
  execute(input: {
    caller: Caller;
    user: number;
    withThreads: boolean;
  }): Promise<{ user: User; threads: number; messages: number }> {
    requireAdmin(input.caller);
    return this.unitOfWork.run(async ({ users, threads, conversations }) => {
      const user = await users.find(input.user);
      if (user === undefined) throw userNotFound(input.user);
      const removed = { threads: 0, messages: 0 };
      for (;;) {
        const page = await threads.pageOf(user.id, { limit: 100, offset: 0 });
        if (page === undefined || page.items.length === 0) break;
        if (!input.withThreads) {
          throw new DomainError(
            'user_has_threads',
            `${user.username} has threads (${page.total}): deactivate the account, or delete them with it.`,
          );
        }
        for (const item of page.items) {
          const { standing } = await conversations.hold({ thread: item.thread.id });
          if (standing === undefined) continue;
          await conversations.apply(removeThread(standing.thread));
          removed.threads += 1;
          removed.messages += standing.thread.messageCount;
        }
      }
      await holdToDemote(users, user.id); // after the threads: rows of users are held last
      await users.remove(user.id);
      return { user, ...removed };
    });
  }
}
