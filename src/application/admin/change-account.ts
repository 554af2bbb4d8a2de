import { described } from '../../domain/accounts/claims.js';
import { checkProfile } from '../../domain/accounts/profile.js';
import {
  parseUsername,
  requireAnother,
  type Actor,
  type Role,
  type User,
} from '../../domain/accounts/user.js';
import { holdToDemote } from '../accounts/hold-to-demote.js';
import { updateUser } from '../accounts/keep-user.js';
import type { Repositories } from '../ports/unit-of-work.js';
import { addToTrail } from './add-to-trail.js';

/** What can be changed of an account; what is not given stays, and null takes away. */
export interface AccountChanges {
  readonly username?: string | undefined;
  readonly name?: string | null | undefined;
  readonly avatarUrl?: string | null | undefined;
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
  readonly passwordHash?: string | undefined;
}

/** @throws DomainError `invalid_username`, `invalid_name` or `invalid_avatar_url`. */
export function checkChanges(changes: AccountChanges): void {
  if (changes.username !== undefined) parseUsername(changes.username);
  checkProfile(changes);
}

/**
 * The user, held for these changes.
 * @throws DomainError `own_account` if admins would deactivate or demote themselves, or `last_admin`.
 */
export function holdToChange(
  { users }: Repositories,
  caller: Actor,
  id: number,
  { role, active }: AccountChanges,
): Promise<User | undefined> {
  if (role !== 'user' && active !== false) return users.hold(id);
  requireAnother(caller, id);
  return holdToDemote(users, id);
}

/**
 * Changes an account that is held, and writes that down. A new password or a deactivation ends all logins of the user;
 * losing the role of an admin ends those of the panel. They are removed, so that none comes back with the account or
 * the role.
 * @throws DomainError `username_taken`.
 */
export async function changeAccount(
  repositories: Repositories,
  caller: Actor,
  user: User,
  changes: AccountChanges,
  now: Date,
): Promise<User> {
  const { tokenFamilies, sessions } = repositories;
  const { username, role = user.role, active = user.active, passwordHash = user.passwordHash } = changes;
  const changed: User = {
    ...user,
    ...described(user, changes, now),
    username: username === undefined ? user.username : parseUsername(username),
    role,
    active,
    passwordHash,
  };
  const differences = differencesOf(user, changed);
  if (differences.length === 0) return user;
  await updateUser(repositories, user, changed);
  const loginsEnd = passwordHash !== user.passwordHash || !active;
  if (loginsEnd) await tokenFamilies.removeAllOf(user.id);
  if (loginsEnd || role !== 'admin') await sessions.removeAllOf(user.id);
  await addToTrail(repositories, caller, {
    action: 'change',
    resource: 'User',
    recordId: user.id,
    details: `${user.username}: ${differences.join(', ')}`,
    created: now,
  });
  return changed;
}

function differencesOf(user: User, changed: User): string[] {
  return [
    changed.passwordHash === user.passwordHash ? [] : ['new password'],
    changed.role === user.role ? [] : [`role ${changed.role}`],
    changed.active === user.active ? [] : [changed.active ? 'active' : 'not active'],
    changed.username === user.username ? [] : [`username ${changed.username}`],
    changed.name === user.name ? [] : ['name'],
    changed.avatarUrl === user.avatarUrl ? [] : ['picture'],
  ].flat();
}
