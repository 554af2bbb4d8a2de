import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { makeMigratedSqlite } from '../support/migrated-sqlite.js';
import type { OpenStore } from './store-contract.js';

/** Opens a store on a new file, which `close` removes. */
export function openSqlite(driver: 'better-sqlite3' | 'sqlite3'): OpenStore {
  return async (options) => {
    const directory = await mkdtemp(join(tmpdir(), 'duet-store-'));
    const file = join(directory, 'duet.sqlite');
    await makeMigratedSqlite(file);
    const store = await SqliteStore.open({ driver, file, ...options });
    return {
      unitOfWork: store,
      close: async () => {
        await store.close();
        await rm(directory, { recursive: true });
      },
    };
  };
}
