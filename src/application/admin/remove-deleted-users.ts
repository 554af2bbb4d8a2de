import { removedAtOnce, removeThread } from '../../domain/conversation/conversation.js';
import { removeUser } from '../accounts/keep-user.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** How many threads go in one unit of work: so few that work that waits behind it does not notice. */
const part = 50;

/** Removes users whose deletion was begun, in a process that died perhaps. */
export class RemoveDeletedUsers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(): Promise<void> {
    for (;;) {
      const user = await this.unitOfWork.run(({ users }) => users.beingRemoved());
      if (user === undefined) return;
      await removeInParts(this.unitOfWork, user);
    }
  }
}

/** Each part queues up behind the writes that came meanwhile, and leaves all counts right. */
export async function removeInParts(unitOfWork: UnitOfWork, user: number): Promise<void> {
  for (let gone = false; !gone;)
    gone = await unitOfWork.run((repositories) => removePart(repositories, user));
}

/** @returns whether the user is gone. Somebody else may remove them at the same time. */
async function removePart(repositories: Repositories, user: number): Promise<boolean> {
  const { users, threads, conversations } = repositories;
  const page = await threads.pageAfter(user, 0, part);
  let messages = 0;
  for (const { thread } of page) {
    const { standing } = await conversations.hold({ thread: thread.id });
    if (standing === undefined) continue;
    await conversations.apply(removeThread(standing.thread, removedAtOnce - messages));
    messages += standing.thread.messageCount;
  }
  if (page.length === part) return false;
  // After the threads: rows of users are held last.
  if ((await users.hold(user)) !== undefined) await removeUser(repositories, user);
  return true;
}
