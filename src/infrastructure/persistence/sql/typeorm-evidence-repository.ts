import { And, LessThan, MoreThan } from 'typeorm';
import type { EvidenceRepository, IdRange } from '../../../application/ports/evidence-repository.js';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { NewReport, Report, ReportStatus } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import { messageVersionEntity, reportEntity, type MessageVersionRow, type ReportRow } from './entities.js';
import { filesToldBy } from '../../../domain/evidence/held-files.js';
import { fromAttachments, fromMetadata, toAttachments, toMetadata } from './message-row.js';
import { restoreHeld } from './held-attachments.js';
import type { Connection } from './sql.js';

/** Of a row of `message_versions`: no open report holds it. */
export const unheld = `NOT EXISTS (SELECT 1 FROM reports
  WHERE reports.message_id = message_versions.message_id AND reports.status = 'open')`;

/** How many rows go at once, so that nobody else waits for long. The rest is overdue, and goes with the next pruning. */
const releasedAtOnce = 1000;

const pruneReports = `DELETE FROM reports WHERE id IN
  (SELECT id FROM reports WHERE since < ? AND status = 'closed' ORDER BY since, id LIMIT ?)`;
const pruneVersions = `DELETE FROM message_versions WHERE id IN
  (SELECT id FROM message_versions WHERE since < ? AND ${unheld} ORDER BY since, id LIMIT ?)`;
const release = `DELETE FROM message_versions WHERE id IN
  (SELECT id FROM message_versions WHERE sender_id = ? AND ${unheld} ORDER BY id LIMIT ?)`;

export class TypeormEvidenceRepository implements EvidenceRepository {
  constructor(private readonly connection: Connection) {}

  async versionsOf(messageId: number, { limit, offset }: Slice): Promise<Page<Version>> {
    const [rows, total] = await this.#manager.findAndCount(messageVersionEntity, {
      where: { messageId },
      order: { id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { total, items: rows.map(toVersion) };
  }

  async versionsIn(threadId: number, { after, before }: IdRange, limit: number): Promise<readonly Version[]> {
    const rows = await this.#manager.find(messageVersionEntity, {
      where: { threadId, messageId: And(MoreThan(after), LessThan(before)) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(toVersion);
  }

  async versionsBy(senderId: number, after: number, limit: number): Promise<readonly Version[]> {
    const rows = await this.#manager.find(messageVersionEntity, {
      where: { senderId, id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(toVersion);
  }

  async findReport(id: number): Promise<Report | undefined> {
    const row = await this.#manager.findOneBy(reportEntity, { id });
    return row === null ? undefined : toReport(row);
  }

  async holdReport(id: number): Promise<Report | undefined> {
    const { dialect } = this.connection;
    await this.connection.rows(`SELECT id FROM reports WHERE id = ? ${dialect.hold('reports')}`, [id]);
    return this.findReport(id);
  }

  async reportOf(messageId: number, reporterId: number): Promise<Report | undefined> {
    const row = await this.#manager.findOneBy(reportEntity, { messageId, reporterId });
    return row === null ? undefined : toReport(row);
  }

  async reportsPage(status: ReportStatus | undefined, { limit, offset }: Slice): Promise<Page<Report>> {
    const [rows, total] = await this.#manager.findAndCount(reportEntity, {
      where: status === undefined ? {} : { status },
      order: { id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { total, items: rows.map(toReport) };
  }

  async reportsBy(reporterId: number, after: number, limit: number): Promise<readonly Report[]> {
    const rows = await this.#manager.find(reportEntity, {
      where: { reporterId, id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(toReport);
  }

  async addReport(report: NewReport): Promise<Report> {
    const open = { ...report, status: 'open', note: undefined, closed: undefined, overdue: false } as const;
    const { identifiers } = await this.#manager.insert(reportEntity, fromReport(open));
    return { ...open, id: Number(identifiers[0]?.['id']) };
  }

  async updateReport(report: Report): Promise<void> {
    const { status, note, closed, since } = fromReport(report);
    await this.#manager.update(reportEntity, { id: report.id }, { status, note, closed, since });
  }

  async releaseAllOf(user: number): Promise<void> {
    const either = '(sender_id = ? OR reporter_id = ?)';
    await this.connection.change(`DELETE FROM reports WHERE ${either} AND status = 'closed'`, [user, user]);
    await this.connection.change(`UPDATE reports SET since = 0 WHERE ${either}`, [user, user]);
    await this.connection.change(release, [user, releasedAtOnce]);
    await this.connection.change('UPDATE message_versions SET since = 0 WHERE sender_id = ?', [user]);
  }

  async prune(before: Date, limit: number): Promise<number> {
    const reports = await this.connection.change(pruneReports, [before.getTime(), limit]);
    const versions = await this.connection.change(pruneVersions, [before.getTime(), limit]);
    return Math.max(reports.affected, versions.affected);
  }

  async restore({ versions, reports }: Parameters<EvidenceRepository['restore']>[0]): Promise<void> {
    const rows = versions.map((version) => ({ ...fromVersion(version), id: version.id }));
    for (const part of parts(rows)) await this.#manager.insert(messageVersionEntity, part);
    const others = reports.map((report) => ({ ...fromReport(report), id: report.id }));
    for (const part of parts(others)) await this.#manager.insert(reportEntity, part);
    for (const upload of [...versions, ...reports].flatMap(filesToldBy)) {
      await restoreHeld(this.connection, upload);
    }
  }

  async continueAfter({ version, report }: { version: number; report: number }): Promise<void> {
    const { dialect } = this.connection;
    await dialect.continueAfter(this.connection, 'message_versions', version);
    await dialect.continueAfter(this.connection, 'reports', report);
  }

  get #manager() {
    return this.connection.orm.manager;
  }
}

/** Statements take so many parameters at most. */
function* parts<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += 500) yield rows.slice(start, start + 500);
}

export function toVersion(row: MessageVersionRow): Version {
  return {
    id: row.id,
    messageId: row.messageId,
    threadId: row.threadId,
    senderId: row.senderId ?? undefined,
    service: row.service ?? undefined,
    text: row.text,
    metadata: toMetadata(row.metadata),
    attachments: toAttachments(row.attachments),
    created: new Date(row.created),
    replaced: new Date(row.replaced),
    change: row.change,
    idempotencyKey: row.idempotencyKey ?? undefined,
    overdue: row.since === 0,
  };
}

function fromVersion(version: Version): Omit<MessageVersionRow, 'id'> {
  return {
    messageId: version.messageId,
    threadId: version.threadId,
    senderId: version.senderId ?? null,
    service: version.service ?? null,
    text: version.text,
    metadata: fromMetadata(version.metadata),
    attachments: fromAttachments(version.attachments),
    created: version.created.getTime(),
    replaced: version.replaced.getTime(),
    change: version.change,
    idempotencyKey: version.idempotencyKey ?? null,
    since: version.overdue ? 0 : version.replaced.getTime(),
  };
}

export function toReport(row: ReportRow): Report {
  return {
    id: row.id,
    messageId: row.messageId,
    threadId: row.threadId,
    senderId: row.senderId,
    reporterId: row.reporterId,
    reason: row.reason,
    comment: row.comment ?? undefined,
    text: row.text,
    attachments: toAttachments(row.attachments),
    sent: new Date(row.sent),
    created: new Date(row.created),
    status: row.status,
    note: row.note ?? undefined,
    closed: row.closed === null ? undefined : new Date(row.closed),
    overdue: row.since === 0,
  };
}

function fromReport(report: Omit<Report, 'id'>): Omit<ReportRow, 'id'> {
  return {
    messageId: report.messageId,
    threadId: report.threadId,
    senderId: report.senderId,
    reporterId: report.reporterId,
    reason: report.reason,
    comment: report.comment ?? null,
    text: report.text,
    attachments: fromAttachments(report.attachments),
    sent: report.sent.getTime(),
    created: report.created.getTime(),
    status: report.status,
    note: report.note ?? null,
    closed: report.closed?.getTime() ?? null,
    since: report.overdue ? 0 : (report.closed?.getTime() ?? null),
  };
}
