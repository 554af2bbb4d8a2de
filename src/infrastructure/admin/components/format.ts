// The whole panel shows moments and days in the admin's own time zone.

export const number = new Intl.NumberFormat('en');

/** A number of things in words, like "1 thread" or "1,667 messages". */
export function countOf(count: number, thing: 'message' | 'thread'): string {
  return `${number.format(count)} ${thing}${count === 1 ? '' : 's'}`;
}

export const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });
export const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
export const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The first or the last millisecond of a day like 2026-01-31 in the admin's time zone. */
export function edgeOfDay(day: string, edge: 'from' | 'to'): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(0);
  start.setFullYear(year, month - 1, edge === 'from' ? date : date + 1); // the constructor reads 26 as 1926
  start.setHours(0, 0, 0, 0);
  return new Date(start.getTime() - (edge === 'from' ? 0 : 1)).toISOString();
}

/** The day of a moment in the admin's time zone, like 2026-01-31; empty if the text is not a moment. */
export function dayOf(iso: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(iso)) return iso;
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
