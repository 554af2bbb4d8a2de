import type { Message } from '../client/index.js';
import { isUnread, type State } from './state.js';

// What the user is to be told of. Pure, like the state.

/** The newest unread message of each conversation that is not muted, as far as they came with this change. */
export function newsIn(before: State, after: State): readonly Message[] {
  // What was there when the page was opened is no news: the list shows it.
  if (before.threadCount === undefined || before.me?.id !== after.me?.id) return [];
  if (before.threads === after.threads) return [];
  const newest = Math.max(0, ...[...before.threads.values()].map((thread) => thread.last_message?.id ?? 0));
  return [...after.threads.values()].flatMap(({ id, muted, last_message: last }) => {
    const known = before.threads.get(id);
    // A conversation that was not loaded before may only have been further down in the list.
    const since = known === undefined ? newest : (known.last_message?.id ?? 0);
    const isNews = last !== null && last.id > since && isUnread(last, after.me?.id) && muted !== true;
    return isNews ? [last] : [];
  });
}

/** How many messages are unread in conversations that are not muted, as far as these are loaded. */
export function unreadToTell({ unread, threads }: State): number {
  const muted = [...threads.values()].filter((thread) => thread.muted === true);
  return Math.max(
    0,
    muted.reduce((rest, { unread_count: count }) => rest - (count ?? 0), unread),
  );
}
