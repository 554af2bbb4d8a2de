import type { Thread } from '../client/index.js';
import type { Page } from './service.js';

/** How many conversations a search looks into, at most. */
const most = 1_000;

/**
 * Reads the latest conversations, page by page.
 * @param read is told all that there are so far, after each page.
 * @returns how many were read if there are more of them, else undefined.
 */
export async function readLatest(
  page: (offset: number) => Promise<Page<Thread>>,
  read: (threads: readonly Thread[]) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  let all: readonly Thread[] = [];
  while (all.length < most) {
    const { items, isLast } = await page(all.length);
    if (signal.aborted) return undefined;
    all = [...all, ...items];
    read(all);
    if (isLast) return undefined;
  }
  return all.length;
}
