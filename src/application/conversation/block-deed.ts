import type { User } from '../../domain/accounts/user.js';
import type { AuditedDeed } from '../admin/add-to-trail.js';

/** What is written down of a block: about the blocker, because the blocked are not told, also not in their export. */
export function blockDeed(
  action: 'block' | 'unblock',
  blocker: number,
  { id, username }: User,
  created: Date,
): AuditedDeed {
  return { action, resource: 'User', recordId: blocker, details: `${username} (${id})`, created };
}
