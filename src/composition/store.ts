import { setTimeout as pause } from 'node:timers/promises';
import type { Store as StorePort } from '../application/ports/store.js';
import { InMemoryUnitOfWork } from '../infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { DatabaseAway, PostgresStore } from '../infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../infrastructure/persistence/sqlite/sqlite-store.js';
import type { WriteQueueOptions } from '../infrastructure/persistence/write-queue.js';
import type { DatabaseUrl } from './config/database-url.js';

/** How often it is tried to open a store that is waited for, in milliseconds. */
const interval = 500;

/** A store, with the entities that the panel shows. Only a database has them. */
export interface Store extends StorePort {
  readonly reader?: SqliteStore['reader'];
}

/** Opens the store that a URL names, and brings its schema up to date. */
export async function openStore(
  url: DatabaseUrl,
  options: Partial<Pick<WriteQueueOptions, 'timeout' | 'onGroup'>> & {
    readonly poolSize?: number;
    readonly messageSearch?: boolean;
  } = {},
): Promise<Store> {
  if (url.kind === 'memory') return new InMemoryUnitOfWork(options);
  if (url.kind === 'postgres') {
    const { kind: _, ...server } = url;
    return PostgresStore.open({ ...server, ...options });
  }
  return SqliteStore.open({ driver: url.kind, file: url.file, ...options });
}

/**
 * Opens a store as soon as its database can be used: one that is down, or is a standby, is waited for.
 * @param onWait is told why, when it begins to wait.
 */
export async function openStoreWhenBack(
  open: () => Promise<Store>,
  onWait: (error: Error) => void,
): Promise<Store> {
  for (let isWaiting = false; ; isWaiting = true) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof DatabaseAway)) throw error;
      if (!isWaiting) onWait(error);
      await pause(interval);
    }
  }
}
