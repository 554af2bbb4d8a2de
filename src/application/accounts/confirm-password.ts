import { DomainError } from '../../domain/errors.js';
import type { User } from '../../domain/accounts/user.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/**
 * The account of somebody who has given its password once more, because a token may be stolen. It may change at once:
 * look again with `isAsConfirmed` where it is held.
 * @throws DomainError `invalid_credentials`, also if it is not active.
 */
export async function confirmPassword(
  unitOfWork: UnitOfWork,
  hasher: PasswordHasher,
  id: number,
  password: string,
): Promise<User> {
  const user = await unitOfWork.read(({ users }) => users.find(id));
  const hash = user?.active === true ? user.passwordHash : undefined;
  const matches = await hasher.verify(hash, password);
  if (user !== undefined && matches) return user;
  throw new DomainError('invalid_credentials', 'This is not the password of your account.');
}

/** Whether the password that was confirmed is still the account's, and the account active. */
export function isAsConfirmed(now: User | undefined, confirmed: User): now is User {
  return now?.active === true && now.passwordHash === confirmed.passwordHash;
}
