import type pg from 'pg';
import type { DumpRecord } from '../../../application/ports/archive.js';
import { recordsOn } from '../sql/sql-archive.js';
import { postgresReading, PostgresSql, translated, type Sending } from './postgres-sql.js';

/** All that a dump has, as one transaction sees it. */
export async function* recordsFrom(pool: pg.Pool, { named }: Sending): AsyncGenerator<DumpRecord> {
  const client = await pool.connect().catch((error: unknown) => {
    throw translated(error);
  });
  let whole = false;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0'); // a dump takes its time
    yield* recordsOn(new PostgresSql(client, postgresReading, { named }));
    await client.query('COMMIT');
    whole = true;
  } finally {
    client.release(!whole);
  }
}
