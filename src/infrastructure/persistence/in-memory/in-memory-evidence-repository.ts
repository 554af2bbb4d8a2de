import type { EvidenceRepository, IdRange } from '../../../application/ports/evidence-repository.js';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { NewReport, Report, ReportStatus } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import { filesToldBy } from '../../../domain/evidence/held-files.js';
import { removeReport, removeVersion } from './held-files.js';
import type { Draft, Sequence, State } from './state.js';

export class InMemoryEvidenceRepository implements EvidenceRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Record<'versions' | 'reports', Sequence>,
  ) {}

  async versionsOf(message: number, slice: Slice): Promise<Page<Version>> {
    return latestFirst(
      this.#versions().filter(({ messageId }) => messageId === message),
      slice,
    );
  }

  async versionsIn(thread: number, { after, before }: IdRange, limit: number): Promise<readonly Version[]> {
    return this.#versions()
      .filter(({ threadId, messageId }) => threadId === thread && messageId > after && messageId < before)
      .slice(0, limit);
  }

  async versionsBy(sender: number, after: number, limit: number): Promise<readonly Version[]> {
    return this.#versions()
      .filter(({ id, senderId }) => senderId === sender && id > after)
      .slice(0, limit);
  }

  async findReport(id: number): Promise<Report | undefined> {
    return this.draft.state.reports.get(id);
  }

  async holdReport(id: number): Promise<Report | undefined> {
    return this.findReport(id);
  }

  async reportOf(message: number, reporter: number): Promise<Report | undefined> {
    return this.#reports().find(
      ({ messageId, reporterId }) => messageId === message && reporterId === reporter,
    );
  }

  async reportsPage(status: ReportStatus | undefined, slice: Slice): Promise<Page<Report>> {
    return latestFirst(
      this.#reports().filter((report) => status === undefined || report.status === status),
      slice,
    );
  }

  async reportsBy(reporter: number, after: number, limit: number): Promise<readonly Report[]> {
    return this.#reports()
      .filter(({ id, reporterId }) => reporterId === reporter && id > after)
      .slice(0, limit);
  }

  async addReport(report: NewReport): Promise<Report> {
    if ((await this.reportOf(report.messageId, report.reporterId)) !== undefined) {
      throw new Error(`User ${report.reporterId} has reported message ${report.messageId}.`);
    }
    const id = this.ids.reports.next();
    const added = {
      ...report,
      id,
      status: 'open',
      note: undefined,
      closed: undefined,
      overdue: false,
    } as const;
    this.draft.table('reports').set(id, added);
    return added;
  }

  async updateReport({ id, status, note, closed }: Report): Promise<void> {
    const report = this.draft.state.reports.get(id);
    if (report !== undefined) this.draft.table('reports').set(id, { ...report, status, note, closed });
  }

  async releaseAllOf(user: number): Promise<void> {
    for (const report of this.#reports()) {
      if (report.senderId !== user && report.reporterId !== user) continue;
      if (report.status === 'closed') removeReport(this.draft, report);
      else this.draft.table('reports').set(report.id, { ...report, overdue: true });
    }
    for (const version of this.#versions()) {
      if (version.senderId !== user) continue;
      if (!isHeld(this.draft.state, version)) removeVersion(this.draft, version);
      else this.draft.table('versions').set(version.id, { ...version, overdue: true });
    }
  }

  async prune(before: Date, limit: number): Promise<number> {
    const reports = this.#reports()
      .filter(({ closed, overdue }) => closed !== undefined && (overdue || closed < before))
      .slice(0, limit);
    for (const report of reports) removeReport(this.draft, report);
    const versions = this.#versions()
      .filter(
        (version) => (version.overdue || version.replaced < before) && !isHeld(this.draft.state, version),
      )
      .slice(0, limit);
    for (const version of versions) removeVersion(this.draft, version);
    return Math.max(reports.length, versions.length);
  }

  async restore({ versions, reports }: Parameters<EvidenceRepository['restore']>[0]): Promise<void> {
    for (const version of versions) {
      this.draft.table('versions').set(this.ids.versions.skipTo(version.id), version);
    }
    for (const report of reports) {
      this.draft.table('reports').set(this.ids.reports.skipTo(report.id), report);
    }
    for (const upload of [...versions, ...reports].flatMap(filesToldBy)) {
      const { attachments, heldAttachments } = this.draft.state;
      if (attachments.has(upload.id) || heldAttachments.has(upload.id)) continue;
      this.draft.table('heldAttachments').set(upload.id, upload);
    }
  }

  async continueAfter({ version, report }: { version: number; report: number }): Promise<void> {
    this.ids.versions.skipTo(version);
    this.ids.reports.skipTo(report);
  }

  #versions(): Version[] {
    return [...this.draft.state.versions.values()];
  }

  #reports(): Report[] {
    return [...this.draft.state.reports.values()];
  }
}

/** Whether an open report holds it. */
export function isHeld({ reports }: State, { messageId }: Version): boolean {
  for (const report of reports.values()) {
    if (report.messageId === messageId && report.status === 'open') return true;
  }
  return false;
}

function latestFirst<Item>(items: readonly Item[], { limit, offset }: Slice): Page<Item> {
  return { total: items.length, items: items.toReversed().slice(offset, offset + limit) };
}
