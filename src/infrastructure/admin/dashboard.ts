import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../application/ports/clock.js';
import type { Run } from './records.js';

const day = 24 * 60 * 60 * 1000;
const days = 30;

/** The time zone that a browser names, or UTC if the name is unknown. */
export function timeZoneOf(name: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(name) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** The last days in a time zone, oldest first: the date of each, and the moment at which it begins. */
function lastDays(now: number, timeZone: string): { date: string; start: number }[] {
  const dates = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }); // 2026-01-31
  const clock = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const today = Date.parse(`${dates.format(now)}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) => {
    const midnight = today - (days - 1 - index) * day;
    let start = midnight;
    // Twice, because the clocks may change between the first guess and the result.
    for (let round = 0; round < 2; round += 1) {
      start += midnight - Date.parse(`${clock.format(start).replace(' ', 'T')}Z`);
    }
    return { date: new Date(midnight).toISOString().slice(0, 10), start };
  });
}

export interface DashboardData {
  readonly users: number;
  readonly activeUsers: number;
  readonly threads: number;
  readonly messages: number;
  readonly unread: number;
  /** Oldest first. A day is a date in the admin's time zone. */
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

/** Reads stored counts, and an index for the days. Other requests are served between two statements. */
export async function dashboardData(run: Run, clock: Clock, timeZone: string): Promise<DashboardData> {
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
  const perDay: { date: string; count: number }[] = [];
  const calendar = lastDays(clock.now().getTime(), timeZone);
  for (const [index, { date, start }] of calendar.entries()) {
    const [row] = await rows<{ count: number }>(
      'SELECT count(*) AS count FROM messages WHERE created >= ? AND created < ?',
      [start, calendar[index + 1]?.start ?? start + 2 * day],
    );
    perDay.push({ date, count: row?.count ?? 0 });
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
