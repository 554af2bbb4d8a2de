import type { DataSource } from 'typeorm';
import type { Condition, FilterParser } from './query.js';

export type Run = <Row = Record<string, unknown>>(
  sql: string,
  parameters?: readonly (string | number)[],
) => Promise<Row[]>;

/** The database that a resource reads. */
export interface Database {
  /** Knows the entities and their columns. */
  readonly entities: DataSource;
  readonly run: Run;
}

export interface Slice {
  readonly limit: number;
  readonly offset: number;
  readonly sort: string;
  readonly direction: 'ASC' | 'DESC';
}

/** The fields of a record that the panel may show. Others are never read. */
export type Fields = Record<string, unknown> & { id: number };

/** The source of a resource's records. */
export interface Records {
  /** The filters by name. Any other name is refused. */
  readonly filters: Readonly<Record<string, FilterParser>>;
  /** The columns that a list can be sorted by. */
  readonly sorts: readonly string[];
  page(run: Run, filters: Filters, slice: Slice): Promise<Fields[]>;
  /** @returns the number of records. It is a minimum if it is not exact, because counting on would be a scan. */
  count(run: Run, filters: Filters): Promise<Count>;
  withIds(run: Run, ids: readonly number[]): Promise<Fields[]>;
}

export interface Count {
  readonly count: number;
  readonly isExact: boolean;
}

export type Filters = ReadonlyMap<string, Condition>;

interface Table {
  readonly select: string;
  /** The table with the alias that filters and sorts use. */
  readonly from: string;
  readonly id: string;
  readonly filters: Readonly<Record<string, FilterParser>>;
  readonly sorts: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly dates: readonly string[];
}

/** The records of a table that is small enough to be sorted and counted whenever somebody looks. */
export function tableRecords(table: Table): Records {
  const { select, from, id, sorts } = table;
  return {
    filters: table.filters,
    sorts: Object.keys(sorts),
    page: async (run, filters, { limit, offset, sort, direction }) => {
      const { sql, parameters } = conjunction(filters.values());
      const order = `${sorts[sort] ?? id} ${direction}, ${id} ${direction}`;
      // The inner query finds the ids of the page, so that the joins are done only for these.
      const rows = await run<Fields>(
        `${select} JOIN (SELECT ${id} AS page_id FROM ${from} WHERE ${sql} ORDER BY ${order} LIMIT ? OFFSET ?) p
           ON p.page_id = ${id} ORDER BY ${order}`,
        [...parameters, limit, offset],
      );
      return rows.map((row) => presentable(row, table));
    },
    count: async (run, filters) => {
      const { sql, parameters } = conjunction(filters.values());
      const [row] = await run<{ count: number }>(
        `SELECT count(*) AS count FROM ${from} WHERE ${sql}`,
        parameters,
      );
      return { count: row?.count ?? 0, isExact: true };
    },
    withIds: (run, ids) => rowsWithIds(run, table, ids),
  };
}

export async function rowsWithIds(
  run: Run,
  table: Pick<Table, 'select' | 'id' | 'flags' | 'dates'>,
  ids: readonly number[],
): Promise<Fields[]> {
  if (ids.length === 0) return [];
  const rows = await run<Fields>(`${table.select} WHERE ${table.id} IN (${ids.map(() => '?').join()})`, ids);
  return rows.map((row) => presentable(row, table));
}

export function conjunction(conditions: Iterable<Condition>): Condition {
  const all = [...conditions];
  return {
    sql: all.map(({ sql }) => `(${sql})`).join(' AND ') || '1 = 1',
    parameters: all.flatMap(({ parameters }) => parameters),
  };
}

/** Both SQLite drivers give numbers for flags and times. */
function presentable(row: Fields, { flags, dates }: Pick<Table, 'flags' | 'dates'>): Fields {
  const fields: Fields = { ...row };
  for (const flag of flags) fields[flag] = Number(row[flag]) === 1;
  for (const date of dates) fields[date] = new Date(Number(row[date])).toISOString();
  return fields;
}
