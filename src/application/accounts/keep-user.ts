import { looksDifferent } from '../../domain/accounts/user-event.js';
import type { NewUser, User } from '../../domain/accounts/user.js';
import type { Repositories } from '../ports/unit-of-work.js';

// Changes of accounts with their events, in the unit of work of these repositories.

type Kept = Pick<Repositories, 'users' | 'events'>;
type Removed = Pick<Repositories, 'users' | 'events' | 'evidence'>;

/** @throws DomainError as `UserRepository.add` does. */
export async function addUser({ users, events }: Kept, user: NewUser): Promise<User> {
  const added = await users.add(user);
  await events.record({ type: 'user.created', userId: added.id });
  return added;
}

/**
 * @param before the user as stored, held.
 * @throws DomainError as `UserRepository.update` does.
 */
export async function updateUser({ users, events }: Kept, before: User, after: User): Promise<void> {
  await users.update(after);
  if (looksDifferent(before, after)) await events.record({ type: 'user.updated', userId: after.id });
}

/** @throws DomainError as `UserRepository.remove` does. */
export async function removeUser({ users, events, evidence }: Removed, id: number): Promise<void> {
  await users.remove(id);
  await evidence.releaseAllOf(id);
  await events.record({ type: 'user.deleted', userId: id });
}
