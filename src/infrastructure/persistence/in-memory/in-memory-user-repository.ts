import type { Page, Slice } from '../../../application/ports/page.js';
import type { UserRepository } from '../../../application/ports/user-repository.js';
import {
  userNotFound,
  isActiveAdmin,
  lookupKey,
  usernameKey,
  usernameTaken,
  type NewUser,
  type Role,
  type User,
} from '../../../domain/accounts/user.js';
import { byKey, type Draft, type Sequence } from './state.js';

export class InMemoryUserRepository implements UserRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
  ) {}

  async find(id: number): Promise<User | undefined> {
    return this.draft.state.users.get(id)?.user;
  }

  hold(id: number): Promise<User | undefined> {
    return this.find(id);
  }

  async findByUsername(username: string): Promise<User | undefined> {
    const key = lookupKey(username);
    const id = key === undefined ? undefined : this.draft.state.userIdByKey.get(key);
    return id === undefined ? undefined : this.find(id);
  }

  async search(prefix: string, { limit, offset }: Slice): Promise<Page<User>> {
    const start = lookupKey(prefix);
    if (start === undefined) return { total: 0, items: [] };
    const found = [...this.draft.state.users.values()]
      .filter(({ user, key }) => user.active && key.startsWith(start))
      .sort(byKey);
    return { total: found.length, items: found.slice(offset, offset + limit).map(({ user }) => user) };
  }

  async unreadCount(id: number): Promise<number | undefined> {
    return this.draft.state.users.get(id)?.unread;
  }

  async holdAdmins(): Promise<readonly number[]> {
    const users = [...this.draft.state.users.values()].map(({ user }) => user);
    return users.filter(isActiveAdmin).map(({ id }) => id);
  }

  async rolesOf(ids: readonly number[]): Promise<ReadonlyMap<number, Role>> {
    const users = ids.map((id) => this.draft.state.users.get(id)?.user).filter((user) => user !== undefined);
    return new Map(users.filter(({ active }) => active).map(({ id, role }) => [id, role]));
  }

  async add(user: NewUser): Promise<User> {
    return this.#insert({ ...user, id: this.ids.next() });
  }

  async update({ id, username, role, active, passwordHash }: User): Promise<void> {
    const row = this.draft.state.users.get(id);
    if (row === undefined) throw userNotFound(id);
    const key = usernameKey(username);
    const holder = this.draft.state.userIdByKey.get(key);
    if (holder !== undefined && holder !== id) throw usernameTaken(username);
    this.draft.table('userIdByKey').delete(row.key);
    this.draft.table('userIdByKey').set(key, id);
    const user = { ...row.user, username, role, active, passwordHash };
    this.draft.table('users').set(id, { ...row, key, user });
  }

  async remove(id: number): Promise<void> {
    const row = this.draft.state.users.get(id);
    if (row === undefined) throw userNotFound(id);
    for (const { participants } of this.draft.state.threads.values()) {
      if (participants.includes(id)) throw new Error(`User ${id} has threads.`);
    }
    this.draft.table('users').delete(id);
    this.draft.table('userIdByKey').delete(row.key);
    for (const [key, { blockerId, blockedId }] of this.draft.state.blocks) {
      if (blockerId === id || blockedId === id) this.draft.table('blocks').delete(key);
    }
    this.draft.table('erasures').delete(id);
    for (const name of ['identities', 'tokenFamilies', 'sessions'] as const) {
      for (const [key, { userId }] of this.draft.state[name]) {
        if (userId === id) this.draft.table(name).delete(key);
      }
    }
  }

  async restore(user: User): Promise<void> {
    if (this.draft.state.users.has(user.id)) throw new Error(`There is a user ${user.id}.`);
    this.ids.skipTo(user.id);
    this.#insert(user);
  }

  async continueAfter(id: number): Promise<void> {
    this.ids.skipTo(id);
  }

  async present(ids: readonly number[]): Promise<ReadonlySet<number>> {
    return new Set(ids.filter((id) => this.draft.state.users.has(id)));
  }

  async isEmpty(): Promise<boolean> {
    return this.draft.state.users.size === 0;
  }

  #insert(user: User): User {
    const key = usernameKey(user.username);
    if (this.draft.state.userIdByKey.has(key)) throw usernameTaken(user.username);
    this.draft.table('users').set(user.id, { user, key, unread: 0 });
    this.draft.table('userIdByKey').set(key, user.id);
    return user;
  }
}
