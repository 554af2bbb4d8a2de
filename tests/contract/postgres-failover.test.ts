import { expect } from 'chai';
import pg from 'pg';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { LogTimeline } from '../../src/infrastructure/persistence/postgres/log-timeline.js';
import { numericTypes } from '../../src/infrastructure/persistence/postgres/postgres-sql.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { Servers } from '../../src/infrastructure/persistence/postgres/servers.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';
import { freePort } from '../support/postgres-cluster.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { rejectionOf } from '../support/rejection-of.js';
import { newWebhook } from '../support/webhooks.js';

/** What becomes of places when another server was promoted, step by step. `tests/process/failover.test.ts` promotes real ones. */
postgresSuite('the event log after a promotion', () => {
  let url: string;
  let store: PostgresStore;
  let client: pg.Client;
  let ann: User;
  let thread: Thread;
  let timeline: LogTimeline;

  beforeEach(async () => {
    url = await postgresUrl();
    store = await PostgresStore.open({ url });
    client = new pg.Client({ connectionString: url, types: numericTypes });
    await client.connect();
    const [one, bob] = await addUsers(store, 'ann', 'bob');
    ann = one;
    thread = await openThread(store, ann, bob);
    timeline = new LogTimeline();
    await admit(1);
  });

  afterEach(async () => {
    await client.end();
    await store.close();
  });

  const admit = (number: number, isLate = false) =>
    timeline.admit(client, { isStandby: false, takesWrites: true, system: 'one', timeline: number }, isLate);
  const end = () => store.read(({ events }) => events.end());
  const since = (place: string) => store.read(({ events }) => events.after(place, 100));
  const missed = async (place: string) => {
    const to = await end();
    return store.read(({ events }) => events.missedBy(ann.id, place, to, 100));
  };
  const send = () => addMessage(store, thread, ann);
  const last = async () => {
    const { rows } = await client.query<{ id: number; xid: number; created: number }>(
      'SELECT id, xid, created FROM events ORDER BY id DESC LIMIT 1',
    );
    return rows[0] ?? expect.fail('no event');
  };
  /** Whether somebody who got so far goes on from there. */
  const isKnown = async (place: string) => {
    const [batch, one] = [await since(place), await missed(place)];
    expect(batch === undefined).to.equal(one === undefined);
    return batch !== undefined;
  };

  it('knows the places of the timeline before, and no older ones', async () => {
    const start = await end();
    const first = await send();
    const begun = await end();
    await admit(2);
    const second = await send();
    const ids = (await since(begun))?.events.map((event) => 'message' in event && event.message.id);
    expect(ids).to.deep.equal([second.id]);
    const batch = await since(start);
    expect(batch?.events.map((event) => 'message' in event && event.message.id)).to.deep.equal([
      first.id,
      second.id,
    ]);
    await admit(4);
    expect(await isKnown(begun), 'of two before').to.equal(false);
    for (const place of [batch?.position, ...(batch?.events.map(({ position }) => position) ?? [])]) {
      expect(await isKnown(place ?? ''), place).to.equal(true);
    }
  });

  it('does not know a place that names a number which is given again', async () => {
    const before = await end();
    await send();
    const after = await end();
    await admit(2);
    // As the standby would have noted it that had not heard of the last transaction.
    const { xid } = await last();
    await client.query('UPDATE event_log SET timeline_xid = $1', [xid]);
    expect(await isKnown(before), 'before it').to.equal(true);
    expect(await isKnown(after), 'with it').to.equal(false);
    await client.query('UPDATE event_log SET timeline_xid = $1', [xid + 1]);
    expect(await isKnown(after), 'with it, which is there').to.equal(true);
  });

  for (const [what, gone] of [
    ['knows them if all is there that was read', 0],
    ['knows none if something is missing that was read', 1],
  ] as const) {
    it(what, async () => {
      await send();
      const place = await end();
      const { id, created } = await last();
      timeline.recent.add(id, created + gone);
      await admit(2);
      expect(await isKnown(place)).to.equal(gone === 0);
    });
  }

  it('knows none if others may have written before it was looked at', async () => {
    const place = await end();
    await admit(2, true);
    expect(await isKnown(place)).to.equal(false);
    expect(await isKnown(await end())).to.equal(true);
  });

  it('knows where webhooks are, whatever was lost', async () => {
    const position = await end();
    const { id } = await store.run(({ webhooks }) => webhooks.add(newWebhook({ position })));
    const message = await send();
    await admit(2, true);
    expect(await isKnown(position)).to.equal(false);
    const webhook = await store.read(({ webhooks }) => webhooks.find(id));
    const batch = await since(webhook?.position ?? '');
    expect(batch?.events).to.have.length(1);
    expect(batch?.events[0]).to.deep.include({ message });
  });
});

postgresSuite('several hosts of PostgreSQL', () => {
  /** The same server by two names, or with one that is dead before it. */
  const among = (url: string, ...hosts: string[]) => url.replace(/@[^/]*/, `@${hosts.join()}`);
  const portOf = (url: string) => new URL(url).port;

  it('are tried until one takes writes', async () => {
    const url = await postgresUrl();
    const dead = await freePort();
    const several = among(url, `127.0.0.1:${dead}`, `127.0.0.1:${portOf(url)}`);
    const store = await PostgresStore.open({ url: `${several}?target_session_attrs=read-write` });
    try {
      await addUsers(store, 'ann');
      await store.ping();
    } finally {
      await store.close();
    }
  });

  it('are named with what is wrong with each, and without the password', async () => {
    const [one, other] = [await freePort(), await freePort()];
    const url = `postgres://duet:secret@127.0.0.1:${one},127.0.0.1:${other}/duet`;
    const error = (await rejectionOf(PostgresStore.open({ url }))) as Error;
    expect(error.message).to.equal(
      `the database postgres://127.0.0.1:${one},127.0.0.1:${other}/duet cannot be used: ` +
        `127.0.0.1:${one}: connect ECONNREFUSED 127.0.0.1:${one}; ` +
        `127.0.0.1:${other}: connect ECONNREFUSED 127.0.0.1:${other}`,
    );
  });

  it('are read from if none takes writes and one is no standby, and left for one that does', async () => {
    const url = await postgresUrl();
    const database = new URL(url).pathname.slice(1);
    const several = among(url, `127.0.0.1:${portOf(url)}`, `127.0.0.1:${await freePort()}`);
    const store = await PostgresStore.open({ url: several });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const [ann] = await addUsers(store, 'ann');
      await client.query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND application_name = 'duet'`,
      );
      await rejectionOf(store.ping()); // the connection that was cut may be the first to be tried
      expect(await rejectionOf(store.ping())).to.include({ code: 'storage_unavailable' });
      expect(await rejectionOf(addUsers(store, 'bob'))).to.include({ code: 'storage_unavailable' });
      expect(await store.read(({ users }) => users.find(ann.id))).to.include({ username: 'ann' });
      await client.query(`SET default_transaction_read_only = off; ALTER DATABASE ${database} RESET ALL`);
      expect(await rejectionOf(addUsers(store, 'cyd')), 'its session is as it was').to.include({
        code: 'storage_unavailable',
      });
      await addUsers(store, 'dan');
      await store.ping();
    } finally {
      await client.end();
      await store.close();
    }
  });

  it('are all asked again when the one in use is in doubt, and the connections to another are cut', async () => {
    const url = await postgresUrl();
    const several = among(url, `127.0.0.1:${portOf(url)}`, `localhost:${portOf(url)}`);
    const servers = Servers.of(several);
    const client = servers.client({});
    let cut = false;
    client.on('error', () => (cut = true));
    await client.connect();
    // By its other name it is another server.
    expect(client.host).to.equal('127.0.0.1');
    Object.assign(client, { host: 'localhost' });
    servers.doubt();
    expect(await servers.find()).to.include({ host: '127.0.0.1' });
    await rejectionOf(client.query('SELECT 1'));
    expect(cut).to.equal(true);
  });
});
