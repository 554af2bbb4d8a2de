import { markRead } from '../../domain/conversation/conversation.js';
import { visibleMessage, type Message } from '../../domain/conversation/message.js';
import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { decideInTrail, messageDeed } from './add-to-trail.js';

/** An admin marks a message as read in its recipient's place. The API leaves that to the recipient. */
export class MarkMessageReadForRecipient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only` or `message_not_found`. */
  async execute(input: { caller: Caller; message: number }): Promise<Message> {
    const { caller, message: id } = input;
    requireAdmin(caller);
    return decideInTrail(
      this.unitOfWork,
      caller,
      { message: id },
      (found) => markRead(visibleMessage(found, id, caller)),
      (read, before) =>
        before?.isRead === false ? messageDeed('mark as read', read, this.clock.now()) : undefined,
    );
  }
}
