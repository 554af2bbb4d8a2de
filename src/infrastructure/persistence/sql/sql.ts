import { setImmediate as nextTurn } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { ormThrough } from './orm.js';
import type { IndexedMessage } from './word-index.js';

/** Reads by hand-written SQL with `?` for its parameters, which are bound and never written into the text. */
export interface ReadingSql {
  readonly dialect: Dialect;

  rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

/** The same, and writes. */
export interface Sql extends ReadingSql {
  /** For INSERT, UPDATE and DELETE, which must be the text's first word: TypeORM's sqlite3 counts no rows otherwise. */
  change(text: string, parameters?: readonly SqlValue[]): Promise<{ affected: number }>;

  /** For an INSERT into a table with an `id` that is a number. Returns that of the new row; undefined if there is none. */
  insert(text: string, parameters?: readonly SqlValue[]): Promise<number | undefined>;

  /** Runs statements that belong together: a unit of work that ends in the middle of them, unawaited, is undone. */
  together<Result>(statements: () => Promise<Result>): Promise<Result>;

  /** Runs statements one after the other of which none needs another's answer: a store may send them in one go. */
  inOrder(statements: readonly (() => Promise<unknown>)[]): Promise<void>;
}

/** One connection, for hand-written SQL and for TypeORM: ADR 3 says which repository goes which way. */
export interface Connection extends Sql {
  /** Its `manager` reads and writes the entities. */
  readonly orm: QueryRunner;
}

export type SqlValue = number | string | null;

/** What the SQL of SQLite and of PostgreSQL does not have in common. Table names are constants of the program. */
export interface Dialect {
  /**
   * Ends a SELECT in a unit of work: the rows of this table, or alias, are as they are now, and nobody else changes
   * them until the unit ends. Empty where that needs no saying: on SQLite, and for readers.
   */
  hold(table: string): string;

  /** Ends a SELECT of rows to change that leaves out those that somebody else is about to change. */
  readonly skipHeld: string;

  /**
   * Whether ordered lists that are merged must say each how far they are read: PostgreSQL sorts the whole of each
   * otherwise. SQLite merges them as it reads, but not if they say so.
   */
  readonly limitsParts: boolean;

  /** A new row's `id`, with one parameter: null for the next one, or the id to put a row back under. */
  id(table: string): string;

  /** Rows that are given as one parameter, `JSON.stringify` of objects with these columns, as something to select from. */
  given(columns: Readonly<Record<string, 'bigint' | 'text'>>): string;

  /** The highest id that a table has ever given out, or 0. */
  lastId(sql: Sql, table: string): Promise<number>;

  readonly words: WordIndex;

  /** Whether nobody else has the turn to bring the index of words up to date. It ends with the unit of work. */
  takeTurn(sql: Sql): Promise<boolean>;

  /** Keeps new rows of a table from ids up to this one. */
  continueAfter(sql: Sql, table: string, id: number): Promise<void>;
}

/**
 * A database's own index of the words of messages, in blocks: what a search looks into is one of them. It takes words as
 * they are, and folds and leaves out nothing.
 */
export interface WordIndex {
  /** Selects as `message_id` what matches its one parameter, which `query` makes. */
  readonly matches: string;

  /** What has words in this block that begin so. */
  query(block: number, beginnings: readonly string[]): string;

  /** None of these messages is in it. */
  add(sql: Sql, messages: readonly IndexedMessage[]): Promise<void>;

  /**
   * So that nothing of their words is left in the database, as far as it can. They need not be in it.
   * @param messages by rising id.
   * @returns which it has taken out: the first of them, as many as take a moment.
   */
  remove(sql: Sql, messages: readonly number[]): Promise<readonly number[]>;
}

/** The connection for one unit of work: after `close`, nothing more gets through. */
export class UnitConnection implements Connection {
  #orm: QueryRunner | undefined;
  #running = 0;
  #closed = false;
  #stray = false;

  constructor(private readonly connection: Connection) {}

  get dialect(): Dialect {
    return this.connection.dialect;
  }

  /** Made when it is asked for, because few units of work do. */
  get orm(): QueryRunner {
    return (this.#orm ??= ormThrough(this.connection.orm, (statement) => this.#counted(statement)));
  }

  rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return this.#counted(() => this.connection.rows<Row>(text, parameters));
  }

  change(text: string, parameters?: readonly SqlValue[]): Promise<{ affected: number }> {
    return this.#counted(() => this.connection.change(text, parameters));
  }

  insert(text: string, parameters?: readonly SqlValue[]): Promise<number | undefined> {
    return this.#counted(() => this.connection.insert(text, parameters));
  }

  together<Result>(statements: () => Promise<Result>): Promise<Result> {
    return this.#counted(statements);
  }

  inOrder(statements: readonly (() => Promise<unknown>)[]): Promise<void> {
    return this.connection.inOrder(statements); // which are counted each
  }

  /**
   * Refuses further statements and waits for those under way, because they could end up in another unit's savepoint.
   * @throws Error if there were any: a method of a repository may have been cut in the middle.
   */
  async close(): Promise<void> {
    if (this.#orm !== undefined) await nextTurn(); // TypeORM's first statement comes a little after the call
    this.#closed = true;
    this.#stray ||= this.#running > 0;
    while (this.#running > 0) await nextTurn();
    if (this.#stray) throw new Error('A unit of work ended before its statements did: await them all.');
  }

  async #counted<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#closed) {
      this.#stray = true;
      throw new Error('This unit of work is over: its repositories cannot be used any more.');
    }
    this.#running += 1;
    try {
      return await run();
    } finally {
      this.#running -= 1;
    }
  }
}

/** `Sql.inOrder` where a statement is to be over before the next one is sent. */
export async function oneByOne(statements: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const statement of statements) await statement();
}

/** Somebody else has done, between two statements, what this unit of work wanted to: it would fare differently now. */
export class Overtaken extends Error {}

/** Holds rows of a table until the unit of work ends, by rising id: so that no two units wait for each other. */
export async function holdByRisingId(sql: Sql, table: string, ids: readonly number[]): Promise<void> {
  const hold = sql.dialect.hold(table);
  if (hold === '') return;
  const marks = ids.map(() => '?').join();
  await sql.rows(`SELECT id FROM ${table} WHERE id IN (${marks}) ORDER BY id ${hold}`, ids);
}

/**
 * Whether the statement broke a UNIQUE rule on this column, named as SQLite does: `users.username_key`. PostgreSQL
 * names the constraint, which is called after table and column.
 */
export function isUniqueViolation(error: unknown, column: string): boolean {
  if (!(error instanceof Error)) return false;
  const { constraint } = error as { constraint?: string };
  return (
    constraint === column.replace('.', '_') || error.message.endsWith(`UNIQUE constraint failed: ${column}`)
  );
}
