import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { PgBouncer, poolerSuite } from '../support/pgbouncer.js';
import { postgresSuite, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeStore } from './store-contract.js';

postgresSuite('PostgreSQL behind PgBouncer', () => {
  poolerSuite('in transaction mode', () => {
    let cluster: Cluster;
    let pooler: PgBouncer;
    before(async () => {
      cluster = await sharedCluster();
      pooler = await PgBouncer.before(cluster);
    });
    after(() => pooler.remove());

    it('is noticed where nobody said so', async () => {
      const database = await cluster.database();
      const error = (await rejectionOf(PostgresStore.open({ url: pooler.urlOf(database) }))) as Error;
      expect(error.message).to.match(/pooler.*DATABASE_DIRECT_URL/);
    });

    describeStore('PostgreSQL behind PgBouncer', async (options) => {
      const database = await cluster.database();
      const store = await PostgresStore.open({
        url: pooler.urlOf(database),
        directUrl: cluster.urlOf(database),
        prepare: false,
        ...options,
      });
      return {
        unitOfWork: store,
        close: async () => {
          await store.close();
          await cluster.recycle(database);
        },
      };
    });
  });
});
