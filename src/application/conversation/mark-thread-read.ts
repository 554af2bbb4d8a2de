import { markThreadRead, type ThreadStanding } from '../../domain/conversation/conversation.js';
import { unchanged, type Decision } from '../../domain/conversation/decision.js';
import { requireParticipant, visibleThread, type Thread } from '../../domain/conversation/thread.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import { addToTrail, decideOwn, isWrittenDown, type AuditedDeed } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** Marks as read what the other participant has sent. */
export class MarkThreadRead {
  /** @param most how many messages one unit of work marks at most, so that nobody else waits for long. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly most = 10_000,
  ) {}

  /**
   * What one unit of work does not finish is done by further ones, from the oldest message on.
   * @param input.upTo the id of the last message to mark; all of them without it.
   * @returns how many messages were unread before.
   * @throws DomainError `thread_not_found` or `not_a_participant`.
   */
  async execute(input: { caller: UserCaller; thread: number; upTo?: number | undefined }): Promise<number> {
    const { caller, thread: id, upTo = Number.MAX_SAFE_INTEGER } = input;
    const marked = await decideOwn(
      this.unitOfWork,
      caller,
      { thread: id },
      ({ standing }): Decision<number | undefined> => {
        const thread = ownThread(standing, id, caller);
        return this.#isTooMuch(thread, caller)
          ? unchanged(undefined)
          : markThreadRead(thread, caller.id, upTo);
      },
      (count) => deedOf(id, count ?? 0, this.clock.now()),
    );
    return marked ?? this.#inParts(caller, id, upTo);
  }

  async #inParts(caller: UserCaller, id: number, upTo: number): Promise<number> {
    const markPart = async (repositories: Repositories) => {
      const { conversations, messages } = repositories;
      const { standing } = await conversations.hold({ thread: id });
      const thread = ownThread(standing, id, caller);
      const last = this.#isTooMuch(thread, caller)
        ? await messages.nthUnread(thread, caller.id, this.most)
        : undefined;
      const end = Math.min(upTo, last ?? upTo);
      const marked = await conversations.apply(markThreadRead(thread, caller.id, end));
      const deed = deedOf(id, marked, this.clock.now());
      if (deed !== undefined && isWrittenDown(caller, true)) await addToTrail(repositories, caller, deed);
      return { marked, done: end === upTo };
    };
    for (let total = 0; ;) {
      const { marked, done } = await this.unitOfWork.run(markPart, { thread: id });
      total += marked;
      if (done) return total;
    }
  }

  #isTooMuch(thread: Thread, caller: UserCaller): boolean {
    return (thread.unreadOf(caller.id) ?? 0) > this.most;
  }
}

function ownThread(standing: ThreadStanding, id: number, caller: UserCaller): Thread {
  const thread = visibleThread(standing?.thread, id, caller);
  requireParticipant(thread.participants, caller);
  return thread;
}

function deedOf(id: number, marked: number, created: Date): AuditedDeed | undefined {
  if (marked === 0) return undefined;
  return {
    action: 'mark as read',
    resource: 'Thread',
    recordId: id,
    details: `messages: ${marked}`,
    created,
  };
}
