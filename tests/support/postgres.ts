import { expect } from 'chai';
import pg from 'pg';
import { numericTypes } from '../../src/infrastructure/persistence/postgres/postgres-sql.js';
import { once } from './once.js';
import { binaries, Cluster, removeClusters } from './postgres-cluster.js';

/** Commits reach the disk only where a test is about that: the rest is over sooner. */
const inHaste = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'deadlock_timeout=100ms'];

/** The one that the tests share; its databases are each test's own. */
export const sharedCluster: () => Promise<Cluster> = once(() => Cluster.start(...inHaste));

/** A URL for a database that is fresh and empty. */
export async function postgresUrl(): Promise<string> {
  const cluster = await sharedCluster();
  return cluster.urlOf(await cluster.database());
}

/** Runs a query on a database; numbers come as numbers. */
export async function rowsOf<Row>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, types: numericTypes });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Nothing that is notified in this database arrives any more, for those who connect from now on. */
export async function muteNotifications(url: string): Promise<void> {
  await rowsOf(
    url,
    `CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE sql AS '';
     DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$`,
  );
}

/** What is kept is what counting gives. */
export async function expectExactCounts(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const wrong = await client.query(`
      WITH per_thread AS (
        SELECT t.id, count(m.id) AS messages, max(m.id) AS last,
          count(*) FILTER (WHERE m.is_read = 0 AND m.sender_id = t.high_id) AS low_unread,
          count(*) FILTER (WHERE m.is_read = 0 AND m.sender_id = t.low_id) AS high_unread
        FROM threads t LEFT JOIN messages m ON m.thread_id = t.id GROUP BY t.id),
      per_user AS (
        SELECT u.id, count(t.id) AS threads,
          coalesce(sum(CASE u.id WHEN t.low_id THEN c.low_unread ELSE c.high_unread END), 0) AS unread
        FROM users u LEFT JOIN threads t ON u.id IN (t.low_id, t.high_id) LEFT JOIN per_thread c ON c.id = t.id
        GROUP BY u.id)
      SELECT 'thread ' || t.id AS wrong FROM threads t JOIN per_thread c ON c.id = t.id
      WHERE (t.message_count, t.low_unread, t.high_unread) <> (c.messages, c.low_unread, c.high_unread)
        OR t.last_message_id IS DISTINCT FROM c.last
      UNION ALL
      SELECT 'user ' || u.id FROM users u JOIN per_user c ON c.id = u.id
      WHERE (u.thread_count, u.unread_count) <> (c.threads, c.unread)`);
    expect(wrong.rows, 'wrong counts').to.deep.equal([]);
  } finally {
    await client.end();
  }
}

/** Why there is no PostgreSQL to test with; undefined if there is. In CI there must be. */
export function noPostgres(): string | undefined {
  try {
    binaries();
    return undefined;
  } catch (error) {
    if (process.env['CI'] !== undefined) throw error;
    return (error as Error).message;
  }
}

/** A suite that needs PostgreSQL: where there is none, one pending test says so. */
export function postgresSuite(title: string, define: (this: Mocha.Suite) => void): void {
  const reason = noPostgres();
  describe(title, function () {
    if (reason === undefined) define.call(this);
    else it.skip(reason);
  });
}

after(removeClusters);
