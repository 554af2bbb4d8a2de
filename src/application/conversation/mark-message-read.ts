import { markRead } from '../../domain/conversation/conversation.js';
import { requireRecipient, visibleMessage, type Message } from '../../domain/conversation/message.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import { decideOwn, messageDeed } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class MarkMessageRead {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `message_not_found` or `not_the_recipient`. */
  execute(input: { caller: UserCaller; message: number }): Promise<Message> {
    const { caller, message: id } = input;
    return decideOwn(
      this.unitOfWork,
      caller,
      { message: id },
      (found) => {
        const message = visibleMessage(found, id, caller);
        requireRecipient(message, caller);
        return markRead(message);
      },
      (read, before) =>
        before?.isRead === false ? messageDeed('mark as read', read, this.clock.now()) : undefined,
    );
  }
}
