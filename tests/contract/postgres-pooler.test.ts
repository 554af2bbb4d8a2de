import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { FixedWindowRateLimit } from '../../src/infrastructure/rate-limits/fixed-window-rate-limit.js';
import { PostgresCounter } from '../../src/infrastructure/rate-limits/postgres-counter.js';
import { TellingCounter } from '../../src/infrastructure/rate-limits/telling-counter.js';
import { times, until } from '../support/client.js';
import { addUsers } from '../support/fixtures.js';
import { PgBouncer, poolerSuite } from '../support/pgbouncer.js';
import { postgresSuite, rowsOf, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeArchive } from './archive-contract.js';
import { describeCounts } from './counts-contract.js';
import { describeEvents } from './event-contract.js';
import { keepingOne } from './open-postgres.js';
import type { Store } from './store-contract.js';
import { describeUnitOfWork } from './unit-of-work-contract.js';

postgresSuite('PostgreSQL behind PgBouncer', () => {
  poolerSuite('in transaction mode', () => {
    let cluster: Cluster;
    let pooler: PgBouncer;

    before(async () => {
      cluster = await sharedCluster();
      pooler = await PgBouncer.before(cluster);
    });

    after(() => pooler.remove());

    const openOn = (database: string, options: { timeout?: number } = {}) =>
      PostgresStore.open({
        url: pooler.urlOf(database),
        directUrl: cluster.urlOf(database),
        prepare: false,
        ...options,
      });

    // Statements are those that go to a server by itself. What differs is transactions, which share its sessions.
    describe('keeps what a store promises', () => {
      let store: Store;

      const open = keepingOne(openOn);

      beforeEach(async () => {
        store = await open();
      });

      afterEach(() => store.close());

      const current = () => store.unitOfWork;
      describeCounts(current);
      describeEvents(current);
      describeArchive(current);
      describeUnitOfWork(current, open);
    });

    it('is noticed where nothing leads past it, or where what should does not', async () => {
      const database = await cluster.database();
      const [url, directUrl] = [cluster.urlOf(database), pooler.urlOf(database)];
      for (const options of [{ url: directUrl }, { url, directUrl }]) {
        const error = (await rejectionOf(PostgresStore.open(options))) as Error;
        expect(error.message).to.match(/^the database .*it is a pooler.* DATABASE_DIRECT_URL\.$/);
      }
    });

    it('is noticed where it drops what a session is told', async () => {
      const careless = await PgBouncer.before(cluster, [
        'ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout',
      ]);
      try {
        const url = careless.urlOf(await cluster.database());
        const error = (await rejectionOf(PostgresStore.open({ url }))) as Error;
        expect(error.message).to.match(/it is a pooler.* DATABASE_DIRECT_URL\.$/);
      } finally {
        await careless.remove();
      }
    });

    it('is noticed where it mixes up prepared statements', async () => {
      const database = await cluster.database();
      const [url, directUrl] = [pooler.urlOf(database), cluster.urlOf(database)];
      const error = (await rejectionOf(PostgresStore.open({ url, directUrl }))) as Error;
      expect(error.message).to.match(/prepared statements.* DATABASE_PREPARE=off/);
    });

    it('is not missed where there is none', async () => {
      const url = cluster.urlOf(await cluster.database());
      await (await PostgresStore.open({ url, directUrl: `${url}?` })).close();
    });

    it('ends statements that take too long, and those that wait for others', async () => {
      const database = await cluster.database();
      const store = await openOn(database, { timeout: 300 });
      const busy = `SELECT query FROM pg_stat_activity WHERE datname = '${database}' AND application_name = 'duet'
        AND state = 'active'`;
      try {
        const [ann] = await addUsers(store, 'ann');
        expect(await rejectionOf(store.rows('SELECT pg_sleep(60)'))).to.include({
          code: 'storage_unavailable',
        });
        await until('the server has ended it', async () => (await cluster.query(busy)).length === 0);
        await cluster.holding(database, 'LOCK TABLE users', async () => {
          const late = rejectionOf(store.run(({ users }) => users.hold(ann.id)));
          expect(await late).to.include({ code: 'storage_unavailable' });
          await until('the server has ended it', async () => (await cluster.query(busy)).length === 0);
        });
        expect(await store.read(({ users }) => users.find(ann.id))).to.include({ username: 'ann' });
      } finally {
        await store.close();
      }
    });

    it('counts for the limits of all processes, and failing to is told', async () => {
      const server = { connectionString: pooler.urlOf(await cluster.database()) };
      const told: string[] = [];
      const counters = await times(2, () => PostgresCounter.open({ server, isPooler: true, prepare: false }));
      const limits = counters.map(
        (counter) =>
          new FixedWindowRateLimit(
            { name: 'test', quota: 10, window: 600, counted: 'things' },
            new TellingCounter(counter, {
              failing: () => told.push('failing'),
              well: () => told.push('well'),
            }),
          ),
      );
      try {
        const outcomes = await times(30, (index) =>
          limits[index % 2]!.consume('ann').then(
            () => 'let through',
            (error: unknown) => (error as Error).constructor.name,
          ),
        );
        expect(outcomes.filter((one) => one === 'let through')).to.have.length(10);
        expect(outcomes.filter((one) => one === 'RateLimited')).to.have.length(20);
        expect(
          await rowsOf(
            cluster.urlOf(new URL(server.connectionString).pathname.slice(1)),
            'SELECT points FROM rate_limits',
          ),
        ).to.have.length(1);
        expect(told).to.deep.equal([]);
        await pooler.stop();
        await limits[0]!.consume('bob');
        expect(told).to.deep.equal(['failing']);
        await pooler.start();
        await until('it counts again', async () => {
          await limits[0]!.consume('bob').catch(() => undefined);
          return told.includes('well');
        });
      } finally {
        await Promise.all(counters.map((counter) => counter.close()));
      }
    });
  });
});
