import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { sharedCluster } from '../support/postgres.js';
import type { OpenStore } from './store-contract.js';

/** Opens a store on a new database, which `close` gives back. */
export const openPostgres: OpenStore = async (options) => {
  const cluster = await sharedCluster();
  const database = await cluster.database();
  const store = await PostgresStore.open({ url: cluster.urlOf(database), ...options });
  return {
    unitOfWork: store,
    close: async () => {
      await store.close();
      await cluster.recycle(database);
    },
  };
};
