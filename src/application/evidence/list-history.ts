import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { messageNotFound, visibleMessage } from '../../domain/conversation/message.js';
import type { Version } from '../../domain/evidence/version.js';
import type { IdRange } from '../ports/evidence-repository.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Tells an admin or a service what a message said before. */
export class ListHistory {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * The latest first, also of a message that was deleted.
   * @throws DomainError `message_not_found`, also if nothing is kept of a message that was deleted; or `admins_only`.
   */
  execute(input: { caller: Caller; message: number; slice: Slice }): Promise<Page<Version>> {
    const { caller, message: id, slice } = input;
    return this.unitOfWork.read(async ({ messages, evidence }) => {
      const message = await messages.find(id);
      if (caller.role !== 'admin') visibleMessage(message, id, caller);
      requireAdmin(caller);
      const page = await evidence.versionsOf(id, slice);
      if (message === undefined && page.total === 0) throw messageNotFound(id);
      return page;
    });
  }
}

/** How many earlier texts are shown with a part of a conversation. */
const mostWithThread = 1000;

/** Tells an admin what the messages in a part of a conversation said before, also those that were deleted. */
export class ListThreadHistory {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * By rising id; nothing if there is no such thread, whose evidence a report may hold still.
   * @throws DomainError `admins_only`.
   */
  async execute(input: { caller: Caller; thread: number; range: IdRange }): Promise<readonly Version[]> {
    requireAdmin(input.caller);
    return this.unitOfWork.read(({ evidence }) =>
      evidence.versionsIn(input.thread, input.range, mostWithThread),
    );
  }
}
