import type { Page, Slice } from '../../../application/ports/page.js';
import type { UserRepository } from '../../../application/ports/user-repository.js';
import {
  userNotFound,
  lookupKey,
  usernameKey,
  usernameTaken,
  type NewUser,
  type Role,
  type User,
} from '../../../domain/accounts/user.js';
import { readPage } from './deep-pages.js';
import { isUniqueViolation, type Sql, type SqlValue } from './sql.js';

export interface UserFields {
  id: number;
  username: string;
  password_hash: string;
  role: Role;
  is_active: number;
  created: number;
}

export const userColumns = 'id, username, password_hash, role, is_active, created';

/** Sorts after everything that a username can hold. */
const last = '\u{10FFFF}';

// The total comes first, so that it is there beside an empty page too.
const search = `
  WITH found AS (SELECT ${userColumns}, username_key FROM users WHERE username_key >= ? AND username_key < ? AND is_active = 1)
  SELECT c.total, p.* FROM (SELECT count(*) AS total FROM found) c
  LEFT JOIN (SELECT * FROM found ORDER BY username_key LIMIT ? OFFSET ?) p ON true
  ORDER BY p.username_key`;

/** How many users are looked up at once: few sizes, so that there are few texts to prepare. */
const most = 1000;
const rolesOf = Object.fromEntries(
  [1, 30, most].map((size) => [
    size,
    `SELECT id, role FROM users WHERE is_active = 1 AND id IN (${Array<string>(size).fill('?').join()})`,
  ]),
);

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

  async search(prefix: string, { limit, offset }: Slice): Promise<Page<User>> {
    const key = lookupKey(prefix);
    if (key === undefined) return { total: 0, items: [] };
    const rows = await readPage(offset, () =>
      this.sql.rows<{ total: number } & (UserFields | { id: null })>(search, [
        key,
        key + last,
        limit,
        offset,
      ]),
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
    return { ...user, id: await this.#insert(null, user) };
  }

  async update(user: User): Promise<void> {
    const { username, passwordHash, role, active } = user;
    const { affected } = await this.#named(username, () =>
      this.sql.change(
        `UPDATE users SET username = ?, username_key = ?, password_hash = ?, role = ?, is_active = ?
         WHERE id = ?`,
        [username, usernameKey(username), passwordHash, role, Number(active), user.id],
      ),
    );
    if (affected === 0) throw userNotFound(user.id);
  }

  async remove(id: number): Promise<void> {
    const { affected } = await this.sql.change('DELETE FROM users WHERE id = ?', [id]);
    if (affected === 0) throw userNotFound(id);
  }

  async restore(user: User): Promise<void> {
    await this.#insert(user.id, user);
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
    return (await this.sql.rows('SELECT 1 FROM users LIMIT 1')).length === 0;
  }

  async #insert(id: number | null, user: NewUser): Promise<number> {
    const values: SqlValue[] = [
      id,
      user.username,
      usernameKey(user.username),
      user.passwordHash,
      user.role,
      Number(user.active),
      user.created.getTime(),
    ];
    const added = await this.#named(user.username, () =>
      this.sql.insert(
        `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created)
         VALUES (${this.sql.dialect.id('users')}, ?, ?, ?, ?, ?, ?)`,
        values,
      ),
    );
    return added as number;
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

export function toUser(row: UserFields): User {
  return {
    id: row.id,
    username: row.username,
    passwordHash: row.password_hash,
    role: row.role,
    active: row.is_active === 1,
    created: new Date(row.created),
  };
}
