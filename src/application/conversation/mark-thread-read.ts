import { markThreadRead } from '../../domain/conversation/conversation.js';
import { requireParticipant, visibleThread } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** Marks as read what the other participant has sent. */
export class MarkThreadRead {
  /** @param most how many messages one unit of work marks at most, so that nobody else waits for long. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly most = 10_000,
  ) {}

  /**
   * What one unit of work does not finish is done by further ones, from the oldest message on.
   * @param input.upTo the id of the last message to mark; all of them without it.
   * @returns how many messages were unread before.
   * @throws DomainError `thread_not_found` or `not_a_participant`.
   */
  async execute(input: { caller: Caller; thread: number; upTo?: number | undefined }): Promise<number> {
    const { caller, upTo = Number.MAX_SAFE_INTEGER } = input;
    const mark = async ({ conversations, messages }: Repositories) => {
      const { standing } = await conversations.hold({ thread: input.thread });
      const thread = visibleThread(standing?.thread, input.thread, caller);
      requireParticipant(thread.participants, caller);
      const many = (thread.unreadOf(caller.id) ?? 0) > this.most;
      const last = many ? await messages.nthUnread(thread, caller.id, this.most) : undefined;
      const end = Math.min(upTo, last ?? upTo);
      const marked = await conversations.apply(markThreadRead(thread, caller.id, end));
      return { marked, done: end === upTo };
    };
    for (let total = 0; ;) {
      const { marked, done } = await this.unitOfWork.run(mark, { thread: input.thread });
      total += marked;
      if (done) return total;
    }
  }
}
