import type BetterSqlite3 from 'better-sqlite3';
import { QueryFailedError, type DataSource, type QueryRunner } from 'typeorm';
import type { Faults } from '../store-health.js';
import { storageUnavailable } from '../storage-unavailable.js';
import { ormThrough } from '../sql/orm.js';
import { fts5WordIndex } from './fts5-word-index.js';
import { rowMaker } from './row-maker.js';
import { oneByOne, type Connection, type Dialect, type Sql, type SqlValue } from '../sql/sql.js';

/** The connection of a TypeORM data source. */
export async function connectionOf(dataSource: DataSource): Promise<Connection> {
  const runner = dataSource.createQueryRunner();
  const orm = ormThrough(runner, async (statement) => {
    try {
      return await statement();
    } catch (failure) {
      const error = driverError(failure);
      if (isDamage(error)) await runner.query(forget).catch(() => undefined);
      throw translated(error);
    }
  });
  const sql =
    dataSource.options.type === 'better-sqlite3'
      ? sqlOnSqlite((await runner.connect()) as BetterSqlite3.Database)
      : sqlOnRunner(orm);
  return { ...sql, orm };
}

function sqlOnRunner(runner: QueryRunner): Sql {
  const query = (text: string, parameters: readonly SqlValue[] = []) =>
    runner.query(text, parameters as SqlValue[], true);
  return {
    dialect: sqlite,
    together: (statements) => statements(),
    inOrder: oneByOne,
    rows: async <Row>(text: string, parameters?: readonly SqlValue[]) =>
      (await query(text, parameters)).records as Row[],
    change: async (text, parameters) => ({ affected: (await query(text, parameters)).affected ?? 0 }),
    insert: async (text, parameters) => {
      const result = await query(text, parameters);
      return result.affected === 1 ? Number(result.raw) : undefined;
    },
  };
}

interface Prepared {
  readonly statement: BetterSqlite3.Statement;
  readonly toRow: (values: readonly SqlValue[]) => unknown;
}

/** Statements are prepared once each: the texts are constants, so there is an end to them. */
export function sqlOnSqlite(database: BetterSqlite3.Database): Sql {
  const known = new Map<string, Prepared>();
  const prepare = (text: string): Prepared => {
    const statement = database.prepare(text);
    // Rows come as arrays, of which objects are made here: the driver takes a third longer to make them.
    if (statement.reader) statement.raw(true);
    const names = statement.reader ? statement.columns().map(({ name }) => name) : [];
    const prepared = { statement, toRow: rowMaker(names) };
    known.set(text, prepared);
    return prepared;
  };
  const attempt = <Result>(text: string, use: (prepared: Prepared) => Result): Result => {
    try {
      return use(known.get(text) ?? prepare(text));
    } catch (error) {
      if (isDamage(error)) database.exec(forget);
      throw translated(error);
    }
  };
  return {
    dialect: sqlite,
    together: (statements) => statements(),
    inOrder: oneByOne,
    rows: async <Row>(text: string, parameters: readonly SqlValue[] = []) =>
      attempt(
        text,
        ({ statement, toRow }) => (statement.all(...parameters) as SqlValue[][]).map(toRow) as Row[],
      ),
    change: async (text, parameters = []) =>
      attempt(text, ({ statement }) => ({ affected: statement.run(...parameters).changes })),
    insert: async (text, parameters = []) =>
      attempt(text, ({ statement }) => {
        const { changes, lastInsertRowid } = statement.run(...parameters);
        return changes === 1 ? (lastInsertRowid as number) : undefined;
      }),
  };
}

export const sqlite: Dialect = {
  hold: () => '',
  skipHeld: '',
  limitsParts: false,
  id: () => '?',
  words: fts5WordIndex,
  takeTurn: () => Promise.resolve(true), // one writes at a time

  given: (columns) =>
    `(SELECT ${Object.keys(columns)
      .map((name) => `value ->> '$.${name}' AS ${name}`)
      .join()} FROM json_each(?)) AS given`,

  lastId: async (sql, table) => {
    const [row] = await sql.rows<{ seq: number }>('SELECT seq FROM sqlite_sequence WHERE name = ?', [table]);
    return row?.seq ?? 0;
  },

  // SQLite's own table has a row for each that ever had one.
  continueAfter: async (sql, table, id) => {
    await sql.change('UPDATE sqlite_sequence SET seq = ? WHERE name = ? AND seq < ?', [id, table, id]);
    await sql.change(
      `INSERT INTO sqlite_sequence (name, seq)
       SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)`,
      [table, id, table],
    );
  },
};

/** Drops what was read of a damaged file, which SQLite would believe in until somebody writes, so that a mended one is seen. */
const forget = 'PRAGMA shrink_memory';

function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

/** What the driver threw for a fault that does not pass by itself. A disk that fails may have no room or be broken. */
export const sqliteFaults: Faults = {
  isDamage: (error) => /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(codeOf(error)),
  isFull: (error) => /^SQLITE_(FULL|IOERR)/.test(codeOf(error)),
};

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? '';
}

/** What the driver threw, without what TypeORM put around it. */
export function driverError(error: unknown): unknown {
  return error instanceof QueryFailedError ? error.driverError : error;
}

const outage = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/;

/** What a driver throws, or `storage_unavailable` if the database is not to blame on the statement. */
function translated(error: unknown): unknown {
  const { code } = error as { code?: string };
  return code !== undefined && outage.test(code)
    ? storageUnavailable('The database does not take this now.', error)
    : error;
}
