import { AppError } from 'adminjs';
import { isStorable } from '../../domain/text.js';

/** A condition on a list: SQL with `?`, and the values for these. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** Turns the value of a filter into a condition, or throws an AppError that the admin sees. */
export type FilterParser = (value: unknown) => Condition;

export const equalsId =
  (sql: string): FilterParser =>
  (value) => {
    if (!isId(value)) throw new AppError('This filter takes the id of a record.');
    return { sql, parameters: Array.from(sql.matchAll(/\?/g), () => Number(value)) };
  };

export const equalsFlag =
  (column: string): FilterParser =>
  (value) => {
    if (value !== 'true' && value !== 'false') throw new AppError('This filter takes yes or no.');
    return { sql: `${column} = ?`, parameters: [Number(value === 'true')] };
  };

export const equalsOneOf =
  (column: string, values: readonly string[]): FilterParser =>
  (value) => {
    if (!values.includes(value as string))
      throw new AppError(`This filter takes one of ${values.join(', ')}.`);
    return { sql: `${column} = ?`, parameters: [value as string] };
  };

/** @param fold changes the text in the same way as the column was changed. */
export const contains =
  (sql: string, fold: (text: string) => string = (text) => text): FilterParser =>
  (value) => {
    if (typeof value !== 'string' || !isStorable(value)) throw new AppError('This filter takes a text.');
    const pattern = `%${fold(value).replace(/[\\%_]/g, '\\$&')}%`;
    return { sql, parameters: Array.from(sql.matchAll(/\?/g), () => pattern) };
  };

/** Includes both ends. A last day without a time counts to its end. The column holds milliseconds since 1970. */
export const between =
  (column: string): FilterParser =>
  (value) => {
    const { from, to } = rangeOf(value);
    return {
      sql: `${column} >= ? AND ${column} <= ?`,
      parameters: [from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER],
    };
  };

export function rangeOf(value: unknown): { from: number | undefined; to: number | undefined } {
  if (typeof value !== 'object' || value === null)
    throw new AppError('This filter takes a date, from or to.');
  const { from, to } = value as { from?: unknown; to?: unknown };
  return { from: momentOf(from, '00:00:00.000'), to: momentOf(to, '23:59:59.999') };
}

function momentOf(value: unknown, time: string): number | undefined {
  if (value === undefined || value === '') return undefined;
  const text = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T${time}Z` : value;
  const moment = typeof text === 'string' ? Date.parse(text) : NaN;
  if (Number.isNaN(moment)) throw new AppError('This filter takes dates like 2026-01-31.');
  return moment;
}

export function isId(value: unknown): boolean {
  return /^[1-9]\d{0,14}$/.test(String(value));
}
