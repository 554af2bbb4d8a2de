import { acts } from '../support/acts.js';
import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { until } from '../support/client.js';
import { addUsers, at, newMessage, newUser, openThread } from '../support/fixtures.js';
import { Gate } from '../support/gate.js';
import { postgresSuite, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';

/** What two processes do to each other on PostgreSQL, step by step. */
postgresSuite('two stores on one PostgreSQL', function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let database: string;
  let one: PostgresStore;
  let other: PostgresStore;

  before(async () => {
    cluster = await sharedCluster();
  });

  beforeEach(async () => {
    database = await cluster.database();
    const url = cluster.urlOf(database);
    [one, other] = await Promise.all([PostgresStore.open({ url }), PostgresStore.open({ url })]);
  });

  afterEach(async () => {
    await Promise.all([one.close(), other.close()]);
    await cluster.recycle(database);
  });

  const somebodyWaits = () =>
    until('somebody waits for a lock', async () => {
      const waiting = await cluster.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });

  it('draw the ids of a thread in the order in which they commit', async () => {
    const [alice, bob] = await addUsers(one, 'alice', 'bob');
    const thread = await openThread(one, alice, bob);
    const added = new Gate();
    const commit = new Gate();
    const slow = one.run(async (all) => {
      await acts(all).find(thread.id);
      const message = await acts(all).add(newMessage(thread, alice, { created: at(1) }));
      added.open();
      await commit.opened;
      return message;
    });
    await added.opened;
    let arrived = false;
    const quick = other.run(async (all) => {
      await acts(all).find(thread.id);
      arrived = true;
      return acts(all).add(newMessage(thread, bob, { created: at(2) }));
    });
    await somebodyWaits();
    const page = () => other.read(({ messages }) => messages.pageOf(thread.id, { after: 0, limit: 9 }));
    expect((await page())?.items, 'nobody is ahead of who is not committed').to.deep.equal([]);
    expect(arrived).to.equal(false);
    commit.open();
    const [first, second] = await Promise.all([slow, quick]);
    expect(second.id).to.be.greaterThan(first.id);
    expect((await page())?.items.map(({ id }) => id)).to.deep.equal([first.id, second.id]);
  });

  it('run a unit of work again that would wait for ever', async () => {
    const users = await addUsers(one, 'alice', 'bob');
    const meet = [new Gate(), new Gate()] as const;
    let runs = 0;
    const cross = (store: PostgresStore, order: readonly [0 | 1, 0 | 1], name: string) =>
      store.run(async (all) => {
        runs += 1;
        await all.users.hold(users[order[0]].id);
        meet[order[0]].open();
        await meet[order[1]].opened;
        await all.users.hold(users[order[1]].id);
        await all.users.add(newUser(name));
      });
    await Promise.all([cross(one, [0, 1], 'carol'), cross(other, [1, 0], 'dave')]);
    expect(runs).to.be.greaterThan(2);
    const { total } = await one.read((readers) => readers.users.search('', { limit: 9, offset: 0 }));
    expect(total).to.equal(4);
  });

  it('look again when a user is removed after they have seen them', async () => {
    const [alice, bob] = await addUsers(one, 'alice', 'bob');
    let looks = 0;
    const outcome = one.run(async (all) => {
      looks += 1;
      const seen = await all.users.find(bob.id);
      if (looks === 1) await other.run(({ users }) => users.remove(bob.id));
      if (seen === undefined) return 'nobody';
      const { ParticipantPair } = await import('../../src/domain/conversation/participant-pair.js');
      await acts(all).open(ParticipantPair.of(alice.id, bob.id), at(0));
      return 'opened';
    });
    expect(await outcome).to.equal('nobody');
    expect(looks).to.equal(2);
  });

  it('say so when nobody knows whether it was stored', async () => {
    const error = await rejectionOf(
      one.run(async ({ users }) => {
        await users.add(newUser('alice'));
        await cluster.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND state = 'idle in transaction'`,
        );
      }),
    );
    expect(error).to.have.property('code', 'storage_unavailable');
    expect((error as Error).message).to.include('may or may not have been stored');
    await other.run(({ users }) => users.add(newUser('alice')));
  });
});
