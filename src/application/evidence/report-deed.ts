import type { Report } from '../../domain/evidence/report.js';
import type { AuditedDeed } from '../admin/add-to-trail.js';

/** What is written down of a deed to a report: not what was reported. */
export function reportDeed(
  action: 'create' | 'change',
  { id, messageId, senderId, reporterId, status }: Report,
  created: Date,
): AuditedDeed {
  const details = `message ${messageId}, sender ${senderId}, reported by ${reporterId}: ${status}`;
  return { action, resource: 'Report', recordId: id, details, created };
}
