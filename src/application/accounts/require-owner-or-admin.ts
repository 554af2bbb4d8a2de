import { DomainError } from '../../domain/errors.js';
import { userNotFound, type Caller } from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { knownId, resolveUser } from './resolve-user.js';

/**
 * What belongs to a user is for that user and for admins; others learn only whether there is such a user.
 * @returns the user's id.
 * @throws DomainError `user_not_found` or `not_your_account`.
 */
export async function requireOwnerOrAdmin(
  unitOfWork: UnitOfWork,
  caller: Caller,
  reference: UserReference,
): Promise<number> {
  const owner =
    knownId(reference, caller) ??
    (await unitOfWork.read((readers) => resolveUser(readers, reference, caller)));
  if (caller.id === owner || caller.role === 'admin') return owner;
  const user = await unitOfWork.read(({ users }) => users.find(owner));
  if (user === undefined) throw userNotFound(reference);
  throw new DomainError('not_your_account', 'Only the user in question and admins may see this.');
}
