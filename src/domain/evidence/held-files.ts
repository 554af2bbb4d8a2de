import type { Upload } from '../attachments/attachment.js';
import type { Report } from './report.js';
import type { Version } from './version.js';

/**
 * Whether the files of a message stay after it has gone: as long as what it said is kept, which is in the version that
 * its deletion left, or in a report, open or closed.
 */
export function holdsFiles(
  message: number,
  kept: { readonly versions: Iterable<Version>; readonly reports: Iterable<Report> },
): boolean {
  for (const { messageId, change } of kept.versions) {
    if (messageId === message && change === 'deleted') return true;
  }
  for (const { messageId } of kept.reports) if (messageId === message) return true;
  return false;
}

/** The attachments that evidence tells of, as they are held once their message is gone. */
export function filesToldBy(evidence: Version | Report): readonly Upload[] {
  const { senderId, messageId } = evidence;
  if (senderId === undefined) return [];
  const created = 'sent' in evidence ? evidence.sent : evidence.created;
  return evidence.attachments.map((attachment) => ({
    ...attachment,
    uploaderId: senderId,
    messageId,
    created,
  }));
}
