import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import pLimit, { type LimitFunction } from 'p-limit';
import pg from 'pg';
import { postgresMigrations } from '../../../../database/migrations/postgres/index.js';
import { DataSource, MigrationExecutor } from 'typeorm';
import type { AnswerTo, Question } from '../../../application/ports/conversations.js';
import type { Decision } from '../../../domain/conversation/decision.js';
import { decideBy } from '../decide-by.js';
import { refuseNewer } from '../known-migrations.js';
import { refuseUnfinished, unfinishedCopy } from '../unfinished-copy.js';
import type { Archive, DumpRecord } from '../../../application/ports/archive.js';
import type {
  Readers,
  Repositories,
  RunOptions,
  UnitOfWork,
} from '../../../application/ports/unit-of-work.js';
import { Outage } from '../../../application/ports/outage.js';
import { inTime, StoreHealth } from '../store-health.js';
import { storageUnavailable } from '../storage-unavailable.js';
import { UnitBounds } from '../unit-bounds.js';
import { postgresEntities } from './postgres-entities.js';
import {
  isBrokenRule,
  isConflict,
  numericTypes,
  postgresReading,
  postgresWriting,
  sqlOnPostgres,
  translated,
  isLasting,
} from './postgres-sql.js';
import { dropForeignLog, PostgresEventLog } from './postgres-event-log.js';
import { PostgresSignals } from './postgres-signals.js';
import { repositoriesOn } from '../sql/repositories.js';
import { UnitSql, type Sql, type SqlValue } from '../sql/sql.js';
import { recordsOn } from '../sql/sql-archive.js';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  readonly url: string;
  /** Whether it may be a copy that was broken off. */
  readonly unfinished?: boolean | undefined;
  /** How many connections there may be at once. */
  readonly poolSize?: number | undefined;
  /** How long one unit of work may take, and one statement, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Is told of each unit of work that begins: PostgreSQL itself commits together what can be. */
  readonly onGroup?: ((size: number) => void) | undefined;
}

/** How long to wait for the turn to write to a thread, and for one of the pool's connections, in milliseconds. */
const turnPatience = 8000;

/** For how many threads turns are kept. Who has none any more waits for the row: no harm but a connection. */
const busyThreads = 1000;

/** How long the server may take to accept a new connection, in milliseconds. */
const connectionPatience = 3000;

/** How long the database may take to answer whether it is there, in milliseconds. */
const pingPatience = 2000;

/** How long the driver waits for the server to give up a statement by itself, in milliseconds. */
const grace = 500;

/** How often a unit of work is begun again because another was in its way. */
const maxAttempts = 5;

/** The advisory lock under which the schema is made: any number that nothing else uses. */
const migrationLock = 7_161_950;

/**
 * Duet's data in PostgreSQL, through a pool of connections. Units of work run at the same time, under READ COMMITTED
 * and with the row locks that `dialect.hold` takes: first a thread's, then users' by rising id (see ADR 17).
 */
export class PostgresStore implements UnitOfWork, Archive {
  readonly signals: PostgresSignals;
  readonly #bounds: UnitBounds;
  readonly #readers: Readers;
  readonly #reading: Sql;
  readonly #pool: pg.Pool;
  readonly #onGroup: (size: number) => void;
  readonly #patience: number;
  readonly #turns = new LRUCache<number, LimitFunction>({ max: busyThreads });
  readonly #running = new Set<Promise<unknown>>();
  readonly #health = new StoreHealth(
    () => this.rows('UPDATE event_log SET pruned_id = pruned_id'),
    isLasting,
  );
  #closed = false;

  private constructor(
    readonly reader: DataSource,
    { timeout, onGroup = () => undefined }: PostgresStoreOptions & { timeout: number },
  ) {
    this.#pool = poolOf(reader);
    this.#bounds = new UnitBounds(timeout);
    this.#onGroup = onGroup;
    this.#patience = timeout + grace;
    this.#reading = sqlOnPostgres(this.#pool, postgresReading, this.#patience);
    this.#readers = repositoriesOn(this.#reading, new PostgresEventLog(this.#reading));
    this.signals = new PostgresSignals(
      () => new ImpatientClient(this.#pool.options),
      (channel, payload) => this.#pool.query('SELECT pg_notify($1, $2)', [channel, payload]),
    );
  }

  /**
   * Connects, and brings the schema up to date.
   * @throws Error that names the database, without the password, if it cannot be used.
   */
  static async open({ timeout = 5000, ...options }: PostgresStoreOptions): Promise<PostgresStore> {
    const { url, poolSize = 10 } = options;
    let dataSource: DataSource | undefined;
    try {
      dataSource = await connect(url, poolSize, timeout);
      await migrate(dataSource);
      const find = `SELECT 1 WHERE to_regclass('${unfinishedCopy}') IS NOT NULL`;
      if (options.unfinished !== true) refuseUnfinished(await dataSource.query<unknown[]>(find));
      await dropForeignLog(sqlOnPostgres(poolOf(dataSource), postgresWriting));
      return new PostgresStore(dataSource, { timeout, ...options });
    } catch (cause) {
      await dataSource?.destroy();
      throw new Error(`the database ${withoutSecrets(url)} cannot be used: ${reasonOf(cause)}`, { cause });
    }
  }

  get writeQueueDepth(): number {
    return this.#running.size;
  }

  async run<Result>(
    work: (repositories: Repositories) => Promise<Result>,
    { once = false, thread }: RunOptions = {},
  ): Promise<Result> {
    this.#bounds.refuseNesting();
    if (this.#closed) throw storageUnavailable('The server is stopping.');
    this.#onGroup(1);
    const unit = this.#health.write(() => this.#inTurn(thread, () => this.#untilNoConflict(work, once)));
    this.#running.add(unit);
    return unit.finally(() => this.#running.delete(unit));
  }

  decide<Asked extends Question, Result>(
    question: Asked,
    decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  ): Promise<Result> {
    return decideBy((work, options) => this.run(work, options), question, decide);
  }

  async read<Result>(work: (readers: Readers) => Promise<Result>): Promise<Result> {
    this.#bounds.refuseNesting();
    return work(this.#readers);
  }

  /** Reads by SQL with `?` for its parameters. */
  rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.#reading.rows<Row>(text, parameters);
  }

  async *records(): AsyncGenerator<DumpRecord> {
    const client = await this.#connect();
    let whole = false;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query('SET LOCAL idle_in_transaction_session_timeout = 0'); // a dump takes its time
      yield* recordsOn(sqlOnPostgres(client, postgresReading));
      await client.query('COMMIT');
      whole = true;
    } finally {
      client.release(!whole);
    }
  }

  /** @throws Outage `storage_unavailable` if the database cannot be read, or takes no writes. */
  async ping(): Promise<void> {
    const answer = this.#reading.rows<{ read_only: string }>(
      `SELECT current_setting('transaction_read_only') AS read_only
       FROM (SELECT 1) AS one LEFT JOIN (SELECT 1 FROM users LIMIT 1) AS users ON true`,
    );
    answer.catch(() => undefined); // which may come when nobody waits for it any more
    await inTime(answer, pingPatience);
    const [row] = await answer;
    if (row?.read_only !== 'off') throw storageUnavailable('The database takes no writes.');
    await this.#health.check();
  }

  /** Waits for the units of work that were accepted, then closes all connections. */
  async close(): Promise<void> {
    this.#closed = true;
    this.signals.close();
    await Promise.allSettled(this.#running);
    // A server that has stopped does not say goodbye.
    await Promise.race([this.reader.destroy(), pause(pingPatience, undefined, { ref: false })]);
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw translated(error);
    }
  }

  /** Those who would wait for the thread's row wait here, or each would keep a connection from everybody else. */
  async #inTurn<Result>(thread: number | undefined, unit: () => Promise<Result>): Promise<Result> {
    if (thread === undefined) return unit();
    const turns = this.#turns.get(thread) ?? pLimit(1);
    this.#turns.set(thread, turns);
    const deadline = performance.now() + turnPatience;
    return turns(() => {
      if (performance.now() > deadline) throw tooMany();
      return unit();
    });
  }

  async #untilNoConflict<Result>(
    work: (repositories: Repositories) => Promise<Result>,
    once: boolean,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        // A rule that is broken again and again is broken by the work itself.
        if (once || !isConflict(error) || (isBrokenRule(error) && attempt >= 3)) throw error;
        if (attempt === maxAttempts) throw tooMany(error);
        await pause(Math.random() * 20 * attempt); // so that the same two do not meet again
      }
    }
  }

  async #attempt<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    const client = await this.#connect();
    const raw = sqlOnPostgres(client, postgresWriting, this.#patience);
    const sql = new UnitSql(raw);
    const events = new PostgresEventLog(sql);
    let result: Result;
    try {
      result = await this.#bounds.run(async (expired) => {
        await raw.change('BEGIN');
        const value = await Promise.race([work(repositoriesOn(sql, events)), expired]);
        await sql.close();
        return value;
      });
    } catch (error) {
      await rollBack(client, sql, error);
      throw error;
    }
    try {
      await raw.change('COMMIT');
    } catch (error) {
      client.release(true);
      throw error instanceof Outage ? outcomeUnknown(error.cause) : error;
    }
    client.release();
    if (events.recorded) this.signals.committed();
    return result;
  }
}

/** The server drops what is not committed when its connection ends; asked to, it keeps the connection. */
async function rollBack(client: pg.PoolClient, sql: UnitSql, error: unknown): Promise<void> {
  const lost = error instanceof Outage;
  if (lost) client.release(true); // so that a statement that hangs ends, too
  await sql.close().catch(() => undefined); // what was cut short is undone in any case
  if (lost) return;
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}

function tooMany(cause?: unknown): Outage {
  return storageUnavailable('Too many write here at once.', cause);
}

function outcomeUnknown(cause: unknown): Outage {
  return new Outage(
    'storage_unavailable',
    'The connection to the database broke while it committed, so it may or may not have been stored. ' +
      'Look, or repeat it with the same Idempotency-Key.',
    { cause },
  );
}

async function connect(url: string, poolSize: number, timeout: number): Promise<DataSource> {
  const limits = { statement_timeout: timeout, idle_in_transaction_session_timeout: timeout + grace };
  const dataSource = new DataSource({
    type: 'postgres',
    poolSize,
    connectTimeoutMS: turnPatience,
    applicationName: 'duet',
    extra: {
      Client: ImpatientClient,
      connectionString: url,
      types: numericTypes,
      onConnect: expectToBreak,
      keepAlive: true,
      ...limits,
    },
    entities: postgresEntities,
    migrations: postgresMigrations,
    logger: 'debug', // the default one writes to standard output, among our own log
  });
  await dataSource.initialize();
  return dataSource;
}

/** The pool has one limit for both: the wait for a connection, and the making of one. */
class ImpatientClient extends pg.Client {
  constructor(options: pg.ClientConfig) {
    super({ ...options, connectionTimeoutMillis: connectionPatience });
  }
}

/** Whoever has the connection learns that it broke by the statement that fails; nobody else needs to know. */
function expectToBreak(client: pg.ClientBase): void {
  client.on('error', () => undefined);
}

/** TypeORM's own pool: it has no other way to run statements that are prepared by name. */
function poolOf(dataSource: DataSource): pg.Pool {
  return (dataSource.driver as unknown as { master: pg.Pool }).master;
}

/** One process at a time: the second of two that start together finds nothing left to do. */
async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  const [{ server_encoding: encoding }] = (await runner.query('SHOW server_encoding')) as [
    { server_encoding: string },
  ];
  if (encoding !== 'UTF8') throw new Error(`its encoding is ${encoding}: create one with ENCODING 'UTF8'.`);
  await runner.query('BEGIN');
  try {
    await runner.query('SET LOCAL statement_timeout = 0'); // an index takes as long as it takes
    await runner.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    const [{ there }] = (await runner.query(`SELECT to_regclass('migrations') IS NOT NULL AS there`)) as [
      { there: boolean },
    ];
    const done = there ? ((await runner.query('SELECT name FROM migrations')) as { name: string }[]) : [];
    refuseNewer(
      done.map(({ name }) => name),
      postgresMigrations,
    );
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'none';
    await executor.executePendingMigrations();
    await runner.query('COMMIT');
  } catch (error) {
    await runner.query('ROLLBACK');
    throw error;
  } finally {
    await runner.release();
  }
}

/** The database that a URL names, without user and password. */
export function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

/** A host with several addresses fails once for each. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message: string; code?: string; errors?: Error[] };
  return message || errors?.map((one) => one.message).join(', ') || code || 'it does not answer';
}
