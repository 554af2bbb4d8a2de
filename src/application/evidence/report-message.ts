import type { UserCaller } from '../../domain/accounts/user.js';
import { messageNotFound, visibleMessage } from '../../domain/conversation/message.js';
import { draftReport, toldOf, type Report, type ReportReason } from '../../domain/evidence/report.js';
import { addToTrail, isWrittenDown } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { reportDeed } from './report-deed.js';

/** The recipient of a message tells the admins that something is wrong with it. */
export class ReportMessage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Once: again, it returns the first report and `added: false`.
   * @throws DomainError `message_not_found`, `not_the_recipient` or `invalid_comment`.
   */
  execute(input: {
    caller: UserCaller;
    message: number;
    reason: ReportReason;
    comment?: string | undefined;
  }): Promise<{ report: Report; added: boolean }> {
    const { caller, message: id, reason, comment } = input;
    return this.unitOfWork.run(async (repositories) => {
      const { conversations, messages, evidence } = repositories;
      visibleMessage(await conversations.hold({ message: id }), id, caller);
      // Again, because it may have changed while somebody else held the thread.
      const message = await messages.find(id);
      if (message === undefined) throw messageNotFound(id);
      const draft = draftReport(message, caller, { reason, comment }, this.clock.now());
      const first = await evidence.reportOf(id, caller.id);
      if (first !== undefined) return { report: first, added: false };
      const report = await conversations.apply(toldOf(await evidence.addReport(draft), message));
      if (isWrittenDown(caller, true)) {
        await addToTrail(repositories, caller, reportDeed('create', report, report.created));
      }
      return { report, added: true };
    });
  }
}
