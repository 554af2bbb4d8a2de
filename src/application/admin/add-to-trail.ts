import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { AuditEntry } from '../ports/audit-trail.js';
import type { Repositories } from '../ports/unit-of-work.js';

/**
 * Writes down what an admin does to a user, in the unit of work that does it.
 * @throws DomainError `user_not_found` if the admin's own account has just gone.
 */
export async function addToTrail(
  { users, auditTrail }: Repositories,
  admin: Caller,
  deed: Pick<AuditEntry, 'action' | 'recordId' | 'details' | 'created'>,
): Promise<void> {
  const user = await users.find(admin.id);
  if (user === undefined) throw userNotFound(admin.id);
  await auditTrail.add({ ...deed, adminId: admin.id, adminName: user.username, resource: 'User' });
}
