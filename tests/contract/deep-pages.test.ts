import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { observePostgres } from './observe-statements.js';

describe('Pages behind deep offsets', () => {
  let folder: string;
  let store: SqliteStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duet-deep-'));
    store = await SqliteStore.open({ driver: 'better-sqlite3', file: join(folder, 'duet.sqlite') });
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('are read one in a turn, so that nobody waits for all of them', async () => {
    const [alice, bob] = await addUsers(store, 'alice', 'bob');
    const thread = await openThread(store, alice, bob);
    await addMessage(store, thread, alice);
    // Or there would be nothing to walk over.
    await store.writer.query('UPDATE threads SET message_count = 20000');
    await store.writer.query('UPDATE users SET thread_count = 20000');
    const slice = { limit: 1, offset: 5000 };
    const deep = [
      () => store.read(({ messages }) => messages.pageOf(thread.id, { ...slice, order: 'oldest-first' })),
      () => store.read(({ threads }) => threads.pageOf(alice.id, slice)),
      () => store.read(({ users }) => users.search('', slice)),
    ];
    const { users, threads, messages } = store.adminDirectory;
    const rising = { ...slice, order: 'created', direction: 'ASC' } as const;
    const ofPanel = [
      () => users.page({}, rising),
      () => threads.page({}, rising),
      () => messages.page({}, rising),
      () => messages.page({ senderId: alice.id }, rising),
    ].map((page) => async () => ({ total: (await page()).length }));
    let read = 0;
    const pages = [...deep, ...ofPanel, ...deep, ...ofPanel].map(async (page) => {
      const { total } = (await page()) as { total: number };
      read += 1;
      return total;
    });
    let before = 0;
    for (let turns = 0; read < pages.length; turns += 1) {
      expect(turns, 'turns').to.be.below(1000);
      await nextTurn();
      expect(read - before, 'read in one turn').to.be.at.most(1);
      before = read;
    }
    expect(await Promise.all(pages)).to.deep.equal([
      ...[20_000, 20_000, 2, 0, 0, 0, 0],
      ...[20_000, 20_000, 2, 0, 0, 0, 0],
    ]);
  });
});

postgresSuite('The last page of a long list on PostgreSQL', function () {
  this.timeout(60_000);

  let store: PostgresStore;
  let seen: { text: string; values: unknown[] }[];

  beforeEach(async () => {
    store = await PostgresStore.open({ url: await postgresUrl() });
    seen = [];
  });

  afterEach(() => store.close());

  /** How many rows of a table the last statement walks over, in each place where it does. */
  async function walkedOver(table: string): Promise<{ walked: number[]; plan: string }> {
    const { text, values } = seen.at(-1) ?? expect.fail();
    const rows = await store.reader.query<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN (ANALYZE, TIMING OFF) ${text}`,
      values,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const scans = plan.matchAll(new RegExp(`on ${table}\\b.*\\(actual rows=(\\d+)`, 'g'));
    return { walked: [...scans].map(([, count]) => Number(count)), plan };
  }

  function observe(): void {
    observePostgres(store.reader, (text, values) => seen.push({ text, values }));
  }

  it('walks over no more messages than it shows, by an offset from either end', async () => {
    const [alice, bob] = await addUsers(store, 'alice', 'bob');
    const { id } = await openThread(store, alice, bob);
    await store.reader.query(
      `INSERT INTO messages (thread_id, sender_id, text, created, is_read)
       SELECT ${id}, ${alice.id}, 'text', n, 1 FROM generate_series(1, 20000) n`,
    );
    await store.reader.query(`UPDATE threads SET message_count = 20000 WHERE id = ${id}`);
    await store.reader.query('ANALYZE');
    observe();
    for (const order of ['oldest-first', 'newest-first'] as const) {
      const slice = { order, limit: 20, offset: 19_980 };
      const page = await store.read(({ messages }) => messages.pageOf(id, slice));
      expect(page?.items).to.have.lengthOf(20);
      const { walked, plan } = await walkedOver('messages');
      expect(walked, plan).to.deep.equal([20]);
    }
  });

  it('walks over few more threads than it shows', async () => {
    const [alice, bob, carol, dave] = await addUsers(store, 'alice', 'bob', 'carol', 'dave');
    const pairs = [
      [alice, bob, 5000],
      [bob, carol, 5000],
      [carol, dave, 40_000], // or all of the table were Bob's, and best read as a whole
    ] as const;
    for (const [low, high, count] of pairs) {
      await store.reader.query(
        `INSERT INTO threads (low_id, high_id, key, created, updated)
         SELECT ${low.id}, ${high.id}, n, n, n FROM generate_series(1, ${count}) n`,
      );
    }
    await store.reader.query(`UPDATE users SET thread_count = 10000 WHERE id = ${bob.id}`);
    await store.reader.query('ANALYZE');
    observe();
    for (const archived of [undefined, false]) {
      const page = await store.read(({ threads }) =>
        threads.pageOf(bob.id, { limit: 20, offset: 9980 }, { archived }),
      );
      expect(page?.items).to.have.lengthOf(20);
      const { walked, plan } = await walkedOver('threads');
      expect(Math.max(...walked), plan).to.be.at.most(20);
    }
  });
});
