import type { Thread, User } from '../client/index.js';
import { language, say } from './language.js';

const day = 24 * 60 * 60 * 1000;

export const timeOf = (moment: string | number): string => language().time.format(new Date(moment));
export const fullTimeOf = (moment: string | number): string => language().fullTime.format(new Date(moment));

/** Equal for moments of the same day, in the reader's time zone. */
export const dayOf = (moment: string | number): string => new Date(moment).toDateString();

function daysAgo(moment: string | number): number {
  const midnight = (of: Date) => new Date(of).setHours(0, 0, 0, 0);
  return Math.round((midnight(new Date()) - midnight(new Date(moment))) / day);
}

function capitalised(text: string): string {
  return text.replace(/^./u, (first) => first.toLocaleUpperCase(language().locale));
}

/** Today, Yesterday, Monday, 12 Jan 2026. */
export function dayNameOf(moment: string | number): string {
  const ago = daysAgo(moment);
  const { relative, weekday, date } = language();
  if (ago <= 1) return capitalised(relative.format(-ago, 'day'));
  return ago < 7 ? capitalised(weekday.format(new Date(moment))) : date.format(new Date(moment));
}

/** Short, for the list: 14:05, Yesterday, Monday, 12 Jan. */
export function shortTimeOf(moment: string | number): string {
  const ago = daysAgo(moment);
  if (ago <= 0) return timeOf(moment);
  if (ago < 7) return dayNameOf(moment);
  const { shortDate, date } = language();
  return (ago < 300 ? shortDate : date).format(new Date(moment));
}

/** An erased account has this username. Nobody can choose it. */
export const isErased = ({ id, username }: User): boolean => username === `deleted:${id}`;

export const nameOf = (user: User): string =>
  isErased(user) ? say('deletedUser') : (user.name ?? user.username);

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

/** 248 kB, 1.5 MB: as people count, in thousands. */
export function sizeOf(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
  const style = { style: 'unit', unit, maximumFractionDigits: size === 1e3 ? 0 : 1 } as const;
  return new Intl.NumberFormat(language().locale, style).format(
    Math.max(bytes / size, 1 / (size === 1e3 ? 1 : 10)),
  );
}
