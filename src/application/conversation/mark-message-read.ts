import { markRead } from '../../domain/conversation/conversation.js';
import { requireRecipient, visibleMessage, type Message } from '../../domain/conversation/message.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class MarkMessageRead {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `message_not_found` or `not_the_recipient`. */
  execute(input: { caller: Caller; message: number }): Promise<Message> {
    return this.unitOfWork.decide({ message: input.message }, (found) => {
      const message = visibleMessage(found, input.message, input.caller);
      requireRecipient(message, input.caller);
      return markRead(message);
    });
  }
}
