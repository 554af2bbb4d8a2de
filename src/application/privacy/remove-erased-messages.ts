import { removeMessages } from '../../domain/conversation/conversation.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** How many messages and threads one unit of work looks at: so few that work that waits behind it does not notice. */
const messageBatch = 1000;
const threadBatch = 50;

/** A token that is out may work for a moment after its account has gone. In milliseconds, and generous. */
const tokenGrace = 5000;

/** Up to where a user's threads were gone through: all of them up to an id, and messages of the one that follows. */
interface Progress {
  readonly thread: number;
  readonly message: number;
}

export const fromTheBeginning: Progress = { thread: 0, message: 0 };

/** Removes what people sent who were erased, where their messages are not to be kept. */
export class RemoveErasedMessages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Each batch queues up behind the writes that came meanwhile, and leaves all counts right. An erasure that was
   * begun in a process which died is gone through again. Returns how many messages there were.
   */
  async execute(): Promise<number> {
    let total = 0;
    for (let after = 0; ;) {
      const [erasure] = await this.unitOfWork.run(({ erasures }) => erasures.pending(after, 1));
      if (erasure === undefined) return total;
      const { userId, created } = erasure;
      after = userId;
      const begun = this.clock.now();
      for (let progress: Progress | undefined = fromTheBeginning; progress !== undefined;) {
        const from: Progress = progress;
        const batch = await this.unitOfWork.run((all) => removeSent(all, userId, from), { erases: true });
        total += batch.removed;
        progress = batch.next;
      }
      // Until then, something may still have been sent behind our back: the next run looks again.
      if (begun.getTime() - created.getTime() > tokenGrace) {
        await this.unitOfWork.run(async ({ erasures, evidence }) => {
          await evidence.releaseAllOf(userId);
          await erasures.remove(userId);
        });
      }
    }
  }
}

/**
 * Removes some of what a user sent, in the unit of work of these repositories.
 * @returns where to go on; undefined if that was all.
 */
export async function removeSent(
  { conversations, threads, messages }: Repositories,
  sender: number,
  from: Progress,
): Promise<{ removed: number; next: Progress | undefined }> {
  let { thread: done, message: after } = from;
  let left = messageBatch;
  let removed = 0;
  const page = await threads.pageAfter(sender, done, threadBatch);
  for (const { thread } of page) {
    if (left <= 0) return { removed, next: { thread: done, message: after } };
    const { standing } = await conversations.hold({ thread: thread.id });
    if (standing !== undefined) {
      const looked = await messages.idsAfter(thread.id, after, left);
      const last = looked.at(-1);
      if (last !== undefined) {
        removed += await conversations.apply(removeMessages(standing.thread, sender, after, last));
        if (looked.length === left) return { removed, next: { thread: done, message: last } };
        left -= looked.length;
      }
    }
    done = thread.id;
    after = 0;
  }
  return { removed, next: page.length < threadBatch ? undefined : { thread: done, message: 0 } };
}
