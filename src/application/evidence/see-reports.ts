import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { reportNotFound, type Report, type ReportStatus } from '../../domain/evidence/report.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export class ListReports {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * The latest first.
   * @param input.status undefined: of either.
   * @throws DomainError `admins_only`.
   */
  async execute(input: {
    caller: Caller;
    status?: ReportStatus | undefined;
    slice: Slice;
  }): Promise<Page<Report>> {
    requireAdmin(input.caller);
    return this.unitOfWork.read(({ evidence }) => evidence.reportsPage(input.status, input.slice));
  }
}

export class GetReport {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `admins_only` or `report_not_found`. */
  async execute(input: { caller: Caller; report: number }): Promise<Report> {
    requireAdmin(input.caller);
    const report = await this.unitOfWork.read(({ evidence }) => evidence.findReport(input.report));
    if (report === undefined) throw reportNotFound(input.report);
    return report;
  }
}
