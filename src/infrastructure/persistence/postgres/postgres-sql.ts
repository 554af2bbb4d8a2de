import pg from 'pg';
import { QueryFailedError, type DataSource, type QueryRunner } from 'typeorm';
import { Outage } from '../../../application/ports/outage.js';
import type { Faults } from '../store-health.js';
import { storageUnavailable } from '../storage-unavailable.js';
import { ormThrough } from '../sql/orm.js';
import { tsvectorWordIndex } from './tsvector-word-index.js';
import { Overtaken, type Connection, type Dialect, type Sql, type SqlValue } from '../sql/sql.js';

const sequence = (table: string) => `'${table}_id_seq'::regclass`;
const lastValue = (table: string) => `coalesce(pg_sequence_last_value(${sequence(table)}), 0)`;

/** The advisory lock of whoever brings the index of words up to date: any number that nothing else uses. */
export const indexTurn = 7_161_952;

export const postgresReading: Dialect = {
  hold: () => '',
  skipHeld: '',
  limitsParts: true,
  words: tsvectorWordIndex,

  takeTurn: async (sql) => {
    const [row] = await sql.rows<{ taken: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${indexTurn}) AS taken`,
    );
    return row?.taken === true;
  },

  // As AUTOINCREMENT does by itself, an id from elsewhere takes the sequence along.
  id: (table) =>
    `(SELECT CASE WHEN given IS NULL THEN nextval(${sequence(table)})
        WHEN given > ${lastValue(table)} THEN setval(${sequence(table)}, given) ELSE given END
      FROM (SELECT CAST(? AS bigint) AS given) AS ids)`,

  given: (columns) =>
    `json_to_recordset(CAST(? AS json)) AS given (${Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join()})`,

  lastId: async (sql, table) => {
    const [row] = await sql.rows<{ last: number }>(`SELECT ${lastValue(table)} AS last`);
    return row?.last ?? 0;
  },

  continueAfter: async (sql, table, id) => {
    await sql.rows(
      `SELECT setval(${sequence(table)}, given) FROM (SELECT CAST(? AS bigint) AS given) AS ids
       WHERE given > ${lastValue(table)}`,
      [id],
    );
  },
};

export const postgresWriting: Dialect = {
  ...postgresReading,
  hold: (table) => `FOR NO KEY UPDATE OF ${table}`,
  skipHeld: 'FOR UPDATE SKIP LOCKED',
};

/** A statement as the driver takes it: by its name, the server knows it again and parses it once a connection. */
interface Statement {
  readonly name?: string;
  readonly text: string;
}

const statements = new Map<string, Statement>();

/** The texts are constants, so there is an end to them. */
function statementOf(text: string, ending = ''): Statement {
  const key = text + ending;
  let statement = statements.get(key);
  if (statement === undefined) {
    let position = 0;
    // A question mark in a text of SQL, such as a pattern, is no parameter.
    const numbered = key.replace(/'[^']*'|\?/g, (found) => (found === '?' ? `$${(position += 1)}` : found));
    // Several statements in one text cannot be prepared.
    const name = text.includes(';') ? {} : { name: `duet_${statements.size}` };
    statements.set(key, (statement = { ...name, text: numbered }));
  }
  return statement;
}

/** How statements are sent. */
export interface Sending {
  /** How long to wait for an answer, in milliseconds. After that, the connection is of no more use. */
  readonly timeout?: number | undefined;
  /** Whether they have names, for which a connection must always lead to the same session. */
  readonly named?: boolean | undefined;
}

/** SQL on whatever runs queries for it: a pool, or the one connection of a transaction. */
export class PostgresSql implements Sql {
  constructor(
    protected readonly client: Pick<pg.ClientBase, 'query'>,
    readonly dialect: Dialect,
    protected readonly sending: Sending = {},
  ) {}

  async rows<Row>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return (await this.#query(statementOf(text), parameters)).rows as Row[];
  }

  async change(text: string, parameters?: readonly SqlValue[]): Promise<{ affected: number }> {
    return { affected: (await this.#query(statementOf(text), parameters)).rowCount ?? 0 };
  }

  async insert(text: string, parameters?: readonly SqlValue[]): Promise<number | undefined> {
    const { rows } = await this.#query(statementOf(text, ' RETURNING id'), parameters);
    return (rows[0] as { id: number } | undefined)?.id;
  }

  together<Result>(statements: () => Promise<Result>): Promise<Result> {
    return statements();
  }

  async inOrder(statements: readonly (() => Promise<unknown>)[]): Promise<void> {
    await Promise.all(statements.map((statement) => statement()));
  }

  async #query(
    { name, text }: Statement,
    parameters: readonly SqlValue[] = [],
  ): Promise<pg.QueryResult<pg.QueryResultRow>> {
    const { timeout, named = true } = this.sending;
    const values = [...parameters];
    const config = named && name !== undefined ? { name, text, values } : { text, values };
    try {
      return await this.client.query<pg.QueryResultRow>(limited(config, timeout));
    } catch (error) {
      throw translated(error);
    }
  }
}

/** The same, for TypeORM, too. */
export class PostgresConnection extends PostgresSql implements Connection {
  #orm: QueryRunner | undefined;

  constructor(
    private readonly dataSource: DataSource,
    ...[client, dialect, sending]: ConstructorParameters<typeof PostgresSql>
  ) {
    super(client, dialect, sending);
  }

  /** Made when it is asked for, because few transactions do. */
  get orm(): QueryRunner {
    return (this.#orm ??= ormOn(this.dataSource, this.client, this.sending.timeout));
  }
}

/** A query runner that is given its connection, instead of taking one from the pool. */
function ormOn(dataSource: DataSource, client: Pick<pg.ClientBase, 'query'>, timeout?: number): QueryRunner {
  const connection = {
    query: (text: string, values?: unknown[]) =>
      client.query(limited({ text, values: values ?? [] }, timeout)),
  };
  const runner = Object.assign(dataSource.createQueryRunner(), {
    connect: () => Promise.resolve(connection),
  });
  return ormThrough(runner, async (statement) => {
    try {
      return await statement();
    } catch (error) {
      throw translated(error instanceof QueryFailedError ? error.driverError : error);
    }
  });
}

/** The driver knows a timeout for each query, but its types do not. */
function limited<Config extends object>(config: Config, timeout: number | undefined): Config {
  return { query_timeout: timeout, ...config };
}

/** PostgreSQL's bigint as a number, on these connections alone: ids and milliseconds are far below 2^53. */
export const numericTypes = new pg.TypeOverrides();
numericTypes.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * By SQLSTATE: connection, resources, operator, system, authorization, read-only, locks, dead sessions, corruption.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const outage = /^(08|53|57|58|28|3D|25006|55P03|25P0[34]|40003|XX00[12])/;

/** What the driver throws, or `storage_unavailable` if the database is not to blame on the statement. */
export function translated(error: unknown): unknown {
  // Anything but an answer of the server is a broken connection, or none.
  return error instanceof pg.DatabaseError && !outage.test(error.code ?? '')
    ? error
    : storageUnavailable('The database does not take this now.', error);
}

/** What the server reports for a fault that does not pass by itself. */
export const postgresFaults: Faults = {
  isDamage: (error) => /^XX00[12]/.test(codeOf(error)),
  isFull: (error) => codeOf(error) === '53100',
};

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? '';
}

/**
 * Whether another unit of work got in this one's way, so that it would fare differently now: by a deadlock or a
 * serialization failure, or because a row that it had looked for came or went meanwhile.
 */
export function isConflict(error: unknown): boolean {
  return isBrokenRule(error) || ['40001', '40P01'].includes(sqlStateOf(error));
}

/** Whether a statement broke a UNIQUE rule or that of a foreign key, or would have. */
export function isBrokenRule(error: unknown): boolean {
  return error instanceof Overtaken || ['23503', '23505'].includes(sqlStateOf(error));
}

/** Whether somebody else held a row for longer than the transaction waits. */
export function isHeldUp(error: unknown): boolean {
  return error instanceof Outage && sqlStateOf(error.cause) === '55P03';
}

/** Whether the server has not answered in time, though the connection stands. */
export function isUnanswered(error: unknown): boolean {
  return (error as Error | undefined)?.message === 'Query read timeout'; // the driver has no code for it
}

function sqlStateOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? '') : '';
}
