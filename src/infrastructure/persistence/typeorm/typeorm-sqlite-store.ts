import { DataSource } from 'typeorm';
import { Initial1763800000000 } from '../../../../database/migrations/1763800000000-initial.js';
import { Admin1763940000000 } from '../../../../database/migrations/1763940000000-admin.js';
import type { Readers, Repositories, UnitOfWork } from '../../../application/ports/unit-of-work.js';
import { WriteQueue, type WriteQueueOptions } from '../write-queue.js';
import { entities } from './entities.js';
import { repositoriesOn } from './repositories.js';
import { SqliteTransaction } from './sqlite-transaction.js';
import { sqlOn, type Sql } from './sql.js';

export interface SqliteStoreOptions {
  readonly driver: 'better-sqlite3' | 'sqlite3';
  readonly file: string;
  /** How long one unit of work may take, in milliseconds. */
  readonly timeout?: number;
}

/**
 * Duet's data in one SQLite file, through two connections: one writes, in turn, and one reads what is committed.
 * TypeORM gives all of a data source the same SQLite connection, so with one they would mix (see ADR 2).
 */
export class TypeormSqliteStore implements UnitOfWork {
  readonly #queue: WriteQueue<Repositories>;
  readonly #reading: Sql;
  readonly #readers: Readers;

  private constructor(
    readonly writer: DataSource,
    readonly reader: DataSource,
    options: Partial<WriteQueueOptions>,
  ) {
    this.#queue = new WriteQueue(new SqliteTransaction(writer.createQueryRunner()), options);
    this.#reading = sqlOn(reader.createQueryRunner());
    this.#readers = repositoriesOn(this.#reading);
  }

  /** Opens the file, making it and bringing its schema up to date as needed. */
  static async open({ driver, file, timeout }: SqliteStoreOptions): Promise<TypeormSqliteStore> {
    const writer = await connect(driver, file);
    try {
      await writer.runMigrations({ transaction: 'each' });
      await writer.query('PRAGMA busy_timeout = 0'); // SqliteTransaction does the waiting
      const reader = await connect(driver, file);
      await reader.query('PRAGMA query_only = ON');
      return new TypeormSqliteStore(writer, reader, timeout === undefined ? {} : { timeout });
    } catch (error) {
      await writer.destroy();
      throw error;
    }
  }

  run<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    return this.#queue.run(work);
  }

  async read<Result>(work: (readers: Readers) => Promise<Result>): Promise<Result> {
    this.#queue.refuseNesting();
    return work(this.#readers);
  }

  /** @throws DomainError `storage_unavailable` if the database cannot be read. */
  async ping(): Promise<void> {
    await this.#reading.rows('SELECT 1 FROM users LIMIT 1');
  }

  /** Waits for the writes that were accepted, then closes both connections. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.reader.destroy();
    await this.writer.destroy();
  }
}

async function connect(driver: SqliteStoreOptions['driver'], file: string): Promise<DataSource> {
  const options = { database: file, entities, migrations: [Initial1763800000000, Admin1763940000000] };
  const dataSource = new DataSource(
    driver === 'sqlite3' ? { type: 'sqlite', ...options } : { type: 'better-sqlite3', ...options },
  );
  await dataSource.initialize();
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL', // in WAL mode: the log reaches the disk at each commit
    'foreign_keys = ON',
    'cache_size = -16000', // 16 MB
    'busy_timeout = 5000', // milliseconds
  ]) {
    await dataSource.query(`PRAGMA ${pragma}`);
  }
  return dataSource;
}
