import { QueryFailedError, type QueryRunner } from 'typeorm';
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

/** SQL on a TypeORM connection, beside the ORM: see ADR 3 for what that spares. */
export function sqlOn(runner: QueryRunner): Sql {
  const query = async (text: string, parameters: readonly SqlValue[] = []) => {
    try {
      return await runner.query(text, parameters as SqlValue[], true);
    } catch (error) {
      throw isOutage(error) ? storageUnavailable('The database does not take writes now.', error) : error;
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

/** SQL for one unit of work: after `close`, nothing more gets through. */
export class UnitSql implements Sql {
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;
  #stray = false;

  constructor(private readonly sql: Sql) {}

  rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.#track(() => this.sql.rows<Row>(text, parameters));
  }

  change(text: string, parameters?: readonly SqlValue[]): Promise<{ affected: number; insertId: number }> {
    return this.#track(() => this.sql.change(text, parameters));
  }

  /**
   * Refuses further statements and waits for those under way, lest they end up in somebody else's savepoint.
   * @throws Error if there were any: a method of a repository may have been cut in the middle.
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stray ||= this.#running.size > 0;
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    if (this.#stray) throw new Error('A unit of work ended before its statements did: await them all.');
  }

  async #track<Result>(statement: () => Promise<Result>): Promise<Result> {
    if (this.#closed) {
      this.#stray = true;
      throw new Error('This unit of work is over: its repositories cannot be used any more.');
    }
    const running = statement();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
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

function isOutage(error: unknown): boolean {
  const code = driverError(error)?.code;
  return code !== undefined && outage.test(code);
}

/** Whether the statement broke a UNIQUE rule on these columns, named as SQLite does: `users.username_key`. */
export function isUniqueViolation(error: unknown, columns: string): boolean {
  return driverError(error)?.message.endsWith(`UNIQUE constraint failed: ${columns}`) === true;
}

function driverError(error: unknown): { code?: string; message: string } | undefined {
  return error instanceof QueryFailedError ? (error.driverError as Error & { code?: string }) : undefined;
}
