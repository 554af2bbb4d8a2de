import { sqliteMigrations } from '../../../../database/migrations/sqlite/index.js';
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource } from 'typeorm';
import type { AnswerTo, Question } from '../../../application/ports/conversations.js';
import type { Decision } from '../../../domain/conversation/decision.js';
import { betterSqlite3 } from './better-sqlite3.js';
import { decideBy } from '../decide-by.js';
import { refuseNewer } from '../known-migrations.js';
import { refuseUnfinished, unfinishedCopy } from '../unfinished-copy.js';
import type { AdminDirectory } from '../../../application/ports/admin-directory.js';
import type { Archive, DumpRecord } from '../../../application/ports/archive.js';
import type {
  Readers,
  Repositories,
  RunOptions,
  UnitOfWork,
} from '../../../application/ports/unit-of-work.js';
import { rehearsalOf, StoreHealth } from '../store-health.js';
import { LocalSignals } from '../local-signals.js';
import { WriteQueue, type WriteQueueOptions } from '../write-queue.js';
import { entities } from '../sql/entities.js';
import { repositoriesOn } from '../sql/repositories.js';
import { SqlAdminDirectory } from '../sql/sql-admin-directory.js';
import { SqliteTransaction } from './sqlite-transaction.js';
import type { Connection, SqlValue } from '../sql/sql.js';
import { FilePlace } from './file-place.js';
import { switchMessageSearch } from './message-search-switch.js';
import { connectionOf, driverError, sqliteFaults } from './sqlite-sql.js';
import { recordsOn } from '../sql/sql-archive.js';

export interface SqliteStoreOptions extends Partial<WriteQueueOptions> {
  readonly driver: 'better-sqlite3' | 'sqlite3';
  readonly file: string;
  /** How long to wait for another process that holds the file's write lock, in milliseconds. */
  readonly lockPatience?: number;
  /** Whether it may be a copy that was broken off. */
  readonly unfinished?: boolean;
  /** Whether messages are indexed so that they can be found; undefined: as it was before. */
  readonly messageSearch?: boolean | undefined;
}

/** So few that work that waits behind it does not notice. */
const forgottenAtOnce = 100;

/**
 * Duet's data in one SQLite file, through two connections: one writes, in turn, and one reads what is committed.
 * TypeORM gives all of a data source the same SQLite connection, so with one they would mix (see ADR 2).
 */
export class SqliteStore implements UnitOfWork, Archive {
  readonly signals = new LocalSignals(() => this.#hasChanged());
  #version: number | undefined;
  readonly #transaction: SqliteTransaction;
  readonly #queue: WriteQueue<Repositories>;
  readonly adminDirectory: AdminDirectory;
  readonly #readers: Readers;
  readonly #health: StoreHealth;

  private constructor(
    readonly writer: DataSource,
    readonly reader: DataSource,
    writing: Connection,
    private readonly reading: Connection,
    private readonly place: FilePlace,
    private readonly connectAnew: () => Promise<DataSource>,
    lockPatience: number,
    options: Partial<WriteQueueOptions>,
  ) {
    this.#transaction = new SqliteTransaction(
      writing,
      () => this.signals.changed(),
      () => place.refuseIfLeft(),
      lockPatience,
    );
    this.#queue = new WriteQueue(this.#transaction, options);
    this.#health = new StoreHealth(
      () => this.#queue.run(() => writing.change('UPDATE event_log SET pruned_id = pruned_id')),
      sqliteFaults,
    );
    this.#readers = repositoriesOn(reading);
    this.adminDirectory = new SqlAdminDirectory({
      dialect: reading.dialect,
      rows: <Row>(text: string, parameters?: readonly SqlValue[]) =>
        this.#health.read(() => reading.rows<Row>(text, parameters)),
    });
  }

  /**
   * Opens the file, making it and bringing its schema up to date as needed.
   * @throws Error that names the file if it cannot be used.
   */
  static async open({
    driver,
    file,
    lockPatience = 5000,
    unfinished,
    messageSearch,
    ...options
  }: SqliteStoreOptions): Promise<SqliteStore> {
    const opened: DataSource[] = [];
    try {
      keepFromOthers(file);
      const writer = await connect(driver, file, lockPatience, opened);
      await migrate(writer, messageSearch);
      const find = `SELECT 1 FROM sqlite_master WHERE name = '${unfinishedCopy}'`;
      if (unfinished !== true) refuseUnfinished(await writer.query<unknown[]>(find));
      await writer.query('PRAGMA busy_timeout = 0'); // SqliteTransaction does the waiting
      const reader = await connect(driver, file, lockPatience, opened);
      await reader.query('PRAGMA query_only = ON');
      return new SqliteStore(
        writer,
        reader,
        await connectionOf(writer),
        await connectionOf(reader),
        new FilePlace(file),
        () => connect(driver, file, lockPatience, []),
        lockPatience,
        options,
      );
    } catch (cause) {
      for (const dataSource of opened) await dataSource.destroy();
      const { message } = driverError(cause) as Error;
      throw new Error(`the database ${file} cannot be used: ${message}`, { cause });
    }
  }

  get writeQueueDepth(): number {
    return this.#queue.depth;
  }

  async run<Result>(
    work: (repositories: Repositories) => Promise<Result>,
    { erases = false, once = false }: RunOptions = {},
  ): Promise<Result> {
    const rehearse = once ? undefined : rehearsalOf((unit) => this.#queue.run(unit), work);
    const result = await this.#health.write(() => this.#queue.run(work), rehearse);
    if (!erases) return result;
    await this.#forget();
    // The log still has the pages as they were: the next group empties it first.
    this.#transaction.emptyLog = true;
    await this.#queue.run(async () => undefined);
    return result;
  }

  /** The index by which messages are found still has their words. */
  async #forget(): Promise<void> {
    let count: number;
    do {
      count = await this.#queue.run(({ messageIndex }) => messageIndex.forget(forgottenAtOnce));
    } while (count > 0);
  }

  decide<Asked extends Question, Result>(
    question: Asked,
    decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  ): Promise<Result> {
    return decideBy((work) => this.run(work), question, decide);
  }

  async read<Result>(work: (readers: Readers) => Promise<Result>): Promise<Result> {
    this.#queue.refuseNesting();
    return this.#health.read(() => work(this.#readers));
  }

  async *records(): AsyncGenerator<DumpRecord> {
    // A connection of its own, because a transaction would keep the others' readers in its past.
    const connection = await this.connectAnew();
    try {
      await connection.query('PRAGMA query_only = ON');
      await connection.query('BEGIN'); // the first SELECT in it fixes what all others see
      yield* recordsOn(await connectionOf(connection));
    } finally {
      await connection.destroy();
    }
  }

  /** @throws Outage `storage_unavailable` if the database cannot be read or written. */
  async ping(): Promise<void> {
    this.place.refuseIfLeft();
    await this.#health.read(() => this.reading.rows('SELECT 1 FROM users LIMIT 1'));
    await this.#health.check();
  }

  /** Whether another connection has committed since this was last asked. */
  async #hasChanged(): Promise<boolean> {
    const [row] = await this.reading.rows<{ data_version: number }>('PRAGMA data_version');
    const before = this.#version;
    this.#version = row?.data_version;
    return before !== this.#version;
  }

  /** Waits for the writes that were accepted, then closes both connections. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.reader.destroy();
    await this.writer.destroy();
  }
}

async function connect(
  driver: SqliteStoreOptions['driver'],
  file: string,
  lockPatience: number,
  opened: DataSource[],
): Promise<DataSource> {
  const options = {
    database: file,
    entities,
    migrations: sqliteMigrations,
    logger: 'debug' as const, // the default one writes to standard output, among our own log
  };
  const dataSource = new DataSource(
    driver === 'sqlite3'
      ? { type: 'sqlite', ...options }
      : { type: 'better-sqlite3', driver: betterSqlite3(), ...options },
  );
  await dataSource.initialize();
  opened.push(dataSource);
  for (const pragma of [
    `busy_timeout = ${lockPatience}`,
    'journal_mode = WAL',
    'synchronous = FULL', // in WAL mode: the log reaches the disk at each commit
    'foreign_keys = ON',
    'secure_delete = ON', // what is removed is overwritten, so that it cannot be read from the file
    'cache_size = -16000', // 16 MB
  ]) {
    await dataSource.query(`PRAGMA ${pragma}`);
  }
  return dataSource;
}

/** The file holds password hashes and what people write: it is its owner's alone, and so are SQLite's files beside it. */
function keepFromOthers(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
  for (const suffix of ['', '-wal', '-shm']) {
    const path = file + suffix;
    const { mode = 0o600 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if ((mode & 0o077) === 0) continue;
    try {
      chmodSync(path, 0o600);
    } catch {
      continue; // it is somebody else's, who lets us in
    }
  }
}

/** One process at a time: the second of two that start together finds nothing left to do. */
async function migrate(dataSource: DataSource, messageSearch: boolean | undefined): Promise<void> {
  let hasRemoved = false;
  await dataSource.query('BEGIN IMMEDIATE');
  try {
    const [table] = await dataSource.query<unknown[]>(
      `SELECT 1 FROM sqlite_master WHERE name = 'migrations'`,
    );
    const done = table ? await dataSource.query<{ name: string }[]>('SELECT name FROM migrations') : [];
    refuseNewer(
      done.map(({ name }) => name),
      sqliteMigrations,
    );
    await dataSource.runMigrations({ transaction: 'none' });
    if (messageSearch !== undefined) hasRemoved = await switchMessageSearch(dataSource, messageSearch);
    await dataSource.query('COMMIT');
  } catch (error) {
    await dataSource.query('ROLLBACK');
    throw error;
  }
  // The log still has the pages as they were.
  if (hasRemoved) await dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)');
}
