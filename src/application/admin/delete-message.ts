import { removeMessage } from '../../domain/conversation/conversation.js';
import { visibleMessage, type Message } from '../../domain/conversation/message.js';
import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** An admin takes a message out of a thread, for both participants. */
export class DeleteMessage {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `admins_only` or `message_not_found`. */
  execute(input: { caller: Caller; message: number }): Promise<Message> {
    requireAdmin(input.caller);
    return this.unitOfWork.run(async ({ conversations }) => {
      const found = await conversations.hold({ message: input.message });
      const message = visibleMessage(found, input.message, input.caller);
      await conversations.apply(removeMessage(message));
      return message;
    });
  }
}
