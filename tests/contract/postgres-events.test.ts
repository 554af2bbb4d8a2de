import { acts } from '../support/acts.js';
import { expect } from 'chai';
import type { ChatEvent, Reader } from '../../src/application/ports/event-log.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { until } from '../support/client.js';
import { addMessage, addUsers, newMessage, openThread } from '../support/fixtures.js';
import { Gate } from '../support/gate.js';
import { muteNotifications, postgresSuite, sharedCluster } from '../support/postgres.js';
import { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';

/** What the log of two processes on PostgreSQL has to withstand, step by step. */
postgresSuite('the event log of two stores on one PostgreSQL', function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let url: string;
  let one: PostgresStore;
  let other: PostgresStore;
  let users: readonly [User, User, User];
  let early: Thread;
  let late: Thread;

  before(async () => {
    cluster = await sharedCluster();
    url = cluster.urlOf(await cluster.database());
    await muteNotifications(url);
    [one, other] = await Promise.all([PostgresStore.open({ url }), PostgresStore.open({ url })]);
    users = await addUsers(one, 'alice', 'bob', 'carol');
    late = await openThread(one, users[0], users[1]);
    early = await openThread(one, users[0], users[2]);
  });

  after(() => Promise.all([one.close(), other.close()]));

  const end = () => other.read(({ events }) => events.end());
  const since = async (from: string, limit = 100) => {
    const batch = await other.read(({ events }) => events.after(from, limit));
    if (batch === undefined) throw new Error(`The log does not know its own ${from}.`);
    return batch;
  };
  const missed = async (from: string, limit = 100, reader: Reader = users[0].id) => {
    const to = await end();
    return other.read(({ events }) => events.missedBy(reader, from, to, limit));
  };
  const idsOf = (events: readonly ChatEvent[] | undefined) =>
    events?.map((event) => (event.type === 'message.created' ? event.message.id : event.type));

  it('skips nobody who has drawn a low number and commits long after others', async () => {
    const start = await end();
    const written = new Gate();
    const commit = new Gate();
    const slow = one.run(async (all) => {
      const message = await acts(all).add(newMessage(late, users[0]));
      written.open();
      await commit.opened;
      return message.id;
    });
    await Promise.race([written.opened, slow]);
    const quick: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      quick.push((await addMessage(other, early, users[2])).id);
    }
    // All places that somebody can have got to while the slow one was open, and what they have by then.
    const [all, his, first] = [await since(start), await missed(start), await missed(start, 1)];
    const everybodys = await missed(start, 2, 'everybody');
    const places = new Map<string, number>([
      [start, 0],
      [await end(), 3],
      [all.position, 3],
      [his?.position ?? '', 3],
      [first?.position ?? '', 1],
      [everybodys?.position ?? '', 2],
      ...all.events.map(({ position }, index) => [position, index + 1] as const),
      ...(his?.events ?? []).map(({ position }, index) => [position, index + 1] as const),
    ]);
    expect(idsOf(all.events)).to.deep.equal(quick);
    expect(idsOf(his?.events)).to.deep.equal(quick);
    commit.open();
    const slowest = await slow;
    const last = (await addMessage(other, early, users[2])).id;
    for (const [place, had] of places) {
      const rest = [slowest, ...quick.slice(had), last].sort((a, b) => a - b);
      for (const batch of [await since(place), await missed(place), await missed(place, 100, 'everybody')]) {
        expect(
          (idsOf(batch?.events) as number[]).sort((a, b) => a - b),
          place,
        ).to.deep.equal(rest);
        const next = await since(batch?.position ?? '');
        expect(next.events, `after what came after ${place}`).to.deep.equal([]);
      }
    }
  });

  it('does not know a place that is ahead of the server’s transactions', async () => {
    const [log] = (await end()).split('-');
    expect(await missed(`${log}-900000000.900000000-0-0`)).to.equal(undefined);
  });

  it('names nothing that a crash gives back: what comes after it is told to everybody', async () => {
    // The server writes its log to disk at commits alone, so that it forgets the numbers of all that is given up.
    const crashing = await Cluster.start('wal_writer_delay=10s');
    let store: PostgresStore | undefined;
    try {
      const crashingUrl = crashing.urlOf(await crashing.database());
      store = await PostgresStore.open({ url: crashingUrl });
      const { users: readers, events } = await store.read(async (all) => all);
      const [ann, bob] = await addUsers(store, 'ann', 'bob');
      const thread = await openThread(store, ann, bob);
      await addMessage(store, thread, ann);
      const places = [await events.end()];
      for (let index = 0; index < 40; index += 1) {
        await rejectionOf(
          store.run(async ({ users: held }) => {
            await held.hold(ann.id);
            throw new Error('Refused.');
          }),
        );
      }
      const batch = await events.after(places[0] ?? '', 100);
      const missedBefore = await events.missedBy(bob.id, places[0] ?? '', await events.end(), 100);
      places.push(await events.end(), batch?.position ?? '', missedBefore?.position ?? '');
      await crashing.stop('kill');
      await crashing.start();
      await until('the store answers', async () =>
        readers.find(ann.id).then(
          () => true,
          () => false,
        ),
      );
      const sent: number[] = [];
      for (let index = 0; index < 5; index += 1) sent.push((await addMessage(store, thread, ann)).id);
      for (const place of places) {
        expect(idsOf((await events.after(place, 100))?.events), place).to.deep.equal(sent);
        const told = await events.missedBy(bob.id, place, await events.end(), 100);
        expect(idsOf(told?.events), place).to.deep.equal(sent);
      }
    } finally {
      await store?.close();
      await crashing.remove();
    }
  });

  it('is looked at without notifications, too', async () => {
    let signals = 0;
    const stop = other.signals.watch({ changed: () => (signals += 1), typing: () => undefined });
    try {
      await until('it listens', async () => signals > 0, 5000);
      const start = await end();
      const { id } = await addMessage(one, late, users[0]);
      const before = signals;
      await until('a signal has come', async () => signals > before, 5000);
      expect(idsOf((await since(start)).events)).to.deep.equal([id]);
    } finally {
      stop();
    }
  });
});
