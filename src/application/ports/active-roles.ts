import type { Role } from '../../domain/accounts/user.js';

/** Which users are active, and in which role, as it was half a second ago at most: a change must bite within a second. */
export interface ActiveRoles {
  /** The roles of those of these users who are active. */
  of(users: readonly number[]): Promise<ReadonlyMap<number, Role>>;
}
