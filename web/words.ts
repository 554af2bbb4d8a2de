import type { Thread, User } from '../client/index.js';

/** Dates are in English, like the page: in the reader's own kind of English if the browser names one. */
const language = navigator.languages.find((tag) => /^en\b/.test(tag)) ?? 'en';

const day = 24 * 60 * 60 * 1000;
const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(language, { weekday: 'long' });
const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' });
const shortDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' });
const number = new Intl.NumberFormat(language);
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

export const timeOf = (moment: string | number): string => time.format(new Date(moment));
export const fullTimeOf = (moment: string | number): string => full.format(new Date(moment));

/** Equal for moments of the same day, in the reader's time zone. */
export const dayOf = (moment: string | number): string => new Date(moment).toDateString();

function daysAgo(moment: string | number): number {
  const midnight = (of: Date) => new Date(of).setHours(0, 0, 0, 0);
  return Math.round((midnight(new Date()) - midnight(new Date(moment))) / day);
}

function capitalised(text: string): string {
  return text.replace(/^./u, (first) => first.toLocaleUpperCase());
}

/** Today, Yesterday, Monday, 12 Jan 2026. */
export function dayNameOf(moment: string | number): string {
  const ago = daysAgo(moment);
  if (ago <= 1) return capitalised(relative.format(-ago, 'day'));
  return ago < 7 ? weekday.format(new Date(moment)) : date.format(new Date(moment));
}

/** Short, for the list: 14:05, Yesterday, Monday, 12 Jan. */
export function shortTimeOf(moment: string | number): string {
  const ago = daysAgo(moment);
  if (ago <= 0) return timeOf(moment);
  if (ago < 7) return dayNameOf(moment);
  return (ago < 300 ? shortDate : date).format(new Date(moment));
}

/** An erased account has this username. Nobody can choose it. */
export const isErased = ({ id, username }: User): boolean => username === `deleted:${id}`;

export const nameOf = (user: User): string =>
  isErased(user) ? 'Deleted user' : (user.name ?? user.username);

export function otherOf(thread: Thread, me: number): User {
  return thread.participants.find(({ id }) => id !== me) ?? unknownPerson;
}

/** What the host application says that a thread is about. */
export function titleOf({ metadata }: Thread): string | undefined {
  const { title } = metadata as { title?: unknown };
  return typeof title === 'string' && title.trim() !== '' ? title : undefined;
}

/** Stands for somebody until more is known. */
export const unknownPerson: User = { id: 0, username: '?', name: null, avatar_url: null };

/** What a message says, or the names of its files if it has no text. */
export const gistOf = ({
  text,
  attachments = [],
}: {
  text: string;
  attachments?: readonly { name: string }[] | undefined;
}): string => (text === '' ? attachments.map(({ name }) => name).join(', ') : text);

export const numberOf = (count: number): string => number.format(count);

/** 248 kB, 1.5 MB: as people count, in thousands. */
export function sizeOf(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
  const style = { style: 'unit', unit, maximumFractionDigits: size === 1e3 ? 0 : 1 } as const;
  return new Intl.NumberFormat(language, style).format(Math.max(bytes / size, 1 / (size === 1e3 ? 1 : 10)));
}

export const countOf = (count: number, one: string): string =>
  `${numberOf(count)} ${one}${count === 1 ? '' : 's'}`;
