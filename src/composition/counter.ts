import cluster from 'node:cluster';
import {
  countHere,
  countInPrimary,
  countOnPostgres,
  type Counter,
} from '../infrastructure/rate-limits/counters.js';
import type { DatabaseUrl } from './config/database-url.js';

/** Counts where all processes can that serve the same database. */
export async function counterFor(
  database: DatabaseUrl,
): Promise<{ counter: Counter; close: () => Promise<void> }> {
  if (database.kind === 'postgres') return countOnPostgres(database.url);
  return { counter: cluster.isWorker ? countInPrimary : countHere, close: () => Promise.resolve() };
}
