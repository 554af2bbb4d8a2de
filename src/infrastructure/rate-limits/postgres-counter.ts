import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Counted, Counter } from './counter.js';

/** How long to wait for the database, in milliseconds. */
const patience = 1000;

/** How far the clocks of several processes may be apart, in milliseconds. */
const skew = 60_000;

/** How often windows that have ended are removed, in milliseconds. */
const cleaning = 300_000;

/** Two processes that start together may both make the table. */
const madeMeanwhile = new Set(['23505', '42P07', '42710']);

export interface PostgresCounterOptions {
  /** What leads to the server that takes writes. */
  readonly server: Pick<pg.PoolConfig, 'connectionString' | 'Client'>;
  /** Whether that is a pooler, which takes no limits for a session. */
  readonly isPooler?: boolean | undefined;
  /** Whether statements are prepared by name. A pooler may not keep them. */
  readonly prepare?: boolean | undefined;
}

interface Row {
  readonly points: number;
  /** A bigint, in milliseconds since 1970. */
  readonly expire: string;
}

/**
 * In PostgreSQL, for all processes on it. The table is not logged, so counting costs no commit to disk. The processes have
 * only the time of day in common, which may be set back: a window that ends much later than one that begins now was begun by
 * another time, and is over.
 */
export class PostgresCounter implements Counter {
  readonly #cleaning: NodeJS.Timeout;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly prepare: boolean,
  ) {
    this.#cleaning = setInterval(() => void this.#clean(), cleaning).unref();
  }

  static async open({
    server,
    isPooler = false,
    prepare = true,
  }: PostgresCounterOptions): Promise<PostgresCounter> {
    const pool = new pg.Pool({
      ...server,
      max: 4,
      application_name: 'duet rate limits',
      connectionTimeoutMillis: patience,
      query_timeout: patience,
      ...(isPooler ? {} : { statement_timeout: patience }),
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
    return new PostgresCounter(pool, prepare);
  }

  async add(key: string, window: number): Promise<Counted> {
    const now = Date.now();
    const over = `rate_limits.expire NOT BETWEEN $3::bigint + 1 AND $2::bigint + ${skew}`;
    const [row] = await this.#rows({
      name: 'duet-count',
      text: `INSERT INTO rate_limits VALUES ($1, 1, $2)
        ON CONFLICT (key) DO UPDATE SET
          points = CASE WHEN ${over} THEN 1 ELSE rate_limits.points + 1 END,
          expire = CASE WHEN ${over} THEN $2 ELSE rate_limits.expire END
        RETURNING points, expire`,
      values: [hashed(key), now + window, now],
    });
    return countedIn(row as Row, now);
  }

  async look(key: string, window: number): Promise<Counted | undefined> {
    const now = Date.now();
    const [row] = await this.#rows({
      name: 'duet-counted',
      text: 'SELECT points, expire FROM rate_limits WHERE key = $1 AND expire > $2 AND expire <= $3',
      values: [hashed(key), now, now + window + skew],
    });
    return row && countedIn(row, now);
  }

  async close(): Promise<void> {
    clearInterval(this.#cleaning);
    await this.pool.end();
  }

  async #rows({ name, ...statement }: pg.QueryConfig): Promise<Row[]> {
    const config = this.prepare ? { name, ...statement } : statement;
    return (await this.pool.query<Row>(config)).rows;
  }

  async #clean(): Promise<void> {
    // Nobody counts on a window that ended so long ago, whose clock ever is behind.
    const query = this.pool.query('DELETE FROM rate_limits WHERE expire < $1', [Date.now() - 60 * skew]);
    await query.catch(() => undefined); // the next time will do
  }
}

/** People type passwords where names go, and addresses are theirs. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

function countedIn({ points, expire }: Row, now: number): Counted {
  return { count: points, left: Number(expire) - now };
}
