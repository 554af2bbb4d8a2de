import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EraseUser } from '../../src/application/privacy/erase-user.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { Message } from '../../src/domain/conversation/message.js';
import { soughtWords } from '../../src/domain/conversation/search.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { SqlMessageIndex } from '../../src/infrastructure/persistence/sql/sql-message-index.js';
import { SqlMessageRepository } from '../../src/infrastructure/persistence/sql/sql-message-repository.js';
import type { Sql } from '../../src/infrastructure/persistence/sql/sql.js';
import { connectionOf } from '../../src/infrastructure/persistence/sqlite/sqlite-sql.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { postgresWriting, PostgresSql } from '../../src/infrastructure/persistence/postgres/postgres-sql.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { observedSql } from '../support/observed-sql.js';
import { acts } from '../support/acts.js';
import { until } from '../support/client.js';
import { addMessage, addMessages, addUsers, at, idsOf, newMessage, openThread } from '../support/fixtures.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { indexAll } from './search-contract.js';

/** With three messages in a block of a reader, so that there are many. */
function describeBlocks(
  current: () => { store: UnitOfWork; sql: Sql },
  reopen: (messageSearch?: boolean) => Promise<void>,
  removedAtOnce: number,
): void {
  const searched: string[] = [];
  const small = () => {
    const { sql } = current();
    const observed = observedSql(sql, (text, values) => {
      if (text.includes('WITH hits')) searched.push(String(values[0]));
    });
    return new SqlMessageIndex(observed, new SqlMessageRepository(sql), 3);
  };
  const update = async () => {
    while ((await small().update(4)) > 0);
  };
  const find = async (reader: number, text: string, limit = 20, thread?: number) => {
    searched.length = 0;
    const asked = { reader, thread, words: soughtWords(text) };
    return idsOf((await small().search(asked, { limit, offset: 0 })).items);
  };

  it('finds all in their order, however they are spread over blocks', async () => {
    const { store } = current();
    const [shop, ann, bob] = await addUsers(store, 'shop', 'ann', 'bob');
    const [withAnn, withBob] = [await openThread(store, shop, ann), await openThread(store, shop, bob)];
    const sent: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      sent.push(
        ...idsOf(await addMessages(store, withAnn, ann, 2)),
        ...idsOf(await addMessages(store, withBob, shop, 3)),
      );
      await update();
    }
    expect(await find(shop.id, 'message', 50)).to.deep.equal(sent.toReversed());
    expect(searched.length, 'blocks').to.be.within(7, 9);
    expect(await find(ann.id, 'message')).to.have.lengthOf(8);
    expect(await find(shop.id, 'message', 50, withAnn.id)).to.deep.equal(await find(ann.id, 'message'));
    await find(shop.id, 'message', 50, withAnn.id);
    expect(searched.length, 'the blocks of who has fewer').to.be.within(3, 4);
    const first = await store.read(({ messages }) => messages.find(sent[0] ?? 0));
    await store.run((all) => acts(all).edit(first ?? expect.fail(), 'an old message, edited', at(5)));
    await store.run((all) => acts(all).remove(first ?? expect.fail()));
    await update();
    expect(await find(shop.id, 'message', 50)).to.deep.equal(sent.slice(1).toReversed());
  });

  it('fills one block after the other', async () => {
    const { store, sql } = current();
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    await addMessages(store, thread, ann, 30);
    await update();
    const before = await sql.rows('SELECT id FROM word_blocks');
    expect(before).to.have.lengthOf(20);
    expect(await find(ann.id, 'message', 2)).to.have.lengthOf(2);
    expect(searched).to.have.lengthOf(10);
    expect(
      (await sql.rows<{ size: number }>('SELECT size FROM word_blocks')).every(({ size }) => size === 3),
    ).to.equal(true);
  });

  it('forgets the blocks of a user who is deleted', async () => {
    const { store, sql } = current();
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    await addMessage(store, thread, ann);
    await update();
    await store.run(async (all) => {
      await acts(all).removeThread(thread);
      await all.users.remove(ann.id);
    });
    await update();
    expect(await sql.rows('SELECT user_id FROM word_blocks')).to.deep.equal([{ user_id: bob.id }]);
    expect(await sql.rows('SELECT message_id FROM message_words')).to.deep.equal([]);
    expect(await sql.rows('SELECT message_id FROM unindexed')).to.deep.equal([]);
  });

  it('takes few long messages at once, so that others need not wait', async () => {
    const { store, sql } = current();
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    const long = Array.from({ length: 5000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('');
    const sent: Message[] = [];
    for (let n = 0; n < 9; n += 1) sent.push(await addMessage(store, thread, ann, { text: long }));
    const index = new SqlMessageIndex(sql, new SqlMessageRepository(sql));
    const counts = async () => {
      const all: number[] = [];
      for (let count = 1; count > 0; all.push(count)) count = await index.update(100);
      return all;
    };
    expect(await counts()).to.deep.equal([4, 4, 1, 0]);
    await store.run(async (all) => {
      for (const message of sent) await acts(all).remove(message);
    });
    expect(Math.max(...(await counts())), 'removed at once').to.be.at.most(removedAtOnce);
    expect(await sql.rows('SELECT 1 FROM message_words')).to.deep.equal([]);
  });

  const tables = ['unindexed', 'message_words', 'word_blocks'];
  const sizes = () =>
    Promise.all(tables.map(async (table) => (await current().sql.rows(`SELECT 1 FROM ${table}`)).length));

  it('keeps nothing while it is switched off, and begins anew when it is switched on', async () => {
    const [ann, bob] = await addUsers(current().store, 'ann', 'bob');
    const thread = await openThread(current().store, ann, bob);
    const [first, second] = await addMessages(current().store, thread, ann, 4);
    await update();
    await addMessage(current().store, thread, ann);
    expect(await sizes()).to.deep.equal([1, 4, 4]);
    await reopen(false);
    expect(await sizes()).to.deep.equal([0, 0, 0]);
    expect(await find(ann.id, 'message')).to.deep.equal([]);
    await current().store.run(async (all) => {
      await acts(all).edit(first ?? expect.fail(), 'changed', at(5));
      await acts(all).remove(second ?? expect.fail());
    });
    await addMessage(current().store, thread, ann);
    expect(await sizes(), 'while it is off').to.deep.equal([0, 0, 0]);
    await reopen();
    await addMessage(current().store, thread, ann);
    expect(await sizes(), 'as a tool leaves it').to.deep.equal([0, 0, 0]);
    await reopen(true);
    expect(await sizes()).to.deep.equal([6, 0, 0]);
    await reopen(true);
    await update();
    expect(await sizes()).to.deep.equal([0, 6, 4]);
    expect(await find(bob.id, 'changed')).to.deep.equal([first?.id]);
    await reopen(true);
    expect(await sizes(), 'at another start').to.deep.equal([0, 6, 4]);
  });
}

describe('The index of messages on SQLite', () => {
  let folder: string;
  let store: SqliteStore;
  let sql: Sql;

  const open = async (messageSearch?: boolean) => {
    const file = join(folder, 'duet.sqlite');
    store = await SqliteStore.open({ driver: 'better-sqlite3', file, messageSearch });
    sql = await connectionOf(store.writer);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duet-index-'));
    await open();
  });

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  describeBlocks(
    () => ({ store, sql }),
    async (messageSearch) => {
      await store.close();
      await open(messageSearch);
    },
    2,
  );

  it('has nothing left in its files when it is switched off', async () => {
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    const message = await addMessage(store, thread, ann, { text: 'Confidential' });
    await indexAll(store);
    await store.run((all) => acts(all).remove(message));
    const other = await SqliteStore.open({
      driver: 'better-sqlite3',
      file: join(folder, 'duet.sqlite'),
      messageSearch: false,
    });
    for (const suffix of ['', '-wal']) {
      const bytes = readFileSync(join(folder, `duet.sqlite${suffix}`));
      expect(bytes.includes('confidential'), suffix).to.equal(false);
    }
    await other.close();
    await addMessage(store, thread, ann);
    expect(await sql.rows('SELECT 1 FROM unindexed')).to.deep.equal([]);
  });

  it('has nothing left of what was erased, as soon as it is', async () => {
    const [eve, bob, root] = await addUsers(store, 'eve', 'bob', 'root');
    const thread = await openThread(store, eve, bob);
    for (let number = 0; number < 250; number += 1) {
      await addMessage(store, thread, number % 5 === 0 ? bob : eve, { text: `word confidential${number}x` });
    }
    await indexAll(store);
    await store.writer.query(`CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'word_index', 'row')`);
    const terms = async () =>
      (await store.writer.query<{ term: string }[]>('SELECT term FROM temp.terms')).map(({ term }) => term);
    const inFiles = (text: string) =>
      ['', '-wal'].some((suffix) => readFileSync(join(folder, `duet.sqlite${suffix}`)).includes(text));
    expect(await terms()).to.have.lengthOf(2 * 251);
    expect(inFiles('confidential1x')).to.equal(true);
    const caller = { id: root.id, role: 'admin' } as const;
    await new EraseUser(store, new SystemClock(), 'remove').execute({ caller, user: eve.id });
    expect(await terms()).to.have.lengthOf(2 * 51);
    for (const number of [1, 2, 99, 248])
      expect(inFiles(`confidential${number}x`), String(number)).to.equal(false);
    expect(inFiles('confidential5x')).to.equal(true);
    await store.writer.query(`INSERT INTO word_index (word_index) VALUES ('integrity-check')`);
    const found = await store.read(({ messageIndex }) =>
      messageIndex.search({ reader: bob.id, words: ['confidential'] }, { limit: 100, offset: 0 }),
    );
    expect(found.total).to.equal(50);
  }).timeout(20_000);

  it('looks into a block, and from there finds each message by its id', async () => {
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    await addMessages(store, await openThread(store, ann, bob), ann, 3);
    await indexAll(store);
    const seen: string[] = [];
    const observed = observedSql(sql, (text) => seen.push(text));
    const index = new SqlMessageIndex(observed, new SqlMessageRepository(observed));
    for (const thread of [undefined, 1]) {
      await index.search({ reader: ann.id, thread, words: ['message'] }, { limit: 20, offset: 0 });
    }
    for (const text of new Set(seen)) {
      const nothing = Array.from(text.matchAll(/\?/g), () => null);
      const plan = await store.reader.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${text}`, nothing);
      const scans = plan.filter(({ detail }) =>
        /^SCAN (?!hits|word_index VIRTUAL TABLE|json_each)/.test(detail),
      );
      expect(scans, text).to.deep.equal([]);
    }
  });
});

postgresSuite('The index of messages on PostgreSQL', function () {
  this.timeout(60_000);
  let store: PostgresStore;
  let sql: Sql;

  let url: string;

  const open = async (messageSearch?: boolean) => {
    store = await PostgresStore.open({ url, messageSearch });
    const { master } = store.reader.driver as unknown as {
      master: ConstructorParameters<typeof PostgresSql>[0];
    };
    sql = new PostgresSql(master, { ...postgresWriting, skipHeld: '' });
  };

  beforeEach(async () => {
    url = await postgresUrl();
    await open();
  });

  afterEach(() => store.close());

  describeBlocks(
    () => ({ store, sql }),
    async (messageSearch) => {
      await store.close();
      await open(messageSearch);
    },
    9,
  );

  it('misses no message that is being sent while it is switched on by another process', async () => {
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    await (await PostgresStore.open({ url, messageSearch: false })).close();
    let switching: Promise<PostgresStore> | undefined;
    await store.run(async (all) => {
      const draft = newMessage(thread, ann, { text: 'meanwhile' });
      await acts(all).add(draft);
      switching = PostgresStore.open({ url, messageSearch: true });
      await until('it waits', async () => {
        const waiting = await store.rows<{ count: number }>(
          `SELECT count(*)::int AS count FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'ALTER TABLE messages%'`,
        );
        return waiting[0]?.count === 1;
      });
    });
    await (await switching)?.close();
    expect(await sql.rows('SELECT message_id FROM unindexed')).to.have.lengthOf(1);
  });

  it('finds words by their index, and messages by their ids', async () => {
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    await store.rows(
      `INSERT INTO messages (thread_id, sender_id, text, created, is_read)
       SELECT ${thread.id}, ${ann.id}, 'message ' || n, n, 1 FROM generate_series(1, 5000) n`,
    );
    await indexAll(store);
    await store.rows('ANALYZE');
    const seen: { text: string; values: unknown[] }[] = [];
    const observed = observedSql(sql, (text, values) => seen.push({ text, values: [...values] }));
    const index = new SqlMessageIndex(observed, new SqlMessageRepository(observed));
    await index.search({ reader: ann.id, words: ['message', '49'] }, { limit: 20, offset: 0 });
    for (const { text, values } of seen.filter(({ text }) => text.includes('hits'))) {
      let position = 0;
      const numbered = text.replace(/\?/g, () => `$${(position += 1)}`);
      const rows = await store.reader.transaction(async (manager) => {
        await manager.query('SET LOCAL enable_seqscan = off'); // with so few, it would rather read them all
        return manager.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${numbered}`, values);
      });
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan)
        .to.include('message_words_words')
        .and.not.to.match(/Seq Scan on (messages|message_words)/);
    }
  });
});
