import type { Period } from '../../../application/ports/admin-directory.js';
import type { Dialect, SqlValue } from './sql.js';

/** A condition on rows: SQL with `?`, and the values for these. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** For each filter, what it means in SQL. */
export type Conditions<Filters> = {
  readonly [Name in keyof Filters]-?: (value: NonNullable<Filters[Name]>) => Condition;
};

/** The value for each `?`; a flag is stored as a number. */
export const equals =
  (sql: string) =>
  (value: number | string | boolean): Condition => {
    const stored = typeof value === 'boolean' ? Number(value) : value;
    return { sql, parameters: Array.from(sql.matchAll(/\?/g), () => stored) };
  };

/** @param fold changes the text in the same way as the column was changed. */
export const contains =
  (sql: string, fold: (text: string) => string = (text) => text) =>
  (part: string): Condition =>
    equals(sql)(`%${fold(part).replace(/[\\%_]/g, '\\$&')}%`);

/** The column holds milliseconds since 1970. */
export const between =
  (column: string) =>
  ({ from, to }: Period): Condition => ({
    sql: `${column} >= ? AND ${column} <= ?`,
    parameters: [from?.getTime() ?? Number.MIN_SAFE_INTEGER, to?.getTime() ?? Number.MAX_SAFE_INTEGER],
  });

export function conditionsOf<Filters extends object>(
  filters: Filters,
  conditions: Conditions<Filters>,
): Condition[] {
  return (Object.keys(conditions) as (keyof Filters)[]).flatMap((name) => {
    const value = filters[name];
    return value === undefined || value === null ? [] : [conditions[name](value)];
  });
}

export function conjunction(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND ') || '1 = 1',
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** The column has one of these ids. The text is the same however many there are, so that it is prepared once. */
export function oneOf(dialect: Dialect, column: string, ids: readonly number[]): Condition {
  return {
    sql: `${column} IN (SELECT given.id FROM ${dialect.given({ id: 'bigint' })})`,
    parameters: [JSON.stringify(ids.map((id) => ({ id })))],
  };
}
