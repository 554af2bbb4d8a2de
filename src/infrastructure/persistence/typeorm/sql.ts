import { setImmediate as nextTurn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { QueryFailedError, type DataSource, type QueryRunner } from 'typeorm';
import { storageUnavailable } from '../write-queue.js';

/** Runs hand-written SQL with `?` for its parameters, which are bound and never written into the text. */
export interface Sql {
  rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]>;

  /**
   * For INSERT, UPDATE and DELETE, which must be the text's first word: TypeORM's sqlite3 counts no rows otherwise.
   * `insertId` means something after an INSERT that added a row.
   */
  change(text: string, parameters?: readonly SqlValue[]): Promise<{ affected: number; insertId: number }>;
}

export type SqlValue = number | string | null;

/** SQL on the connection of a TypeORM data source, beside the ORM: ADR 3 says what that spares. */
export async function sqlOn(dataSource: DataSource): Promise<Sql> {
  const runner = dataSource.createQueryRunner();
  return dataSource.options.type === 'better-sqlite3'
    ? onPreparedStatements((await runner.connect()) as BetterSqlite3.Database)
    : onQueryRunner(runner);
}

function onQueryRunner(runner: QueryRunner): Sql {
  const query = async (text: string, parameters: readonly SqlValue[] = []) => {
    try {
      return await runner.query(text, parameters as SqlValue[], true);
    } catch (error) {
      throw translated(error instanceof QueryFailedError ? error.driverError : error);
    }
  };
  return {
    rows: async <Row>(text: string, parameters?: readonly SqlValue[]) =>
      (await query(text, parameters)).records as Row[],
    change: async (text, parameters) => {
      const result = await query(text, parameters);
      return { affected: result.affected ?? 0, insertId: Number(result.raw) };
    },
  };
}

/** Statements are prepared once each: the texts are constants, so there is an end to them. */
function onPreparedStatements(database: BetterSqlite3.Database): Sql {
  const prepared = new Map<string, BetterSqlite3.Statement>();
  const attempt = <Result>(text: string, use: (statement: BetterSqlite3.Statement) => Result): Result => {
    try {
      let statement = prepared.get(text);
      if (statement === undefined) prepared.set(text, (statement = database.prepare(text)));
      return use(statement);
    } catch (error) {
      throw translated(error);
    }
  };
  return {
    rows: async <Row>(text: string, parameters: readonly SqlValue[] = []) =>
      attempt(text, (statement) => statement.all(...parameters) as Row[]),
    change: async (text, parameters = []) =>
      attempt(text, (statement) => {
        const { changes, lastInsertRowid } = statement.run(...parameters);
        return { affected: changes, insertId: lastInsertRowid as number };
      }),
  };
}

/** SQL for one unit of work: after `close`, nothing more gets through. */
export class UnitSql implements Sql {
  #running = 0;
  #closed = false;
  #stray = false;

  constructor(private readonly sql: Sql) {}

  async rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    this.#enter();
    try {
      return await this.sql.rows<Row>(text, parameters);
    } finally {
      this.#running -= 1;
    }
  }

  async change(
    text: string,
    parameters?: readonly SqlValue[],
  ): Promise<{ affected: number; insertId: number }> {
    this.#enter();
    try {
      return await this.sql.change(text, parameters);
    } finally {
      this.#running -= 1;
    }
  }

  /**
   * Refuses further statements and waits for those under way, lest they end up in somebody else's savepoint.
   * @throws Error if there were any: a method of a repository may have been cut in the middle.
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stray ||= this.#running > 0;
    while (this.#running > 0) await nextTurn();
    if (this.#stray) throw new Error('A unit of work ended before its statements did: await them all.');
  }

  #enter(): void {
    if (this.#closed) {
      this.#stray = true;
      throw new Error('This unit of work is over: its repositories cannot be used any more.');
    }
    this.#running += 1;
  }
}

/** Keeps new rows of a table from ids up to this one. SQLite's own table has a row for each that ever had one. */
export async function continueAfter(sql: Sql, table: string, id: number): Promise<void> {
  await sql.change('UPDATE sqlite_sequence SET seq = ? WHERE name = ? AND seq < ?', [id, table, id]);
  await sql.change(
    `INSERT INTO sqlite_sequence (name, seq)
     SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)`,
    [table, id, table],
  );
}

const outage = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/;

/** What a driver throws, or `storage_unavailable` if the database is not to blame on the statement. */
function translated(error: unknown): unknown {
  const { code } = error as { code?: string };
  return code !== undefined && outage.test(code)
    ? storageUnavailable('The database does not take this now.', error)
    : error;
}

/** Whether the statement broke a UNIQUE rule on these columns, named as SQLite does: `users.username_key`. */
export function isUniqueViolation(error: unknown, columns: string): boolean {
  return error instanceof Error && error.message.endsWith(`UNIQUE constraint failed: ${columns}`);
}
