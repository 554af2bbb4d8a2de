import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';

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
