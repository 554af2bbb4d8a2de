import { DomainError } from '../../domain/errors.js';
import { usernameLike } from '../../domain/accounts/user.js';
import type { UserReader } from '../ports/user-repository.js';

/**
 * A username like this text. Never the name of an existing account: its owner would be taken for this user.
 * Looks for a free number by doubling it, then by halving the gap: if ten thousand have the name, that is some thirty
 * looks.
 */
export async function freeUsername(users: Pick<UserReader, 'findByUsername'>, text: string): Promise<string> {
  const base = usernameLike(text);
  const numbered = (number: number) => (number === 1 ? base : `${base}_${number}`);
  const isTaken = async (number: number) => (await users.findByUsername(numbered(number))) !== undefined;
  let [taken, free] = [0, 1];
  while (await isTaken(free)) [taken, free] = [free, 2 * free];
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await isTaken(middle)) taken = middle;
    else free = middle;
  }
  return numbered(free);
}

/** Does what adds a user under a free username, and again if somebody else was faster to take that name. */
export async function untilFree<Result>(add: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await add();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'username_taken')) throw error;
    }
  }
}
