import { createHash } from 'node:crypto';
import { betterSqlite3 } from '../sqlite/better-sqlite3.js';
import { entities, eventEntity, eventLogEntity } from '../sql/entities.js';
import { numericTypes, postgresReading, PostgresSql } from '../postgres/postgres-sql.js';
import type { Sql, SqlValue } from '../sql/sql.js';
import { sqlOnSqlite } from '../sqlite/sqlite-sql.js';
import { Servers } from '../postgres/servers.js';
import { PostgresStore } from '../postgres/postgres-store.js';
import { unfinishedCopy } from '../unfinished-copy.js';
import { SqliteStore } from '../sqlite/sqlite-store.js';

/** A database with Duet's schema that nobody else uses as long as it is open. */
export interface Installation {
  readonly sql: Sql;
  close(): Promise<void>;
}

/** How far it is. */
export interface CopyProgress {
  readonly stage: 'copied' | 'verified';
  readonly table: string;
  readonly rows: number;
  readonly of: number;
}

type Row = Record<string, SqlValue>;

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Whether the database numbers its rows. */
  readonly numbered: boolean;
  readonly refersTo: readonly string[];
}

/** How many rows are read at once, and written in one transaction. */
const batch = 500;

/** In the target as long as it is not whole. It names the source. */
const mark = unfinishedCopy;

/** All but the log of events, which every database has of its own: streams that come back get a `reset`. */
const copied = entities.filter((entity) => entity !== eventEntity && entity !== eventLogEntity);

const tables = inOrder(
  copied.map(({ options }): Table => {
    const columns = Object.entries(options.columns).map(([property, column]) => ({
      ...column,
      name: column.name ?? property,
    }));
    const tableOf = new Map(entities.map((entity) => [entity.options.name, entity.options.tableName ?? '']));
    return {
      name: options.tableName ?? '',
      columns: columns.map(({ name }) => name),
      key: columns.filter(({ primary }) => primary).map(({ name }) => name),
      numbered: columns.some(({ generated }) => generated),
      refersTo: (options.foreignKeys ?? []).map(({ target }) => tableOf.get(target as string) ?? ''),
    };
  }),
);

/**
 * Opens a SQLite file, making it and bringing its schema up to date as needed.
 * @param isTarget whether it is to be filled, which may have been begun.
 * @throws Error if somebody else has it open.
 */
export async function openSqliteAlone(file: string, isTarget: boolean): Promise<Installation> {
  await (await SqliteStore.open({ driver: 'better-sqlite3', file, unfinished: isTarget })).close();
  const database = new (betterSqlite3())(file, { timeout: 1000 });
  try {
    // Before the file is first read: so every other connection is in the way, also one that does nothing.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('foreign_keys = ON');
    database.pragma('synchronous = FULL');
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (cause) {
    database.close();
    if (!/^SQLITE_BUSY/.test((cause as { code?: string }).code ?? '')) throw cause;
    throw new Error(`${file} is in use: stop the service first.`, { cause });
  }
  return {
    sql: sqlOnSqlite(database),
    close: async () => void database.close(),
  };
}

/**
 * Connects to a PostgreSQL database, and brings its schema up to date.
 * @param isTarget whether it is to be filled, which may have been begun.
 * @throws Error if a service is connected to it.
 */
export async function openPostgresAlone(url: string, isTarget: boolean): Promise<Installation> {
  await (await PostgresStore.open({ url, poolSize: 2, unfinished: isTarget })).close();
  const client = Servers.of(url).client({ types: numericTypes, application_name: 'duet db:migrate-to' });
  client.on('error', () => undefined); // the statement under way fails by itself
  await client.connect();
  const sql = new PostgresSql(client, postgresReading);
  try {
    await sql.rows('SELECT pg_advisory_lock(7161951)'); // one copy at a time
    for (let look = 1; await isServed(sql); look += 1) {
      if (look === 20) throw new Error('a service is connected to the database: stop it first.');
      await new Promise((resolve) => setTimeout(resolve, 100)); // our own connections end, too
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  return { sql, close: () => client.end() };
}

async function isServed(sql: Sql): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'duet%'
     AND pid <> pg_backend_pid()`,
  );
  return rows.length > 0;
}

/**
 * Copies all rows of one database into another, which must be empty or the beginning of this same copy, then reads
 * both again and compares them. May be broken off at any time, and begun again.
 * @param from what the source is called, by which an unfinished copy knows it again.
 * @throws Error if the target is neither, or differs at the end.
 */
export async function* copyDatabase(source: Sql, target: Sql, from: string): AsyncGenerator<CopyProgress> {
  await markTarget(target, from);
  for (const table of tables) yield* copyTable(source, target, table);
  for (const { name, numbered } of tables) {
    if (numbered) await target.dialect.continueAfter(target, name, await source.dialect.lastId(source, name));
  }
  for (const table of tables) {
    const here = await digest(source, table);
    const there = await digest(target, table);
    if (here.sum !== there.sum || here.rows !== there.rows) {
      throw new Error(
        `the table ${table.name} differs: ${here.rows} rows here, ${there.rows} there, or others. ` +
          'The source has changed since the copy was begun: empty the target, and begin again.',
      );
    }
    yield { stage: 'verified', table: table.name, rows: there.rows, of: here.rows };
  }
  await target.change(`DROP TABLE ${mark}`);
}

async function markTarget(target: Sql, from: string): Promise<void> {
  await target.change(`CREATE TABLE IF NOT EXISTS ${mark} (source text NOT NULL)`);
  const [begun] = await target.rows<{ source: string }>(`SELECT source FROM ${mark}`);
  if (begun !== undefined && begun.source !== from) {
    throw new Error(`the target is an unfinished copy of ${begun.source}: name an empty database.`);
  }
  if (begun !== undefined) return;
  for (const { name } of tables) {
    if ((await target.rows(`SELECT 1 FROM ${name} LIMIT 1`)).length === 0) continue;
    await target.change(`DROP TABLE ${mark}`);
    throw new Error(`the target is not empty: it has ${name}. Name an empty database.`);
  }
  await target.change(`INSERT INTO ${mark} (source) VALUES (?)`, [from]);
}

async function* copyTable(source: Sql, target: Sql, table: Table): AsyncGenerator<CopyProgress> {
  const { name, columns, key, numbered } = table;
  const of = await countRows(source, name);
  // What is there was committed in the order of the ids. Other keys have another order in each database.
  const [last] = numbered ? await target.rows<Row>(`SELECT id FROM ${name} ORDER BY id DESC LIMIT 1`) : [];
  let rows = last === undefined ? 0 : await countRows(target, name);
  for await (const page of pagesOf(source, table, last)) {
    const marks = page.map(() => `(${columns.map(() => '?').join()})`).join();
    await target.change('BEGIN');
    await target.change(
      `INSERT INTO ${name} (${quoted(columns)}) VALUES ${marks} ON CONFLICT (${quoted(key)}) DO NOTHING`,
      page.flatMap((row) => columns.map((column) => row[column] ?? null)),
    );
    await target.change('COMMIT');
    rows += page.length;
    yield { stage: 'copied', table: name, rows, of };
  }
}

async function countRows(sql: Sql, table: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  return row?.count ?? 0;
}

/** The rows by rising key, after one if it is given. */
async function* pagesOf(sql: Sql, { name, columns, key }: Table, after?: Row): AsyncGenerator<Row[]> {
  const select = `SELECT ${quoted(columns)} FROM ${name}`;
  const rest = `ORDER BY ${quoted(key)} LIMIT ${batch}`;
  const where = `WHERE (${quoted(key)}) > (${key.map(() => '?').join()})`;
  for (let last = after; ;) {
    const page =
      last === undefined
        ? await sql.rows<Row>(`${select} ${rest}`)
        : await sql.rows<Row>(
            `${select} ${where} ${rest}`,
            key.map((column) => last?.[column] ?? null),
          );
    if (page.length > 0) yield page;
    if (page.length < batch) return;
    last = page.at(-1);
  }
}

/** The sum of a hash of each row, in whatever order they come. */
async function digest(sql: Sql, table: Table): Promise<{ rows: number; sum: bigint }> {
  let rows = 0;
  let sum = 0n;
  for await (const page of pagesOf(sql, table)) {
    rows += page.length;
    for (const row of page) {
      const values = table.columns.map((column) => row[column]);
      const hash = createHash('sha256').update(JSON.stringify(values)).digest();
      sum += hash.readBigUInt64LE(0) + (hash.readBigUInt64LE(8) << 64n);
    }
  }
  return { rows, sum };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join();
}

/** Each after those that it refers to. */
function inOrder(unsorted: readonly Table[]): readonly Table[] {
  const sorted: Table[] = [];
  const add = (table: Table) => {
    if (sorted.includes(table)) return;
    for (const other of unsorted) if (table.refersTo.includes(other.name)) add(other);
    sorted.push(table);
  };
  unsorted.forEach(add);
  return sorted;
}
