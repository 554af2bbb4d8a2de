import { createHash } from 'node:crypto';
import pg from 'pg';
import {
  RateLimiterCluster,
  RateLimiterClusterMaster,
  RateLimiterMemory,
  RateLimiterPostgres,
  type IRateLimiterOptions,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';

/** Makes what counts for one limit. Limits of one name count together, wherever that is. */
export type Counter = (options: IRateLimiterOptions) => RateLimiterAbstract;

/** How long to wait for the place that all count in, in milliseconds. */
const patience = 1000;

/** Within this process, and forgotten with it. */
export const countHere: Counter = (options) => new RateLimiterMemory(options);

/** In the primary of a cluster, which `countForWorkers` was called in. */
export const countInPrimary: Counter = (options) =>
  new RateLimiterCluster({ ...options, timeoutMs: patience });

/** Lets the workers of this process count in it. */
export function countForWorkers(): void {
  new RateLimiterClusterMaster();
}

/** Two processes that start together may both make the table. */
const madeMeanwhile = new Set(['23505', '42P07', '42710']);

/**
 * In PostgreSQL, for all processes on it. The table is not logged, so counting costs no commit to disk.
 * @returns the counter, and how to end its connections.
 */
export async function countOnPostgres(
  url: string,
): Promise<{ counter: Counter; close: () => Promise<void> }> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    application_name: 'duet rate limits',
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    statement_timeout: patience,
  });
  pool.on('error', () => undefined); // the next one to count learns of it
  try {
    await pool.query(
      'CREATE UNLOGGED TABLE IF NOT EXISTS rate_limits (key text PRIMARY KEY, points integer NOT NULL, expire bigint)',
    );
  } catch (error) {
    if (!madeMeanwhile.has((error as { code?: string }).code ?? '')) {
      await pool.end();
      throw error;
    }
  }
  const counter: Counter = (options) =>
    new HashedKeys({ ...options, storeClient: pool, tableName: 'rate_limits', tableCreated: true });
  return { counter, close: () => pool.end() };
}

/** How far the clocks of several processes may be apart, in milliseconds. */
const skew = 60_000;

/**
 * People type passwords where names go, and addresses are theirs: so keys are hashed. The processes have only the time
 * of day in common, which may be set back: a window that ends much later than one that begins now was begun by another time,
 * and is over. In memory the library ends windows by timers, which nobody sets.
 */
class HashedKeys extends RateLimiterPostgres {
  override getKey(key: string | number): string {
    return createHash('sha256').update(super.getKey(key)).digest('base64url');
  }

  // Replaces that of the library, which knows no end that is too late.
  _upsert(key: string, points: number, milliseconds: number): Promise<unknown> {
    const now = Date.now();
    const over = `rate_limits.expire NOT BETWEEN $4::bigint + 1 AND $3::bigint + ${skew}`;
    return this.#client.query({
      name: 'duet-count',
      text: `INSERT INTO rate_limits VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET
          points = CASE WHEN ${over} THEN $2 ELSE rate_limits.points + $2 END,
          expire = CASE WHEN ${over} THEN $3 ELSE rate_limits.expire END
        RETURNING points, expire`,
      values: [key, points, now + milliseconds, now],
    });
  }

  // Replaces that of the library for the same reason.
  async _get(key: string): Promise<unknown> {
    const now = Date.now();
    const found = await this.#client.query({
      name: 'duet-counted',
      text: 'SELECT points, expire FROM rate_limits WHERE key = $1 AND expire > $2 AND expire <= $3',
      values: [key, now, now + this.duration * 1000 + skew],
    });
    return found.rowCount === 0 ? null : found;
  }

  get #client(): pg.Pool {
    return (this as unknown as { client: pg.Pool }).client;
  }
}
