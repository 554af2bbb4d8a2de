import { AppError } from 'adminjs';
import type { Period } from '../../application/ports/admin-directory.js';
import { isStorable } from '../../domain/text.js';

/** Reads the value of a filter as the panel sends it, or throws an AppError that the admin sees. */
export type FilterParser<Value> = (value: unknown) => Value;

/** The filters of a list by name. Any other name is refused. */
export type FilterParsers<Filters> = {
  readonly [Name in keyof Filters]-?: FilterParser<NonNullable<Filters[Name]>>;
};

export const anId: FilterParser<number> = (value) => {
  if (!isId(value)) throw new AppError('This filter takes the id of a record.');
  return Number(value);
};

export const aFlag: FilterParser<boolean> = (value) => {
  if (value !== 'true' && value !== 'false') throw new AppError('This filter takes yes or no.');
  return value === 'true';
};

export const aText: FilterParser<string> = (value) => {
  if (typeof value !== 'string' || !isStorable(value)) throw new AppError('This filter takes a text.');
  return value;
};

export const oneOf =
  <Value extends string>(values: readonly Value[]): FilterParser<Value> =>
  (value) => {
    const known = values.find((one) => one === value);
    if (known === undefined) throw new AppError(`This filter takes one of ${values.join(', ')}.`);
    return known;
  };

/** A last day without a time counts to its end. */
export const aPeriod: FilterParser<Period> = (value) => {
  if (typeof value !== 'object' || value === null)
    throw new AppError('This filter takes a date, from or to.');
  const { from, to } = value as { from?: unknown; to?: unknown };
  return { from: momentOf(from, '00:00:00.000'), to: momentOf(to, '23:59:59.999') };
};

function momentOf(value: unknown, time: string): Date | undefined {
  if (value === undefined || value === '') return undefined;
  const text = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T${time}Z` : value;
  const moment = typeof text === 'string' ? Date.parse(text) : NaN;
  if (Number.isNaN(moment)) throw new AppError('This filter takes dates like 2026-01-31.');
  return new Date(moment);
}

export function isId(value: unknown): boolean {
  return /^[1-9]\d{0,14}$/.test(String(value));
}
