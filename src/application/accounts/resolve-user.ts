import { operator, requireUser, userNotFound, type Actor } from '../../domain/accounts/user.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import type { UserReader } from '../ports/user-repository.js';

/**
 * The id that a reference says by itself; undefined for an external id, which needs a look, and for the operator, who is
 * nobody. Whether somebody has the id shows where it is used.
 * @throws DomainError `no_user` if a service that acts as nobody says `me`; here and below.
 */
export function knownId(reference: UserReference, caller: Actor): number | undefined {
  if (reference === 'me') return caller === operator ? undefined : requireUser(caller).id;
  return typeof reference === 'number' ? reference : undefined;
}

/** The id of a user that a caller names, in a unit of work or a read; undefined if nobody has the external id. */
export async function idOf(
  { users }: { readonly users: UserReader },
  reference: UserReference,
  caller: Actor,
): Promise<number | undefined> {
  return typeof reference === 'object'
    ? (await users.findByExternalId(reference.externalId))?.id
    : knownId(reference, caller);
}

/** @throws DomainError `user_not_found` if nobody has the external id. */
export async function resolveUser(
  readers: { readonly users: UserReader },
  reference: UserReference,
  caller: Actor,
): Promise<number> {
  const id = await idOf(readers, reference, caller);
  if (id === undefined) throw userNotFound(reference);
  return id;
}
