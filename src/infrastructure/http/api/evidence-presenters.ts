import type { Attachment } from '../../../domain/attachments/attachment.js';
import { kindOf } from '../../../domain/conversation/message.js';
import type { Report } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import type { Links } from './attachment-links.js';
import { isoOrNull, isoTime } from './iso-time.js';
import { describeAttachment, presentAttachment } from './presenters.js';

/** @param links for admins and services; without them, for its author, who can open no more what was deleted. */
export function presentVersion(version: Version, links?: Links): object {
  return {
    message: version.messageId,
    thread: version.threadId,
    sender: version.senderId ?? null,
    kind: kindOf(version),
    text: version.text,
    attachments: presentHeld(version.attachments, links),
    metadata: version.metadata,
    created: isoTime(version.created),
    replaced: isoTime(version.replaced),
    change: version.change,
  };
}

/** @param links for admins and services; without them, for the reporter. */
export function presentReport(report: Report, links?: Links): object {
  return {
    id: report.id,
    message: report.messageId,
    thread: report.threadId,
    sender: report.senderId,
    reporter: report.reporterId,
    reason: report.reason,
    comment: report.comment ?? null,
    text: report.text,
    attachments: presentHeld(report.attachments, links),
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

function presentHeld(attachments: readonly Attachment[], links: Links | undefined): readonly object[] {
  return attachments.map((attachment) =>
    links === undefined
      ? { ...describeAttachment(attachment), url: null, thumbnail_url: null }
      : presentAttachment(attachment, links, true),
  );
}
