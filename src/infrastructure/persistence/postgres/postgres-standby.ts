import pg from 'pg';
import type { DataSource } from 'typeorm';
import { postgresMigrations } from '../../../../database/migrations/postgres/index.js';
import type { Archive, DumpRecord } from '../../../application/ports/archive.js';
import { refuseNewer, refuseOlder } from '../known-migrations.js';
import { storageUnavailable } from '../storage-unavailable.js';
import type { Connection } from '../sql/sql.js';
import { recordsFrom } from './postgres-dump.js';
import { cancelling, grace, turnPatience } from './postgres-pool.js';
import {
  PostgresConnection,
  isConflict,
  numericTypes,
  postgresReading,
  type Sending,
} from './postgres-sql.js';

/** How many connections there may be at once: what goes here may wait. */
const poolSize = 4;

/**
 * A server that takes no writes and may be behind, for reads that may be, too. There may be a pooler before it, so nothing
 * rests on a session. Nobody waits for it at the start: while it is away, only these reads fail.
 */
export class PostgresStandby implements Archive {
  readonly #pool: pg.Pool;
  readonly #sending: Sending;

  /** @param timeout how long one statement may take, in milliseconds. */
  constructor(
    url: string,
    private readonly timeout = 5000,
  ) {
    this.#sending = { timeout: timeout + grace, named: false };
    this.#pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: turnPatience,
      application_name: 'duet reads',
      types: numericTypes,
      keepAlive: true,
    });
    this.#pool.on('error', () => undefined); // the next statement on it fails
  }

  /** @param dataSource knows the entities. */
  connection(dataSource: DataSource): Connection {
    const single = cancelling(this.#pool, this.timeout);
    const query = async (config: pg.QueryConfig) => {
      try {
        return await single.query(config);
      } catch (error) {
        throw isConflict(error) ? storageUnavailable('The standby dropped it, to keep up.', error) : error;
      }
    };
    const client = { query } as Pick<pg.ClientBase, 'query'>;
    return new PostgresConnection(dataSource, client, postgresReading, this.#sending);
  }

  records(): AsyncIterable<DumpRecord> {
    return recordsFrom(this.#pool, this.#sending);
  }

  /** The name of its log of events, by which databases are told apart; undefined if it does not say. */
  async logName(): Promise<string | undefined> {
    const { rows } = await this.#pool
      .query<{ name: string }>({ text: 'SELECT name FROM event_log' })
      .catch(() => ({ rows: [] }));
    return rows[0]?.name;
  }

  /** @throws Error if its schema is not this version's. */
  async requireThisVersion(): Promise<void> {
    const { rows } = await this.#pool.query<{ name: string }>('SELECT name FROM migrations');
    const done = rows.map(({ name }) => name);
    refuseNewer(done, postgresMigrations);
    refuseOlder(done, postgresMigrations);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
