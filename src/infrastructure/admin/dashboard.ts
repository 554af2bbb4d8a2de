import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../application/ports/clock.js';
import type { Run } from './records.js';

const day = 24 * 60 * 60 * 1000;
const days = 30;

export interface DashboardData {
  readonly users: number;
  readonly activeUsers: number;
  readonly threads: number;
  readonly messages: number;
  readonly unread: number;
  /** Oldest first; a day is one of UTC, by its date. */
  readonly perDay: readonly { readonly date: string; readonly count: number }[];
  readonly activeThreads: readonly {
    readonly id: number;
    readonly title: string;
    readonly messages: number;
    readonly updated: string;
  }[];
  readonly newestUsers: readonly {
    readonly id: number;
    readonly username: string;
    readonly created: string;
  }[];
}

/** Made of kept counts, and of an index for the days. Between two questions, others get their turn. */
export async function dashboardData(run: Run, clock: Clock): Promise<DashboardData> {
  const rows = async <Row>(sql: string, parameters: number[] = []): Promise<Row[]> => {
    await nextTurn();
    return run<Row>(sql, parameters);
  };
  const [users] = await rows<{ users: number; active: number; unread: number }>(
    'SELECT count(*) AS users, coalesce(sum(is_active), 0) AS active, coalesce(sum(unread_count), 0) AS unread FROM users',
  );
  const [threads] = await rows<{ threads: number; messages: number }>(
    'SELECT count(*) AS threads, coalesce(sum(message_count), 0) AS messages FROM threads',
  );
  const active = await rows<{ id: number; title: string; messages: number; updated: number }>(
    `SELECT t.id, low.username || ' & ' || high.username AS title, t.message_count AS messages, t.updated
     FROM (SELECT * FROM threads ORDER BY message_count DESC, id DESC LIMIT 5) t
     JOIN users low ON low.id = t.low_id JOIN users high ON high.id = t.high_id
     ORDER BY t.message_count DESC, t.id DESC`,
  );
  const newest = await rows<{ id: number; username: string; created: number }>(
    'SELECT id, username, created FROM users ORDER BY id DESC LIMIT 5',
  );
  const today = Math.floor(clock.now().getTime() / day) * day;
  const perDay: { date: string; count: number }[] = [];
  for (let start = today - (days - 1) * day; start <= today; start += day) {
    const [row] = await rows<{ count: number }>(
      'SELECT count(*) AS count FROM messages WHERE created >= ? AND created < ?',
      [start, start + day],
    );
    perDay.push({ date: new Date(start).toISOString().slice(0, 10), count: row?.count ?? 0 });
  }
  return {
    users: users?.users ?? 0,
    activeUsers: users?.active ?? 0,
    threads: threads?.threads ?? 0,
    messages: threads?.messages ?? 0,
    unread: users?.unread ?? 0,
    perDay,
    activeThreads: active.map((row) => ({ ...row, updated: new Date(row.updated).toISOString() })),
    newestUsers: newest.map((row) => ({ ...row, created: new Date(row.created).toISOString() })),
  };
}
