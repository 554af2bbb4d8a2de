import {
  checkPassword,
  parseUsername,
  unknownProfile,
  usernameTaken,
  type NewUser,
  type Role,
} from '../../domain/accounts/user.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/**
 * All that is slow about a new account, so that it is done before the unit of work that adds it.
 * @throws DomainError `invalid_username`, `invalid_password` or `username_taken`.
 */
export async function prepareAccount(
  unitOfWork: UnitOfWork,
  hasher: PasswordHasher,
  given: { username: string; password: string; role: Role },
): Promise<Omit<NewUser, 'created'>> {
  const username = parseUsername(given.username);
  checkPassword(given.password);
  const taken = await unitOfWork.read(({ users }) => users.findByUsername(username));
  if (taken !== undefined) throw usernameTaken(username);
  const passwordHash = await hasher.hash(given.password);
  return { ...unknownProfile, username, passwordHash, role: given.role, active: true };
}
