import { kindOf } from '../../../domain/conversation/message.js';
import type { Report } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import { isoOrNull, isoTime } from './iso-time.js';

export function presentVersion(version: Version): object {
  return {
    message: version.messageId,
    thread: version.threadId,
    sender: version.senderId ?? null,
    kind: kindOf(version),
    text: version.text,
    metadata: version.metadata,
    created: isoTime(version.created),
    replaced: isoTime(version.replaced),
    change: version.change,
  };
}

/** For admins and services. */
export function presentReport(report: Report): object {
  return {
    id: report.id,
    message: report.messageId,
    thread: report.threadId,
    sender: report.senderId,
    reporter: report.reporterId,
    reason: report.reason,
    comment: report.comment ?? null,
    text: report.text,
    sent: isoTime(report.sent),
    created: isoTime(report.created),
    status: report.status,
    note: report.note ?? null,
    closed: isoOrNull(report.closed),
  };
}

/** For the reporter. */
export function presentOwnReport(report: Report): object {
  return presentReport({ ...report, note: undefined });
}
