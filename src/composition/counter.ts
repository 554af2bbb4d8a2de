import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { Counter } from '../infrastructure/rate-limits/counter.js';
import { MemoryCounter } from '../infrastructure/rate-limits/memory-counter.js';
import { PostgresCounter } from '../infrastructure/rate-limits/postgres-counter.js';
import { TellingCounter } from '../infrastructure/rate-limits/telling-counter.js';
import { WorkersCounter } from '../infrastructure/rate-limits/workers-counter.js';
import { Servers } from '../infrastructure/persistence/postgres/servers.js';
import type { DatabaseUrl } from './config/database-url.js';

/** Whether this process is one of several workers of Duet's own; an application that embeds it may have its own. */
export function isOneOf(workers: number): boolean {
  return workers > 1 && cluster.isWorker;
}

/** Counts where all processes can that serve the same database. */
export async function counterFor(
  database: DatabaseUrl,
  workers: number,
  logger: Logger,
): Promise<{ counter: Counter; close: () => Promise<void> }> {
  if (database.kind === 'postgres') {
    const { url, directUrl = url, prepare } = database;
    const counter = await PostgresCounter.open({
      server: Servers.of(url).options,
      isPooler: directUrl !== url,
      prepare,
    });
    const telling = new TellingCounter(counter, {
      failing: (error) => {
        logger.warn(
          { err: error },
          'Rate limits are not counted in the database now: each process counts for itself.',
        );
      },
      well: () => {
        logger.info('Rate limits are counted in the database again.');
      },
    });
    return { counter: telling, close: () => counter.close() };
  }
  const counter = isOneOf(workers) ? new WorkersCounter() : new MemoryCounter();
  return { counter, close: () => Promise.resolve() };
}
