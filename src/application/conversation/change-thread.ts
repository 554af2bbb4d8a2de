import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import { namesIn, type ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { Clock } from '../ports/clock.js';
import { changeThread } from '../../domain/conversation/conversation.js';
import { requireParticipant, threadNotFound, visibleThread } from '../../domain/conversation/thread.js';
import { requireAdmin, requireUser, type Caller } from '../../domain/accounts/user.js';
import type { Metadata } from '../../domain/metadata.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Changes what a participant has set for themselves in a thread; or what the host application keeps with it, which is written down. */
export class ChangeThread {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param input.metadata takes the place of what was there.
   * @throws DomainError `thread_not_found`; `no_user` or `not_a_participant` for what is a participant's own;
   * `admins_only` for the metadata.
   */
  execute(input: {
    caller: Caller;
    thread: number;
    archived?: boolean | undefined;
    muted?: boolean | undefined;
    metadata?: Metadata | undefined;
  }): Promise<ThreadSummary> {
    const { caller, thread: id, archived, muted, metadata } = input;
    return this.unitOfWork.run(
      async (repositories) => {
        const { conversations, threads } = repositories;
        const { standing } = await conversations.hold({ thread: id });
        const thread = visibleThread(standing?.thread, id, caller);
        if (metadata !== undefined) requireAdmin(caller);
        const isOwn = archived !== undefined || muted !== undefined;
        if (isOwn) requireParticipant(thread.participants, requireUser(caller));
        const view = isOwn
          ? {
              user: requireUser(caller).id,
              ...(archived !== undefined && { archived }),
              ...(muted !== undefined && { muted }),
            }
          : undefined;
        await conversations.apply(changeThread(thread, { view, metadata }));
        const summary = await threads.summary(id);
        if (summary === undefined) throw threadNotFound(id);
        if (isWrittenDown(caller, metadata === undefined)) {
          await addToTrail(repositories, caller, {
            action: 'change',
            resource: 'Thread',
            recordId: id,
            details: `${namesIn(summary)}: ${changesOf({ archived, muted, metadata }).join(', ')}`,
            created: this.clock.now(),
          });
        }
        return summary;
      },
      { thread: id },
    );
  }
}

function changesOf(input: {
  archived: boolean | undefined;
  muted: boolean | undefined;
  metadata: Metadata | undefined;
}): string[] {
  return [
    input.metadata === undefined ? [] : ['metadata'],
    input.archived === undefined ? [] : [input.archived ? 'archived' : 'not archived'],
    input.muted === undefined ? [] : [input.muted ? 'muted' : 'not muted'],
  ].flat();
}
