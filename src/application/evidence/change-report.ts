import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { changed, reportNotFound, type Report, type ReportWish } from '../../domain/evidence/report.js';
import { addToTrail } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { reportDeed } from './report-deed.js';

/** Closes a report, opens it again, or notes something about it. */
export class ChangeReport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only`, `report_not_found` or `invalid_comment`. */
  async execute(input: { caller: Caller; report: number; wish: ReportWish }): Promise<Report> {
    const { caller, report: id, wish } = input;
    requireAdmin(caller);
    return this.unitOfWork.run(async (repositories) => {
      const before = await repositories.evidence.holdReport(id);
      if (before === undefined) throw reportNotFound(id);
      const now = this.clock.now();
      const report = changed(before, wish, now);
      if (report.status === before.status && report.note === before.note) return before;
      await repositories.evidence.updateReport(report);
      await addToTrail(repositories, caller, reportDeed('change', report, now));
      return report;
    });
  }
}
