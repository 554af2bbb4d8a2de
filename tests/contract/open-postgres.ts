import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { sharedCluster } from '../support/postgres.js';
import type { OpenStore } from './store-contract.js';

type Options = Parameters<OpenStore>[0];

/** Opens a store on a new database, which `close` gives back. */
export const openPostgres = (): OpenStore =>
  keepingOne(async (database, options) => {
    const cluster = await sharedCluster();
    return PostgresStore.open({ url: cluster.urlOf(database), ...options });
  });

/**
 * Keeps one store open from test to test, with its database emptied: to open one, with its connections and what they
 * prepare, takes longer than most tests. A second beside it, or one with options, is opened and closed.
 */
export function keepingOne(open: (database: string, options: Options) => Promise<PostgresStore>): OpenStore {
  let kept: { readonly store: PostgresStore; readonly database: string } | undefined;
  let isInUse = false;

  after(async () => {
    await kept?.store.close();
    if (kept !== undefined) await (await sharedCluster()).recycle(kept.database);
  });

  return async (options) => {
    const cluster = await sharedCluster();
    if (options !== undefined || isInUse) {
      const database = await cluster.database();
      const store = await open(database, options);
      const close = async () => {
        await store.close();
        await cluster.recycle(database);
      };
      return { unitOfWork: store, close };
    }
    if (kept === undefined) {
      const database = await cluster.database();
      kept = { database, store: await open(database, undefined) };
    }
    const { store, database } = kept;
    isInUse = true;
    const close = async () => {
      isInUse = false;
      if (store.writeQueueDepth === 0) return cluster.empty(database);
      kept = undefined; // a test that failed left something that goes on
      await store.close();
      await cluster.recycle(database);
    };
    return { unitOfWork: store, close };
  };
}
