import type { Archive } from '../application/ports/archive.js';
import type { EventSignals } from '../application/ports/event-signals.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import { InMemoryUnitOfWork } from '../infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { PostgresStore } from '../infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../infrastructure/persistence/sqlite/sqlite-store.js';
import type { WriteQueueOptions } from '../infrastructure/persistence/write-queue.js';
import type { DatabaseUrl } from './config/database-url.js';

/** What the service needs of a store beside the port. */
export interface Store extends UnitOfWork, Archive {
  readonly signals: EventSignals;
  readonly writeQueueDepth: number;
  /** Rejects if the storage does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store that a URL names, and brings its schema up to date. */
export async function openStore(
  url: DatabaseUrl,
  options: Partial<Pick<WriteQueueOptions, 'timeout' | 'onGroup'>> & { readonly poolSize?: number } = {},
): Promise<Store> {
  if (url.kind === 'memory') return new InMemoryUnitOfWork(options);
  if (url.kind === 'postgres') return PostgresStore.open({ url: url.url, ...options });
  return SqliteStore.open({ driver: url.kind, file: url.file, ...options });
}
