import type { Logger } from 'pino';
import { repeat } from './repeat.js';

/** How often is looked, in milliseconds. */
const interval = 2000;

/** Writes a line to the log when the store fails, and when it is well again. @returns how to stop it. */
export function watchStore(store: { ping(): Promise<void> }, logger: Logger): () => void {
  let well = true;
  return repeat(interval, async () => {
    try {
      await store.ping();
      if (!well) logger.info('The storage takes reads and writes again.');
      well = true;
    } catch (error) {
      if (well) logger.error({ err: error }, 'The storage fails: requests get 503, and /readyz says no.');
      well = false;
    }
  });
}
