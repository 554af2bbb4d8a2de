import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Slice } from '../../../application/ports/page.js';

/** From here on, what an offset skips costs more than what it shows. */
const deep = 1000;

const turns = pLimit(1);

/**
 * Reads a page by its offset. The database walks over all that a deep one skips: so those are read one at a time, and all
 * others get their turn in between.
 */
export function readPage<Page>(offset: number, read: () => Promise<Page>): Promise<Page> {
  if (offset < deep) return read();
  return turns(async () => {
    await nextTurn();
    return read();
  });
}

/** From this offset on, it is asked which end of a list is nearer. */
const worthALook = 100;

/** How often to look again, because the list has changed meanwhile. */
const looks = 3;

/** The two ways to the same page of a list, each by a statement that says with every row how many there are. */
interface Ways<Row> {
  /** How many there are; undefined if there is no list. */
  readonly count: () => Promise<number | undefined>;
  readonly fromTheStart: (slice: Slice) => Promise<Row[]>;
  /** The slice is counted from the end. */
  readonly fromTheEnd: (slice: Slice) => Promise<Row[]>;
}

/** Reads a page as `readPage` does, from the end that is nearer: so the last page costs what the first one does. */
export async function readFromNearerEnd<Row extends { readonly total: number }>(
  slice: Slice,
  { count, fromTheStart, fromTheEnd }: Ways<Row>,
): Promise<Row[]> {
  const { limit, offset } = slice;
  for (let look = 0; offset >= worthALook && look < looks; look += 1) {
    const total = await count();
    if (total === undefined || total - offset - limit > offset) break;
    const before = Math.max(0, total - offset - limit);
    const mirrored = { limit: Math.max(0, total - offset - before), offset: before };
    const rows = await readPage(before, () => fromTheEnd(mirrored));
    if (rows[0]?.total === total) return rows;
  }
  return readPage(offset, () => fromTheStart(slice));
}
