import type { AdminDirectory, Figures } from '../../application/ports/admin-directory.js';
import type { Clock } from '../../application/ports/clock.js';

const day = 24 * 60 * 60 * 1000;
const days = 30;

/** The time zone that a browser names, or UTC if the name is unknown. */
export function timeZoneOf(name: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(name) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** The last days in a time zone, oldest first: the date of each, and the moment at which it begins. */
function lastDays(now: number, timeZone: string): { date: string; start: number }[] {
  const dates = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }); // 2026-01-31
  const clock = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const today = Date.parse(`${dates.format(now)}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) => {
    const midnight = today - (days - 1 - index) * day;
    let start = midnight;
    // Twice, because the clocks may change between the first guess and the result.
    for (let round = 0; round < 2; round += 1) {
      start += midnight - Date.parse(`${clock.format(start).replace(' ', 'T')}Z`);
    }
    return { date: new Date(midnight).toISOString().slice(0, 10), start };
  });
}

export type DashboardData = Omit<Figures, 'perDay' | 'activeThreads' | 'newestUsers'> & {
  /** Oldest first. A day is a date in the admin's time zone. */
  readonly perDay: readonly { readonly date: string; readonly count: number }[];
  readonly activeThreads: readonly {
    readonly id: number;
    readonly title: string;
    readonly messages: number;
    readonly updated: string;
  }[];
  readonly newestUsers: readonly {
    readonly id: number;
    readonly username: string;
    readonly created: string;
  }[];
};

export async function dashboardData(
  directory: AdminDirectory,
  clock: Clock,
  timeZone: string,
): Promise<DashboardData> {
  const calendar = lastDays(clock.now().getTime(), timeZone);
  const figures = await directory.figures(
    calendar.map(({ start }, index) => ({
      from: new Date(start),
      to: new Date((calendar[index + 1]?.start ?? start + 2 * day) - 1),
    })),
  );
  return {
    ...figures,
    perDay: calendar.map(({ date }, index) => ({ date, count: figures.perDay[index] ?? 0 })),
    activeThreads: figures.activeThreads.map(({ id, title, messageCount, updated }) => ({
      ...{ id, title, messages: messageCount },
      updated: updated.toISOString(),
    })),
    newestUsers: figures.newestUsers.map((user) => ({ ...user, created: user.created.toISOString() })),
  };
}
