import type { Page, Slice } from '../../../application/ports/page.js';
import type { NameHolders, UserName, UserRepository } from '../../../application/ports/user-repository.js';
import {
  userNotFound,
  isActiveAdmin,
  lookupKey,
  searchKey,
  searchKeys,
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

  async findByExternalId(externalId: string): Promise<User | undefined> {
    const id = this.draft.state.userIdByExternalId.get(externalId);
    return id === undefined ? undefined : this.find(id);
  }

  async search(prefix: string, { limit, offset }: Slice): Promise<Page<User>> {
    const start = searchKey(prefix);
    if (start === undefined) return { total: 0, items: [] };
    const found = [...this.draft.state.users.values()]
      .filter(({ user }) => user.active && searchKeys(user).some((key) => key.startsWith(start)))
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

  async update({ created: _, ...change }: User): Promise<void> {
    const { id, username, externalId } = change;
    const row = this.draft.state.users.get(id);
    if (row === undefined) throw userNotFound(id);
    const key = usernameKey(username);
    const holder = this.draft.state.userIdByKey.get(key);
    if (holder !== undefined && holder !== id) throw usernameTaken(username);
    this.draft.table('userIdByKey').delete(row.key);
    this.draft.table('userIdByKey').set(key, id);
    this.#changeExternalId(id, row.user.externalId, externalId);
    const user = { ...row.user, ...change };
    this.draft.table('users').set(id, { ...row, key, user });
  }

  async beginRemoval(id: number): Promise<{ threads: number; messages: number }> {
    this.draft.table('userRemovals').set(id, true);
    let [threads, messages] = [0, 0];
    for (const { participants, messageIds } of this.draft.state.threads.values()) {
      if (!participants.includes(id)) continue;
      threads += 1;
      messages += messageIds.length;
    }
    return { threads, messages };
  }

  async beingRemoved(): Promise<number | undefined> {
    const [first] = this.draft.state.userRemovals.keys();
    return first;
  }

  async remove(id: number): Promise<void> {
    const row = this.draft.state.users.get(id);
    if (row === undefined) throw userNotFound(id);
    for (const { participants } of this.draft.state.threads.values()) {
      if (participants.includes(id)) throw new Error(`User ${id} has threads.`);
    }
    this.draft.table('users').delete(id);
    this.draft.table('userIdByKey').delete(row.key);
    this.#changeExternalId(id, row.user.externalId, undefined);
    for (const [key, { blockerId, blockedId }] of this.draft.state.blocks) {
      if (blockerId === id || blockedId === id) this.draft.table('blocks').delete(key);
    }
    for (const [key, { uploaderId, file }] of this.draft.state.attachments) {
      if (uploaderId !== id) continue;
      this.draft.table('attachments').delete(key);
      this.draft.table('fileRemovals').set(file, new Date(0));
    }
    this.draft.table('erasures').delete(id);
    this.draft.table('userRemovals').delete(id);
    for (const name of ['tokenFamilies', 'sessions'] as const) {
      for (const [key, { userId }] of this.draft.state[name]) {
        if (userId === id) this.draft.table(name).delete(key);
      }
    }
  }

  async restoreAll(users: readonly User[]): Promise<void> {
    for (const user of users) {
      if (this.draft.state.users.has(user.id)) throw new Error(`There is a user ${user.id}.`);
      this.ids.skipTo(user.id);
      this.#insert(user);
    }
  }

  async findHolders(names: readonly UserName[]): Promise<readonly NameHolders[]> {
    const { userIdByKey, userIdByExternalId } = this.draft.state;
    return names.map(({ username, externalId }) => ({
      username: userIdByKey.get(lookupKey(username) ?? ''),
      externalId: externalId === undefined ? undefined : userIdByExternalId.get(externalId),
    }));
  }

  async continueAfter(id: number): Promise<void> {
    this.ids.skipTo(id);
  }

  async present(ids: readonly number[]): Promise<ReadonlySet<number>> {
    return new Set(ids.filter((id) => this.draft.state.users.has(id)));
  }

  async isEmpty(): Promise<boolean> {
    // What is left of deleted threads would go for part of new ones that get their ids.
    return this.draft.state.users.size + this.draft.state.deletedThreads.size === 0;
  }

  #insert(user: User): User {
    const key = usernameKey(user.username);
    if (this.draft.state.userIdByKey.has(key)) throw usernameTaken(user.username);
    this.#changeExternalId(user.id, undefined, user.externalId);
    this.draft.table('users').set(user.id, { user, key, unread: 0 });
    this.draft.table('userIdByKey').set(key, user.id);
    return user;
  }

  #changeExternalId(id: number, from: string | undefined, to: string | undefined): void {
    if (from === to) return;
    const ids = this.draft.table('userIdByExternalId');
    if (to !== undefined && ids.has(to)) throw new Error(`The external id ${to} is somebody else's.`);
    if (from !== undefined) ids.delete(from);
    if (to !== undefined) ids.set(to, id);
  }
}
