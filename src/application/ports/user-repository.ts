import type { NewUser, Role, User } from '../../domain/accounts/user.js';
import type { Page, Slice } from './page.js';

export type UserName = Pick<User, 'username' | 'externalId'>;

/** The ids of those who have a username and an external id; undefined where nobody has it. */
export interface NameHolders {
  readonly username: number | undefined;
  readonly externalId: number | undefined;
}

export interface UserReader {
  find(id: number): Promise<User | undefined>;

  /** By username, whatever its case. */
  findByUsername(username: string): Promise<User | undefined>;

  findByExternalId(externalId: string): Promise<User | undefined>;

  /** Active users one of whose `searchKeys` begins with `prefix`, whatever its case, ordered by `usernameKey`. */
  search(prefix: string, slice: Slice): Promise<Page<User>>;

  /** How many messages wait unread for the user in all threads; undefined if there is no such user. */
  unreadCount(id: number): Promise<number | undefined>;

  /** The roles of those of these users who are active. */
  rolesOf(ids: readonly number[]): Promise<ReadonlyMap<number, Role>>;
}

export interface UserRepository extends UserReader {
  /** As `find`; until the unit of work ends, nobody else changes the user or removes them. For rules that rest on it. */
  hold(id: number): Promise<User | undefined>;

  /** The ids of all active admins, held as by `hold` and in rising order: so that none of them ceases to be one. */
  holdAdmins(): Promise<readonly number[]>;

  /**
   * @throws DomainError `username_taken`.
   * @throws Error if the external id is somebody else's; here and below.
   */
  add(user: NewUser): Promise<User>;

  /**
   * Stores all of a user who exists but the time when they came.
   * @throws DomainError `user_not_found` or `username_taken`.
   */
  update(user: User): Promise<void>;

  /**
   * Remembers that a user is to be removed, also over the end of the process, until they are.
   * @returns how many threads they have, and messages in them.
   */
  beginRemoval(id: number): Promise<{ threads: number; messages: number }>;

  /** A user whose removal was begun; undefined if there is none. */
  beingRemoved(): Promise<number | undefined>;

  /**
   * Removes a user who has no threads, with their logins.
   * @throws DomainError `user_not_found`.
   */
  remove(id: number): Promise<void>;

  /**
   * Puts users back under the ids they had, all or none.
   * @throws Error if somebody has one of the ids, usernames or external ids: `findHolders` says who.
   */
  restoreAll(users: readonly User[]): Promise<void>;

  /** For each, in their order, who has its username, whatever the case, and who its external id. For many at once. */
  findHolders(names: readonly UserName[]): Promise<readonly NameHolders[]>;

  /** Gives no id up to this one to new users, as if it had been given before. */
  continueAfter(id: number): Promise<void>;

  /** Which of these users are there. For many at once. */
  present(ids: readonly number[]): Promise<ReadonlySet<number>>;

  isEmpty(): Promise<boolean>;
}
