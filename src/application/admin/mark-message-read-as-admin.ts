import { markRead } from '../../domain/conversation/conversation.js';
import { visibleMessage, type Message } from '../../domain/conversation/message.js';
import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** An admin marks a message as read in its recipient's place. The API leaves that to the recipient. */
export class MarkMessageReadAsAdmin {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `admins_only` or `message_not_found`. */
  execute(input: { caller: Caller; message: number }): Promise<Message> {
    requireAdmin(input.caller);
    return this.unitOfWork.decide({ message: input.message }, (found) =>
      markRead(visibleMessage(found, input.message, input.caller)),
    );
  }
}
