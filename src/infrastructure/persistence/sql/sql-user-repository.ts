import type { Page, Slice } from '../../../application/ports/page.js';
import type { NameHolders, UserName, UserRepository } from '../../../application/ports/user-repository.js';
import {
  userNotFound,
  lookupKey,
  searchKey,
  searchKeys,
  usernameKey,
  usernameTaken,
  type NewUser,
  type Role,
  type User,
} from '../../../domain/accounts/user.js';
import type { Claims } from '../../../domain/accounts/claims.js';
import type { Profile } from '../../../domain/accounts/profile.js';
import { readPage } from './deep-pages.js';
import { isUniqueViolation, type Dialect, type Sql, type SqlValue } from './sql.js';

export interface UserFields {
  id: number;
  username: string;
  password_hash: string;
  role: Role;
  is_active: number;
  created: number;
  external_id: string | null;
  name: string | null;
  avatar_url: string | null;
  claims: string | null;
}

export const userColumns =
  'id, username, password_hash, role, is_active, created, external_id, name, avatar_url, claims';

/** Sorts after everything that a name can hold. */
const last = '\u{10FFFF}';

// The total comes first, so that it is there beside an empty page too.
const search = (condition: string) => `
  WITH found AS (SELECT ${userColumns}, username_key FROM users WHERE ${condition} AND is_active = 1)
  SELECT c.total, p.* FROM (SELECT count(*) AS total FROM found) c
  LEFT JOIN (SELECT * FROM found ORDER BY username_key LIMIT ? OFFSET ?) p ON true
  ORDER BY p.username_key`;
/** By the index that has their order. */
const searchAll = search(`username_key >= ''`);
const searchByWord = search('id IN (SELECT user_id FROM user_words WHERE word >= ? AND word < ?)');

/** How many users are looked up at once: few sizes, so that there are few texts to prepare. */
const most = 1000;
const rolesOf = Object.fromEntries(
  [1, 30, most].map((size) => [
    size,
    `SELECT id, role FROM users WHERE is_active = 1 AND id IN (${Array<string>(size).fill('?').join()})`,
  ]),
);

const userRow = {
  id: 'bigint',
  username: 'text',
  username_key: 'text',
  password_hash: 'text',
  role: 'text',
  is_active: 'bigint',
  external_id: 'text',
  name: 'text',
  avatar_url: 'text',
  claims: 'text',
  created: 'bigint',
} as const;
const restoreUsers = (dialect: Dialect) =>
  `INSERT INTO users (${Object.keys(userRow).join()}) SELECT ${Object.keys(userRow).join()} FROM ${dialect.given(userRow)}`;

/**
 * By the indexes, name by name: a join that PostgreSQL plans while the table is nearly empty reads all of it, and goes on
 * to when the table has grown.
 */
const holders = (dialect: Dialect) =>
  `SELECT n, (SELECT id FROM users WHERE username_key = given.name) AS named,
     (SELECT id FROM users WHERE external_id = given.external) AS identified
   FROM ${dialect.given({ n: 'bigint', name: 'text', external: 'text' })}`;

export class SqlUserRepository implements UserRepository {
  constructor(private readonly sql: Sql) {}

  async find(id: number): Promise<User | undefined> {
    const [row] = await this.sql.rows<UserFields>(`SELECT ${userColumns} FROM users WHERE id = ?`, [id]);
    return row && toUser(row);
  }

  async hold(id: number): Promise<User | undefined> {
    const [row] = await this.sql.rows<UserFields>(
      `SELECT ${userColumns} FROM users WHERE id = ? ${this.sql.dialect.hold('users')}`,
      [id],
    );
    return row && toUser(row);
  }

  async findByUsername(username: string): Promise<User | undefined> {
    const key = lookupKey(username);
    if (key === undefined) return undefined;
    const [row] = await this.sql.rows<UserFields>(`SELECT ${userColumns} FROM users WHERE username_key = ?`, [
      key,
    ]);
    return row && toUser(row);
  }

  async findByExternalId(externalId: string): Promise<User | undefined> {
    const [row] = await this.sql.rows<UserFields>(`SELECT ${userColumns} FROM users WHERE external_id = ?`, [
      externalId,
    ]);
    return row && toUser(row);
  }

  async search(prefix: string, { limit, offset }: Slice): Promise<Page<User>> {
    const key = searchKey(prefix);
    if (key === undefined) return { total: 0, items: [] };
    const [text, bounds] = key === '' ? [searchAll, []] : [searchByWord, [key, key + last]];
    const rows = await readPage(offset, () =>
      this.sql.rows<{ total: number } & (UserFields | { id: null })>(text, [...bounds, limit, offset]),
    );
    const items = rows.filter((row) => row.id !== null).map(toUser);
    return { total: rows[0]?.total ?? 0, items };
  }

  async unreadCount(id: number): Promise<number | undefined> {
    const [row] = await this.sql.rows<{ unread_count: number }>(
      'SELECT unread_count FROM users WHERE id = ?',
      [id],
    );
    return row?.unread_count;
  }

  async holdAdmins(): Promise<readonly number[]> {
    const admins = await this.sql.rows<{ id: number }>(
      `SELECT id FROM users WHERE role = 'admin' AND is_active = 1 ORDER BY id ${this.sql.dialect.hold('users')}`,
    );
    return admins.map(({ id }) => id);
  }

  async rolesOf(ids: readonly number[]): Promise<ReadonlyMap<number, Role>> {
    const roles = new Map<number, Role>();
    for (let start = 0; start < ids.length; start += most) {
      const left = ids.length - start;
      const size = left === 1 ? 1 : left <= 30 ? 30 : most;
      // Filled up with an id that nobody has.
      const some = Array.from({ length: size }, (_, index) => ids[start + index] ?? 0);
      const rows = await this.sql.rows<UserFields>(rolesOf[size] as string, some);
      for (const { id, role } of rows) roles.set(id, role);
    }
    return roles;
  }

  async add(user: NewUser): Promise<User> {
    const added = { ...user, id: await this.#insert(null, user) };
    await this.#addWords([added]);
    return added;
  }

  async update(user: User): Promise<void> {
    const { username } = user;
    const { affected } = await this.#named(username, () =>
      this.sql.change(
        `UPDATE users SET username = ?, username_key = ?, password_hash = ?, role = ?, is_active = ?,
           external_id = ?, name = ?, avatar_url = ?, claims = ? WHERE id = ?`,
        [...valuesOf(user), user.id],
      ),
    );
    if (affected === 0) throw userNotFound(user.id);
    await this.#changeWords(user);
  }

  async beginRemoval(id: number): Promise<{ threads: number; messages: number }> {
    await this.sql.change('INSERT INTO user_removals (user_id) VALUES (?) ON CONFLICT DO NOTHING', [id]);
    const [row] = await this.sql.rows<{ threads: number; messages: number }>(
      `SELECT count(*) AS threads, CAST(coalesce(sum(message_count), 0) AS bigint) AS messages FROM threads
       WHERE low_id = ? OR high_id = ?`,
      [id, id],
    );
    return row ?? { threads: 0, messages: 0 };
  }

  async beingRemoved(): Promise<number | undefined> {
    const [row] = await this.sql.rows<{ user_id: number }>('SELECT user_id FROM user_removals LIMIT 1');
    return row?.user_id;
  }

  async remove(id: number): Promise<void> {
    const { affected } = await this.sql.change('DELETE FROM users WHERE id = ?', [id]);
    if (affected === 0) throw userNotFound(id);
  }

  async restoreAll(users: readonly User[]): Promise<void> {
    await this.sql.change(restoreUsers(this.sql.dialect), [JSON.stringify(users.map(givenUser))]);
    await this.#addWords(users);
    await this.continueAfter(users.reduce((last, { id }) => Math.max(last, id), 0));
  }

  async findHolders(names: readonly UserName[]): Promise<readonly NameHolders[]> {
    const given = names.map(({ username, externalId: external }, n) => ({
      n,
      name: lookupKey(username),
      external,
    }));
    const rows = await this.sql.rows<{ n: number; named: number | null; identified: number | null }>(
      holders(this.sql.dialect),
      [JSON.stringify(given)],
    );
    const found: NameHolders[] = names.map(() => ({ username: undefined, externalId: undefined }));
    for (const { n, named, identified } of rows) {
      found[n] = { username: named ?? undefined, externalId: identified ?? undefined };
    }
    return found;
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'users', id);
  }

  async present(ids: readonly number[]): Promise<ReadonlySet<number>> {
    const given = this.sql.dialect.given({ id: 'bigint' });
    const rows = await this.sql.rows<{ id: number }>(
      `SELECT users.id FROM ${given} JOIN users ON users.id = given.id`,
      [JSON.stringify(ids.map((id) => ({ id })))],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async isEmpty(): Promise<boolean> {
    // What is left of deleted threads would go for part of new ones that get their ids.
    const rows = await this.sql.rows('SELECT 1 FROM users UNION ALL SELECT 1 FROM deleted_threads LIMIT 1');
    return rows.length === 0;
  }

  async #insert(id: number | null, user: NewUser): Promise<number> {
    const added = await this.#named(user.username, () =>
      this.sql.insert(
        `INSERT INTO users (id, username, username_key, password_hash, role, is_active, external_id, name, avatar_url,
           claims, created)
         VALUES (${this.sql.dialect.id('users')}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, ...valuesOf(user), user.created.getTime()],
      ),
    );
    return added as number;
  }

  async #addWords(users: readonly User[]): Promise<void> {
    const given = this.sql.dialect.given({ user_id: 'bigint', word: 'text' });
    const words = users.flatMap((user) => searchKeys(user).map((word) => ({ user_id: user.id, word })));
    await this.sql.change(`INSERT INTO user_words (user_id, word) SELECT user_id, word FROM ${given}`, [
      JSON.stringify(words),
    ]);
  }

  /** Most changes are of something else: then it writes nothing. */
  async #changeWords(user: User): Promise<void> {
    const { id } = user;
    const words = searchKeys(user);
    const rows = await this.sql.rows<{ word: string }>('SELECT word FROM user_words WHERE user_id = ?', [id]);
    const known = new Set(rows.map(({ word }) => word));
    if (known.size === words.length && words.every((word) => known.has(word))) return;
    await this.sql.change('DELETE FROM user_words WHERE user_id = ?', [id]);
    await this.#addWords([user]);
  }

  /** Stores something under a username. @throws DomainError `username_taken`. */
  async #named<Result>(username: string, store: () => Promise<Result>): Promise<Result> {
    try {
      return await store();
    } catch (error) {
      throw isUniqueViolation(error, 'users.username_key') ? usernameTaken(username) : error;
    }
  }
}

/** All columns that change. */
function changing(user: NewUser) {
  return {
    username: user.username,
    username_key: usernameKey(user.username),
    password_hash: user.passwordHash,
    role: user.role,
    is_active: Number(user.active),
    external_id: user.externalId ?? null,
    name: user.name ?? null,
    avatar_url: user.avatarUrl ?? null,
    claims: user.claims === undefined ? null : JSON.stringify(user.claims),
  };
}

/** In the order of `changing`. */
function valuesOf(user: NewUser): SqlValue[] {
  return Object.values(changing(user));
}

function givenUser(user: User): Record<keyof typeof userRow, SqlValue> {
  return { id: user.id, ...changing(user), created: user.created.getTime() };
}

function toClaims(text: string): Claims {
  const { name, avatarUrl, since } = JSON.parse(text) as Partial<Profile> & { since: string };
  return { name, avatarUrl, since: new Date(since) };
}

export function toUser(row: UserFields): User {
  return {
    id: row.id,
    username: row.username,
    passwordHash: row.password_hash,
    role: row.role,
    active: row.is_active === 1,
    created: new Date(row.created),
    externalId: row.external_id ?? undefined,
    name: row.name ?? undefined,
    avatarUrl: row.avatar_url ?? undefined,
    claims: row.claims === null ? undefined : toClaims(row.claims),
  };
}
