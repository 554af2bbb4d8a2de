import { expect } from 'chai';
import { spendToken } from '../../src/domain/accounts/token-family.js';
import { markRead, open, send } from '../../src/domain/conversation/conversation.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { times, until } from '../support/client.js';
import { addUsers, at, openThread, summaryOf, unreadCount } from '../support/fixtures.js';
import { expectExactCounts, postgresSuite, rowsOf, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { observePostgres } from './observe-statements.js';

/** What shares a transaction on PostgreSQL shares nothing else. */
postgresSuite('decisions that are stored together on PostgreSQL', function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let database: string;
  let url: string;
  let store: PostgresStore;
  let groups: number[];
  let users: readonly User[];
  let threads: readonly Thread[];

  before(async () => {
    cluster = await sharedCluster();
  });

  beforeEach(async () => {
    database = await cluster.database();
    url = cluster.urlOf(database);
    groups = [];
    store = await PostgresStore.open({ url, onGroup: (size) => groups.push(size) });
    users = await addUsers(store, 'ann', 'bob', 'cyd', 'dan', 'eve');
    const others = users.slice(1);
    threads = await Promise.all(others.map((other) => openThread(store, users[0] as User, other)));
    groups.length = 0;
  });

  afterEach(async () => {
    await expectExactCounts(url);
    await store.close();
    await cluster.recycle(database);
  });

  const ann = () => users[0] as User;

  /** Ann says something in the thread with this number. */
  const say = async (index: number, text = 'Hello', idempotencyKey?: string) => {
    const { id: threadId } = threads[index] as Thread;
    const input = {
      threadId,
      caller: { id: ann().id, role: 'user' },
      content: { text },
      idempotencyKey,
    } as const;
    const key = idempotencyKey === undefined ? undefined : { sender: ann().id, key: idempotencyKey };
    const { message } = await store.decide({ thread: threadId, key }, ({ standing, first }) =>
      send(standing, first, input, at(9)),
    );
    return message;
  };

  const logIn = (...ids: readonly string[]) =>
    store.run(async ({ tokenFamilies }) => {
      for (const id of ids)
        await tokenFamilies.add({ id, userId: ann().id, current: 'first', expires: at(9) });
    });

  const spend = (id: string, token: string, next: string) =>
    store.decide({ tokenFamily: id }, (standing) => {
      const outcome = spendToken(standing, token, { current: next, expires: at(99) });
      return { outcome: () => outcome };
    });

  const loginsNow = async () =>
    (await store.read(({ tokenFamilies }) => tokenFamilies.allOf(ann().id))).map(
      ({ id, current }) => `${id}: ${current}`,
    );

  const count = async (index: number) =>
    (await summaryOf(store, threads[index] as Thread)).thread.messageCount;

  const statesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.map(({ status }) => status);

  it('take the statements of one, whatever there is to say', async () => {
    const seen: string[] = [];
    observePostgres(store.reader, (text) => seen.push(text.trim().replace(/\s+/g, ' ')));
    const sent = await Promise.all([say(0), say(1), say(2), say(3)]);
    expect(groups).to.deep.equal([4]);
    expect(seen.map((text) => text.split(' ').slice(0, 3).join(' '))).to.deep.equal([
      'SELECT held.*, CASE',
      'WITH added AS',
      'COMMIT',
    ]);
    const events = await rowsOf<{ message_id: number; xid: number }>(
      url,
      `SELECT message_id, xid FROM events WHERE type = 'message.created' ORDER BY id`,
    );
    expect(new Set(events.map((event) => event.xid)).size).to.equal(1);
    expect(events.map((event) => event.message_id)).to.have.members(sent.map(({ id }) => id));
  });

  it('take two statements for refresh tokens, and one more for those that were spent before', async () => {
    await logIn('a', 'b', 'c', 'd');
    const seen: string[] = [];
    observePostgres(store.reader, (text) => seen.push(text.trim().replace(/\s+/g, ' ')));
    groups.length = 0;
    const spent = await Promise.all([
      spend('a', 'first', 'next'),
      spend('b', 'spent', 'next'),
      spend('c', 'first', 'next'),
      spend('d', 'spent', 'next'),
    ]);
    expect(spent).to.deep.equal([true, false, true, false]);
    expect(groups).to.deep.equal([4]);
    expect(seen.map((text) => text.split(' ').slice(0, 3).join(' '))).to.deep.equal([
      'SELECT f.id, f.user_id,',
      'UPDATE token_families SET',
      'DELETE FROM token_families',
      'COMMIT',
    ]);
    expect(await loginsNow()).to.deep.equal(['a: next', 'c: next']);
  });

  it('let one of two spend a refresh token, and the other end its login, beside what others do', async () => {
    await logIn('a', 'b');
    groups.length = 0;
    const [, ...spent] = await Promise.all([
      say(0),
      spend('a', 'first', 'one'),
      spend('a', 'first', 'two'),
      spend('b', 'first', 'one'),
    ]);
    expect(groups[0]).to.equal(4);
    expect(spent).to.deep.equal([true, false, true]);
    expect(await loginsNow()).to.deep.equal(['b: one']);
    expect(await count(0)).to.equal(1);
  });

  it('find everything by an index, however much there is', async () => {
    await rowsOf(
      url,
      `INSERT INTO users (username, username_key, password_hash, role, is_active, created)
         SELECT 'u' || n, 'u' || n, 'x', 'user', 1, 0 FROM generate_series(1, 3000) n;
       INSERT INTO threads (low_id, high_id, created, updated)
         SELECT ${ann().id}, id, 0, id FROM users WHERE username LIKE 'u%';
       INSERT INTO messages (thread_id, sender_id, text, created, is_read)
         SELECT t.id, t.low_id, 'text', n, n % 2 FROM threads t, generate_series(1, 10) n;
       UPDATE threads SET message_count = 10, high_unread = 5, last_message_id = (SELECT max(id) FROM messages WHERE thread_id = threads.id);
       UPDATE users SET thread_count = (SELECT count(*) FROM threads WHERE users.id IN (low_id, high_id)),
         unread_count = (SELECT coalesce(sum(high_unread), 0) FROM threads WHERE high_id = users.id);
       INSERT INTO blocks (blocker_id, blocked_id, created) SELECT id, id - 1, 0 FROM users WHERE username LIKE 'u%';
       DELETE FROM blocks WHERE blocked_id = (SELECT id FROM users WHERE username = 'u1');
       INSERT INTO token_families (id, user_id, current, expires)
         SELECT 'login ' || id || rpad('', n, '+'), id, 'first', 0
         FROM users, generate_series(0, 3) n WHERE username LIKE 'u%';
       INSERT INTO message_versions (message_id, thread_id, sender_id, text, created, replaced, change, since, idempotency_key)
         SELECT n, 1, n, 'text', 0, 0, 'deleted', 0, 'key ' || n FROM generate_series(1, 3000) n;
       ANALYZE`,
    );
    const [one, other] = await rowsOf<{ id: number }>(
      url,
      `SELECT id FROM users WHERE username IN ('u1', 'u2')`,
    );
    const [unread] = await rowsOf<{ id: number }>(
      url,
      'SELECT max(id) AS id FROM messages WHERE is_read = 0',
    );
    const seen: { text: string; values: unknown[] }[] = [];
    observePostgres(store.reader, (text, values) => seen.push({ text, values }));
    const pair = ParticipantPair.of(one?.id ?? 0, other?.id ?? 0);
    await Promise.all([
      say(0),
      say(1, 'once', 'key'),
      store.decide({ message: unread?.id ?? 0 }, (found) =>
        found === undefined ? expect.fail() : markRead(found),
      ),
      store.decide({ pair }, (standing) => open(pair, standing, at(9))),
      spend(`login ${one?.id}`, 'first', 'next'),
      spend(`login ${other?.id}`, 'spent', 'next'),
    ]);
    expect(groups).to.deep.equal([6]);
    for (const { text, values } of seen.filter((one) =>
      /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)/.test(one.text),
    )) {
      const rows = await store.reader.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${text}`, values);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan.match(/Seq Scan on \w+/g), `${text}\n${plan}`).to.equal(null);
    }
  });

  it('fail alone when a statement for all of them fails', async () => {
    await rowsOf(
      url,
      `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN IF NEW.text = 'bad' THEN RAISE EXCEPTION 'bad'; END IF; RETURN NEW; END $$;
       CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const outcomes = await Promise.allSettled([say(0), say(1, 'bad'), say(2, 'keyed', 'key'), say(3)]);
    expect(groups).to.deep.equal([4]);
    expect(statesOf(outcomes)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await Promise.all([0, 1, 2, 3].map(count))).to.deep.equal([1, 0, 1, 1]);
    await rowsOf(url, 'DROP TRIGGER refuse ON messages');
  });

  it('are told that nobody knows when the connection breaks while they are stored, or are stored', async () => {
    // Holds up the statements of the last trip, with the commit behind them; a lock would not, for longer than the group waits.
    await rowsOf(
      url,
      `CREATE OR REPLACE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
       CREATE OR REPLACE TRIGGER sleep BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION sleep()`,
    );
    const outcomes = Promise.allSettled([say(0), say(1), say(2), say(3)]);
    const waits = `SELECT pid FROM pg_stat_activity WHERE datname = '${database}' AND wait_event = 'PgSleep'`;
    await until('the group waits', async () => (await cluster.query(waits)).length === 1);
    await cluster.query(`SELECT pg_terminate_backend(pid) FROM (${waits}) AS waiting`);
    for (const outcome of await outcomes) {
      expect(outcome).to.have.nested.property('reason.code', 'storage_unavailable');
      expect(outcome)
        .to.have.nested.property('reason.message')
        .that.includes('may or may not have been stored');
    }
    await rowsOf(url, 'DROP TRIGGER sleep ON events');
    expect(await Promise.all([0, 1, 2, 3].map(count))).to.deep.equal([0, 0, 0, 0]);
    await Promise.all([say(0), say(1)]);
  });

  it('do not wait for a thread, a user or a login that another transaction holds', async () => {
    const answered = new Set<string>();
    const note = (name: string, work: Promise<unknown>) => work.then(() => answered.add(name));
    let all: Promise<unknown> | undefined;
    const held = `
      SELECT 1 FROM threads WHERE id = ${threads[0]?.id} FOR UPDATE;
      SELECT 1 FROM users WHERE id = ${users[2]?.id} FOR UPDATE;
      SELECT 1 FROM token_families WHERE id = 'held' FOR UPDATE`;
    await logIn('held', 'free');
    await cluster.holding(database, held, async () => {
      all = Promise.all([
        note('thread held', say(0)),
        note('user held', say(1)),
        note('login held', spend('held', 'first', 'next')),
        note('free login', spend('free', 'first', 'next')),
        ...[2, 3].map((index) => note('free', say(index))),
      ]);
      await until(
        'those that can are stored',
        () => Promise.resolve(answered.has('free') && answered.has('free login')),
        3000,
      );
      await say(2);
      expect([...answered]).to.have.members(['free', 'free login']);
    });
    await all;
    expect(await Promise.all([0, 1, 2, 3].map(count))).to.deep.equal([1, 1, 2, 1]);
  });

  it('look again when another process came before them', async () => {
    const other = await PostgresStore.open({ url });
    try {
      const [bob, cyd] = [users[1] as User, users[2] as User];
      const pair = ParticipantPair.of(bob.id, cyd.id);
      const opened = await Promise.all(
        [store, other].flatMap((one) =>
          [pair, ParticipantPair.of(users[3]?.id ?? 0, users[4]?.id ?? 0)].map((which) =>
            one.decide({ pair: which }, (standing) => open(which, standing, at(9))),
          ),
        ),
      );
      expect(opened.filter((one) => one.opened)).to.have.lengthOf(2);
      expect(new Set(opened.map(({ summary }) => summary.thread.id)).size).to.equal(2);
    } finally {
      await other.close();
    }
  });

  it('count exactly for somebody to whom groups of two processes write at the same time', async () => {
    const other = await PostgresStore.open({ url });
    try {
      await times(200, (index) => {
        const [from, { id: threadId }] = [users[(index % 4) + 1] as User, threads[index % 4] as Thread];
        const input = {
          threadId,
          caller: { id: from.id, role: 'user' },
          content: { text: 'Hello' },
        } as const;
        return (index % 4 < 2 ? store : other).decide({ thread: threadId }, ({ standing }) =>
          send(standing, undefined, { ...input, idempotencyKey: undefined }, at(9)),
        );
      });
      expect(await unreadCount(store, ann())).to.equal(200);
    } finally {
      await other.close();
    }
  });

  it('go in groups of all sizes, and nothing is lost or doubled', async () => {
    const sent = await times(200, (index) =>
      say(index % 4, `${index}`, index % 5 === 0 ? `key ${index}` : undefined),
    );
    expect(new Set(sent.map(({ id }) => id)).size).to.equal(200);
    expect(await Promise.all([0, 1, 2, 3].map(count))).to.deep.equal([50, 50, 50, 50]);
    expect(await unreadCount(store, users[1] as User)).to.equal(50);
  });
});
