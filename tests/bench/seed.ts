import { copyFileSync } from 'node:fs';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { IndexMessages } from '../../src/application/conversation/index-messages.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';

export interface Size {
  readonly users: number;
  readonly threads: number;
  readonly messages: number;
  /** Logins, each with a refresh token `token-<n>` of a family `family-<n>`; the user is n % users + 1. */
  readonly families: number;
  /** Whether user 1 takes part in all threads, instead of each user in about as many. */
  readonly star?: true;
}

/** Thread n of all, counted from 0: the distinct pairs of users come in rounds of growing distance. */
export function pairOf(n: number, { users, star }: Size): readonly [low: number, high: number] {
  if (star) return [1, n + 2];
  const distance = Math.floor(n / users) + 1;
  const one = n % users;
  const other = (one + distance) % users;
  return one < other ? [one + 1, other + 1] : [other + 1, one + 1];
}

/** The sender of message n: threads take turns, and in each the participants do. */
export function messageOf(n: number, size: Size): { thread: number; sender: number } {
  const { threads } = size;
  const thread = n % threads;
  const [low, high] = pairOf(thread, size);
  return { thread: thread + 1, sender: Math.floor(n / threads) % 2 === 0 ? low : high };
}

export const start = Date.UTC(2026, 0, 1);

/**
 * Makes a database of this size with Duet's migrations. The first half of each thread has been read. Message n has
 * the id n + 1. All can be found.
 */
export async function seed(file: string, size: Size): Promise<void> {
  await (await SqliteStore.open({ driver: 'better-sqlite3', file })).close();
  const db = new (betterSqlite3())(file);
  db.pragma('synchronous = OFF');
  db.transaction(() => {
    const user =
      db.prepare(`INSERT INTO users (username, username_key, password_hash, role, is_active, created)
      VALUES (?, ?, '-', 'user', 1, ?)`);
    for (let n = 1; n <= size.users; n++) user.run(`user${n}`, `user${n}`, start);
    const thread = db.prepare('INSERT INTO threads (low_id, high_id, created, updated) VALUES (?, ?, ?, ?)');
    for (let n = 0; n < size.threads; n++) thread.run(...pairOf(n, size), start, start);
    const message = db.prepare(
      'INSERT INTO messages (thread_id, sender_id, text, created, is_read) VALUES (?, ?, ?, ?, ?)',
    );
    for (let n = 0; n < size.messages; n++) {
      const { thread, sender } = messageOf(n, size);
      const text = `Message ${n}: ${'the quick brown fox jumps over the lazy dog '.repeat(1 + (n % 3))}`;
      message.run(thread, sender, text, start + n, n < size.messages / 2 ? 1 : 0);
    }
    db.exec(`
      UPDATE threads SET
        last_message_id = (SELECT max(id) FROM messages WHERE thread_id = threads.id),
        message_count = (SELECT count(*) FROM messages WHERE thread_id = threads.id),
        low_unread = (SELECT count(*) FROM messages WHERE thread_id = threads.id AND sender_id = high_id AND is_read = 0),
        high_unread = (SELECT count(*) FROM messages WHERE thread_id = threads.id AND sender_id = low_id AND is_read = 0);
      UPDATE threads SET updated = coalesce((SELECT created FROM messages WHERE id = last_message_id), created);
      UPDATE users SET
        thread_count = (SELECT count(*) FROM threads WHERE low_id = users.id) +
          (SELECT count(*) FROM threads WHERE high_id = users.id),
        unread_count = (SELECT coalesce(sum(low_unread), 0) FROM threads WHERE low_id = users.id) +
          (SELECT coalesce(sum(high_unread), 0) FROM threads WHERE high_id = users.id);`);
    const family = db.prepare(
      'INSERT INTO token_families (id, user_id, current, expires) VALUES (?, ?, ?, ?)',
    );
    for (let n = 0; n < size.families; n++) {
      family.run(`family-${n}`, (n % size.users) + 1, `token-${n}`, Date.now() + 86_400_000);
    }
  })();
  db.close();
  const store = await SqliteStore.open({ driver: 'better-sqlite3', file });
  await new IndexMessages(store, 1000, Infinity).execute();
  await store.close();
  const filled = new (betterSqlite3())(file);
  filled.exec('ANALYZE');
  filled.pragma('wal_checkpoint(TRUNCATE)');
  filled.close();
}

export function copies(file: string, names: readonly string[]): string[] {
  return names.map((name) => {
    const copy = `${file}.${name}`;
    copyFileSync(file, copy);
    return copy;
  });
}
