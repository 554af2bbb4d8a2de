import { removeThread } from '../../domain/conversation/conversation.js';
import { visibleThread } from '../../domain/conversation/thread.js';
import { DomainError } from '../../domain/errors.js';
import type { Caller } from '../../domain/accounts/user.js';
import { namesIn } from '../../domain/conversation/thread-summary.js';
import { addToTrail } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Who may delete a thread. Admins may in any case, and so may services. */
export type DeletedBy = 'participants' | 'service';

/** Removes a thread and its messages, for both participants, and writes down who did. */
export class DeleteThread {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly deletedBy: DeletedBy = 'participants',
  ) {}

  /** @throws DomainError `thread_not_found`, or `deletion_closed` for participants where that is not theirs. */
  execute(input: { caller: Caller; thread: number }): Promise<void> {
    const { caller, thread: id } = input;
    return this.unitOfWork.run(
      async (repositories) => {
        const { conversations, threads } = repositories;
        const { standing } = await conversations.hold({ thread: id });
        const thread = visibleThread(standing?.thread, id, caller);
        if (this.deletedBy === 'service' && caller.role !== 'admin') {
          throw new DomainError(
            'deletion_closed',
            'Threads are not deleted by their participants here: archive it.',
          );
        }
        const summary = await threads.summary(id);
        await conversations.apply(removeThread(thread));
        await addToTrail(repositories, caller, {
          action: 'delete',
          resource: 'Thread',
          recordId: id,
          details: `${summary ? namesIn(summary) : ''}; messages: ${thread.messageCount}`,
          created: this.clock.now(),
        });
      },
      { thread: id },
    );
  }
}
