import { DomainError } from '../../domain/errors.js';
import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/**
 * What belongs to a user is for that user and for admins; others learn only whether there is such a user.
 * @throws DomainError `user_not_found` or `not_your_account`.
 */
export async function requireOwnerOrAdmin(
  unitOfWork: UnitOfWork,
  caller: Caller,
  owner: number,
): Promise<void> {
  if (caller.id === owner || caller.role === 'admin') return;
  const user = await unitOfWork.read(({ users }) => users.find(owner));
  if (user === undefined) throw userNotFound(owner);
  throw new DomainError('not_your_account', 'Only the user in question and admins may see this.');
}
