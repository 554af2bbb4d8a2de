import { edit } from '../../domain/conversation/conversation.js';
import { messageNotFound, visibleMessage, type Message } from '../../domain/conversation/message.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import { addToTrail, isWrittenDown, messageDeed } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** A sender says something else in a message. What it said is kept for a while, as evidence. */
export class EditMessage {
  /** @param period for how long after sending it senders may, in milliseconds; 0: never. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly period: number,
  ) {}

  /** @throws DomainError `message_not_found`, `not_the_sender`, `edit_closed`, `blocked` or `invalid_text`. */
  execute(input: { caller: UserCaller; message: number; text: string }): Promise<Message> {
    const { caller, message: id, text } = input;
    return this.unitOfWork.run(async (repositories) => {
      const { conversations, messages } = repositories;
      const found = visibleMessage(await conversations.hold({ message: id }), id, caller);
      const { standing } = await conversations.hold({ thread: found.threadId });
      // Again, because it may have changed while somebody else held the thread.
      const message = await messages.find(id);
      if (message === undefined || standing === undefined) throw messageNotFound(id);
      const now = this.clock.now();
      const edited = await conversations.apply(
        edit(standing, message, { caller, text, period: this.period }, now),
      );
      if (edited !== message && isWrittenDown(caller, true)) {
        await addToTrail(repositories, caller, messageDeed('change', edited, now));
      }
      return edited;
    });
  }
}
