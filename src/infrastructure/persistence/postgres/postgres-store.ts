import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import pLimit, { type LimitFunction } from 'p-limit';
import type pg from 'pg';
import { postgresMigrations } from '../../../../database/migrations/postgres/index.js';
import { DataSource, MigrationExecutor } from 'typeorm';
import type { AnswerTo, Question } from '../../../application/ports/conversations.js';
import type { Decision } from '../../../domain/conversation/decision.js';
import { refuseNewer } from '../known-migrations.js';
import { refuseUnfinished, unfinishedCopy } from '../unfinished-copy.js';
import type { AdminDirectory } from '../../../application/ports/admin-directory.js';
import type { Archive, DumpRecord } from '../../../application/ports/archive.js';
import type {
  Readers,
  ReadOptions,
  Repositories,
  RunOptions,
  UnitOfWork,
} from '../../../application/ports/unit-of-work.js';
import { Outage } from '../../../application/ports/outage.js';
import { inTime, rehearsalOf, StoreHealth } from '../store-health.js';
import { storageUnavailable } from '../storage-unavailable.js';
import { UnitBounds } from '../unit-bounds.js';
import { CommitFailed, decideTogether, groupDialect, type Ending } from './decision-group.js';
import { DecisionQueue, type Fate, type Undecided } from './decision-queue.js';
import { postgresEntities } from './postgres-entities.js';
import {
  isBrokenRule,
  isConflict,
  isHeldUp,
  isUnanswered,
  PostgresConnection,
  postgresReading,
  postgresWriting,
  PostgresSql,
  translated,
  postgresFaults,
  type Sending,
} from './postgres-sql.js';
import { dropForeignLog, PostgresEventLog } from './postgres-event-log.js';
import {
  beginWith,
  cancelling,
  grace,
  limitsOf,
  poolOf,
  refuseNames,
  refusePooler,
  turnPatience,
} from './postgres-pool.js';
import { PostgresSignals } from './postgres-signals.js';
import { switchMessageSearch } from './message-search-switch.js';
import { PostgresStandby } from './postgres-standby.js';
import { LogTimeline } from './log-timeline.js';
import { withoutSecrets } from './server-urls.js';
import { mayPass, reasonOf, Servers } from './servers.js';
import { repositoriesOn } from '../sql/repositories.js';
import { SqlAdminDirectory } from '../sql/sql-admin-directory.js';
import { UnitConnection, type Connection, type SqlValue } from '../sql/sql.js';
import { recordsFrom } from './postgres-dump.js';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  readonly url: string;
  /** The server itself, where `url` is that of a pooler: for what needs a session. */
  readonly directUrl?: string | undefined;
  /** A server that may be behind, for what may be. */
  readonly readUrl?: string | undefined;
  /** Whether statements are prepared by name. A pooler may not keep them. */
  readonly prepare?: boolean | undefined;
  /** Whether it may be a copy that was broken off. */
  readonly unfinished?: boolean | undefined;
  /** Whether messages are indexed so that they can be found; undefined: as it was before. */
  readonly messageSearch?: boolean | undefined;
  /** How many connections there may be at once. */
  readonly poolSize?: number | undefined;
  /** How long one unit of work may take, and one statement, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Is told of each unit of work that begins: PostgreSQL itself commits together what can be. */
  readonly onGroup?: ((size: number) => void) | undefined;
}

/** What a store is made with once its database is open. */
interface Opened extends PostgresStoreOptions {
  readonly timeout: number;
  readonly timeline: LogTimeline;
  readonly servers: Servers;
  /** Those past the pooler, if there is one. */
  readonly directServers: Servers;
}

/** For how many threads turns are kept. Who has none any more waits for the row: no harm but a connection. */
const busyThreads = 1000;

/** How long the database may take to answer whether it is there, in milliseconds. */
const pingPatience = 2000;

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
  readonly adminDirectory: AdminDirectory;
  readonly #readers: Readers;
  readonly #reading: Connection;
  readonly #pool: pg.Pool;
  readonly #standby: PostgresStandby | undefined;
  readonly #standbysReaders: Readers | undefined;
  readonly #isPooled: boolean;
  readonly #directServers: Servers;
  readonly #direct: pg.ClientConfig;
  readonly #servers: Servers;
  readonly #onGroup: (size: number) => void;
  readonly #sending: Sending;
  readonly #begin: string;
  readonly #turns = new LRUCache<number, LimitFunction>({ max: busyThreads });
  readonly #running = new Set<Promise<unknown>>();
  readonly #health = new StoreHealth(() => this.#tryToWrite(), postgresFaults);
  readonly #decisions = new DecisionQueue({
    alone: (one) => this.#decideAlone(one),
    together: (group) => this.#decideTogether(group),
    tooLate: tooMany,
    onGroup: (size) => this.#onGroup(size),
    patience: turnPatience,
  });
  #closed = false;

  private constructor(
    readonly reader: DataSource,
    pool: pg.Pool,
    direct: pg.Pool,
    { timeout, prepare, readUrl, timeline, servers, directServers, onGroup = () => undefined }: Opened,
  ) {
    this.#servers = servers;
    this.#directServers = directServers;
    this.#pool = pool;
    this.#direct = direct.options;
    this.#bounds = new UnitBounds(timeout);
    this.#onGroup = onGroup;
    this.#sending = { timeout: timeout + grace, named: prepare };
    this.#isPooled = pool !== direct;
    this.#begin = this.#isPooled ? beginWith(limitsOf(timeout)) : 'BEGIN';
    const single = this.#isPooled ? cancelling(pool, timeout) : pool;
    this.#reading = new PostgresConnection(reader, single, postgresReading, this.#sending);
    this.#readers = repositoriesOn(this.#reading, new PostgresEventLog(this.#reading, timeline.recent));
    const watched = {
      dialect: this.#reading.dialect,
      rows: <Row>(text: string, parameters?: readonly SqlValue[]) =>
        this.#health.read(() => this.#reading.rows<Row>(text, parameters)),
    };
    this.#standby = readUrl === undefined ? undefined : new PostgresStandby(readUrl, timeout);
    const late = this.#standby?.connection(reader);
    this.#standbysReaders = late && repositoriesOn(late, new PostgresEventLog(late, timeline.recent));
    this.adminDirectory = new SqlAdminDirectory(watched, late);
    this.signals = new PostgresSignals(
      () => directServers.client(this.#direct),
      (channel, payload) => this.#pool.query('SELECT pg_notify($1, $2)', [channel, payload]),
    );
  }

  /**
   * Connects, and brings the schema up to date.
   * @throws Error that names the database, without the password, if it cannot be used.
   */
  static async open({ timeout = 5000, ...options }: PostgresStoreOptions): Promise<PostgresStore> {
    const { url, directUrl = url, poolSize = 10 } = options;
    const limits = limitsOf(timeout);
    const directServers = Servers.of(directUrl);
    const direct = poolOf(directServers, poolSize, limits);
    const timeline = new LogTimeline();
    const prepared = await usable(directUrl, direct, async (dataSource) => {
      await refusePooler(direct, limits);
      await dataSource.initialize();
      await migrate(dataSource, options.messageSearch);
      const find = `SELECT 1 WHERE to_regclass('${unfinishedCopy}') IS NOT NULL`;
      if (options.unfinished !== true) refuseUnfinished(await dataSource.query<unknown[]>(find));
      await dropForeignLog(new PostgresSql(direct, postgresWriting));
      // Connections through a pooler outlive its server, so others may have written there before it was looked at.
      const isLate = directUrl !== url;
      directServers.admit = (client, standing) => timeline.admit(client, standing, isLate);
      await directServers.visit(direct.options);
    });
    const made = { timeout, timeline, directServers, ...options };
    if (directUrl === url) {
      const all = { ...made, servers: directServers };
      return new PostgresStore(prepared, direct, direct, all).#besideItsStandby();
    }
    await prepared.destroy();
    const servers = Servers.of(url);
    const pool = poolOf(servers, poolSize);
    const pooled = await usable(url, pool, async (dataSource) => {
      await dataSource.initialize();
      if (options.prepare !== false) await refuseNames(pool);
    });
    return new PostgresStore(pooled, pool, direct, { ...made, servers }).#besideItsStandby();
  }

  get writeQueueDepth(): number {
    return this.#running.size;
  }

  run<Result>(
    work: (repositories: Repositories) => Promise<Result>,
    { once = false, thread }: RunOptions = {},
  ): Promise<Result> {
    return this.#accept(
      () => {
        this.#onGroup(1);
        return this.#inTurn(thread, () => this.#untilNoConflict(onceBegun(work), once));
      },
      once ? undefined : work,
    );
  }

  decide<Asked extends Question, Result>(
    question: Asked,
    decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  ): Promise<Result> {
    const undecided = { question, decide };
    return this.#accept(() => {
      if (!('thread' in question) || !this.#isInTurns(question.thread))
        return this.#decisions.take(undecided);
      this.#onGroup(1);
      return this.#decideAlone(undecided);
    }, workOf(undecided));
  }

  async read<Result>(
    work: (readers: Readers) => Promise<Result>,
    { mayBeBehind = false }: ReadOptions = {},
  ): Promise<Result> {
    this.#bounds.refuseNesting();
    if (mayBeBehind && this.#standbysReaders !== undefined) return work(this.#standbysReaders);
    return this.#health.read(() => work(this.#readers));
  }

  /** Reads by SQL with `?` for its parameters. */
  rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.#reading.rows<Row>(text, parameters);
  }

  records(): AsyncIterable<DumpRecord> {
    return this.#standby?.records() ?? recordsFrom(this.#pool, this.#sending);
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
    if (row?.read_only !== 'off') {
      this.#servers.lookAround();
      throw storageUnavailable('The database takes no writes.');
    }
    this.#lookPastPooler();
    await this.#health.check();
  }

  /** Whether a standby was promoted, which connections through a pooler do not show. */
  #lookPastPooler(): void {
    if (!this.#isPooled) return;
    this.#directServers.visit(this.#direct).catch(() => undefined); // the next look may succeed
  }

  /** Waits for the units of work that were accepted, then closes all connections. */
  async close(): Promise<void> {
    this.#closed = true;
    this.signals.close();
    await Promise.allSettled(this.#running);
    // A server that has stopped does not say goodbye.
    const ended = Promise.all([this.reader.destroy(), this.#standby?.close()]);
    await Promise.race([ended, pause(pingPatience, undefined, { ref: false })]);
  }

  /** A copy of another database would show some people what is others'. */
  async #besideItsStandby(): Promise<this> {
    const name = async () => (await this.rows<{ name: string }>('SELECT name FROM event_log'))[0]?.name;
    for (let look = 1; this.#standby !== undefined; look += 1) {
      const [here, there] = await Promise.all([name(), this.#standby.logName()]);
      if (there === undefined || there === here) break;
      if (look === 5) {
        await this.close();
        throw new Error(
          'DATABASE_READ_URL leads to another database than DATABASE_URL, and not to its standby.',
        );
      }
      await pause(200); // it may be behind
    }
    return this;
  }

  /** @param rehearsed what shows again whether the unit meets damage. */
  async #accept<Result>(
    unit: () => Promise<Result>,
    rehearsed: ((repositories: Repositories) => Promise<unknown>) | undefined,
  ): Promise<Result> {
    this.#bounds.refuseNesting();
    if (this.#closed) throw storageUnavailable('The server is stopping.');
    const running = this.#health.write(
      unit,
      rehearsed && rehearsalOf((rehearsal) => this.#attempt(onceBegun(rehearsal)), rehearsed),
    );
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  #decideAlone<Asked extends Question, Result>(undecided: Undecided<Asked, Result>): Promise<Result> {
    const { question } = undecided;
    const thread = 'thread' in question ? question.thread : undefined;
    return this.#inTurn(thread, () => this.#untilNoConflict(workOf(undecided), false));
  }

  async #decideTogether(group: readonly Undecided[]): Promise<readonly Fate[]> {
    const client = await this.#connect();
    let ending: Ending;
    try {
      const sql = new PostgresSql(client, groupDialect, this.#sending);
      ending = await decideTogether(sql, this.#begin, group);
    } catch (error) {
      if (error instanceof CommitFailed) {
        client.release(true);
        throw this.#outcomeUnknown(error.cause) ?? error;
      }
      const reason = isHeldUp(error) ? (error as Outage).cause : error;
      await rollBack(client, reason);
      throw reason;
    }
    client.release();
    if (ending.recorded) this.signals.committed();
    return ending.fates;
  }

  async #connect(): Promise<pg.PoolClient> {
    this.#health.refuseWhileHanging();
    return this.#connectAnyway();
  }

  async #connectAnyway(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw translated(error);
    }
  }

  /** In a transaction, so that nothing but an answer ends the wait for its commit. */
  async #tryToWrite(): Promise<void> {
    const client = await this.#connectAnyway();
    const sql = new PostgresSql(client, postgresWriting, this.#sending);
    try {
      for (const text of [this.#begin, 'UPDATE event_log SET pruned_id = pruned_id', 'COMMIT']) {
        await sql.change(text);
      }
      client.release();
    } catch (error) {
      await rollBack(client, error);
      throw error;
    }
  }

  /** What whoever waited for a commit is told; undefined if it was refused for another reason. */
  #outcomeUnknown(error: unknown): Outage | undefined {
    if (!(error instanceof Outage)) return undefined;
    if (isUnanswered(error.cause)) this.#health.hang();
    return outcomeUnknown(error.cause);
  }

  /** Whether somebody writes to the thread who had to be alone, or waits to. */
  #isInTurns(thread: number): boolean {
    const turns = this.#turns.peek(thread);
    return turns !== undefined && turns.activeCount + turns.pendingCount > 0;
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

  async #untilNoConflict<Result>(work: Attempt<Result>, once: boolean): Promise<Result> {
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

  async #attempt<Result>(work: Attempt<Result>): Promise<Result> {
    const client = await this.#connect();
    const connection = new PostgresConnection(this.reader, client, postgresWriting, this.#sending);
    const unit = new UnitConnection(connection);
    const events = new PostgresEventLog(unit);
    let result: Result;
    try {
      result = await this.#bounds.run(async (expired) => {
        const begun = connection.change(this.#begin);
        begun.catch(() => undefined); // the work may fail before it looks at it
        const value = await Promise.race([work(repositoriesOn(unit, events), begun), expired]);
        await unit.close();
        return value;
      });
    } catch (error) {
      await rollBack(client, error, unit);
      throw error;
    }
    try {
      await connection.change('COMMIT');
    } catch (error) {
      client.release(true);
      throw this.#outcomeUnknown(error) ?? error;
    }
    client.release();
    if (events.recorded) this.signals.committed();
    return result;
  }
}

/** A unit of work, which may read before `BEGIN` is answered, and writes nothing before. */
type Attempt<Result> = (repositories: Repositories, begun: Promise<unknown>) => Promise<Result>;

function onceBegun<Result>(work: (repositories: Repositories) => Promise<Result>): Attempt<Result> {
  return async (repositories, begun) => {
    await begun;
    return work(repositories);
  };
}

function workOf<Asked extends Question, Result>({ question, decide }: Undecided<Asked, Result>) {
  return async ({ conversations }: Repositories, begun?: Promise<unknown>): Promise<Result> => {
    const [answer] = await Promise.all([conversations.hold(question), begun]);
    return conversations.apply(decide(answer));
  };
}

/** The server drops what is not committed when its connection ends; asked to, it keeps the connection. */
async function rollBack(client: pg.PoolClient, error: unknown, unit?: UnitConnection): Promise<void> {
  const lost = error instanceof Outage;
  if (lost) client.release(true); // so that a statement that hangs ends, too
  await unit?.close().catch(() => undefined); // what was cut short is undone in any case
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

/** The database cannot be used now, which may change by itself: it is down, or a standby that may be promoted. */
export class DatabaseAway extends Error {}

/** What TypeORM makes of a pool, after some work on it. */
async function usable(
  url: string,
  pool: pg.Pool,
  begin: (dataSource: DataSource) => Promise<void>,
): Promise<DataSource> {
  const dataSource = dataSourceOn(pool);
  try {
    await begin(dataSource);
    return dataSource;
  } catch (cause) {
    if (!pool.ending) await pool.end(); // TypeORM ends it, too, where it fails to start
    const message = `the database ${withoutSecrets(url)} cannot be used: ${reasonOf(cause)}`;
    throw new (mayPass(cause) ? DatabaseAway : Error)(message, { cause });
  }
}

/** TypeORM on this pool, which it would rather make itself: so the driver that it is given "makes" this one. */
function dataSourceOn(pool: pg.Pool): DataSource {
  return new DataSource({
    type: 'postgres',
    driver: {
      Pool: function Pool() {
        return pool;
      },
    },
    entities: postgresEntities,
    migrations: postgresMigrations,
    logger: 'debug', // the default one writes to standard output, among our own log
  });
}

/** One process at a time: the second of two that start together finds nothing left to do. */
async function migrate(dataSource: DataSource, messageSearch: boolean | undefined): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    const [{ server_encoding: encoding }] = (await runner.query('SHOW server_encoding')) as [
      { server_encoding: string },
    ];
    if (encoding !== 'UTF8') throw new Error(`its encoding is ${encoding}: create one with ENCODING 'UTF8'.`);
    await runner.query('BEGIN');
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
    if (messageSearch !== undefined) await switchMessageSearch(runner, messageSearch);
    await runner.query('COMMIT');
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined); // the first error says what is wrong
    throw error;
  } finally {
    await runner.release();
  }
}
