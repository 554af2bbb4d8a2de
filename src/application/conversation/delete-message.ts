import { deleteMessage } from '../../domain/conversation/conversation.js';
import { messageNotFound, visibleMessage } from '../../domain/conversation/message.js';
import type { Caller } from '../../domain/accounts/user.js';
import { decideInTrail, isWrittenDown, messageDeed } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Takes a message out of a thread, for both participants. What it said is kept for a while, as evidence. */
export class DeleteMessage {
  /** @param period for how long after sending it senders may, in milliseconds; 0: never. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly period: number,
  ) {}

  /** @throws DomainError `message_not_found`, `not_the_sender` or `edit_closed`. */
  async execute(input: { caller: Caller; message: number }): Promise<void> {
    const { caller, message: id } = input;
    const now = this.clock.now();
    await decideInTrail(
      this.unitOfWork,
      caller,
      { message: id },
      (found) => deleteMessage(visibleMessage(found, id, caller), { caller, period: this.period }, now),
      (removed, message) => {
        if (message === undefined || removed === 0) throw messageNotFound(id); // somebody else was faster
        const isOwn = caller.role !== 'admin';
        return isWrittenDown(caller, isOwn) ? messageDeed('delete', message, now) : undefined;
      },
    );
  }
}
