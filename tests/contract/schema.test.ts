import { acts } from '../support/acts.js';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { QueryRunner } from 'typeorm';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { RemoveDeletedMessages } from '../../src/application/upkeep/remove-deleted-messages.js';
import { EraseUser } from '../../src/application/privacy/erase-user.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { removeMessages } from '../../src/domain/conversation/conversation.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import { repositoriesOn } from '../../src/infrastructure/persistence/sql/repositories.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { forgetKeys } from '../../src/infrastructure/persistence/sql/sql-message-repository.js';
import { sqlite } from '../../src/infrastructure/persistence/sqlite/sqlite-sql.js';
import { ormThrough } from '../../src/infrastructure/persistence/sql/orm.js';
import { oneByOne, type Connection, type SqlValue } from '../../src/infrastructure/persistence/sql/sql.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { removeExpired } from '../../src/infrastructure/persistence/sql/sql-token-family-repository.js';
import { idsOf, newMessage, newUser } from '../support/fixtures.js';
import { postgresSuite, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';

/** Users as the release before external ids had them: some of two issuers, one with names that have words. */
const olderUsers = [
  `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created)
   VALUES (1, 'Ann.Lee', 'ann.lee', 'x', 'user', 1, 0), (2, 'bob', 'bob', 'x', 'user', 1, 0),
     (3, 'cyd', 'cyd', 'x', 'user', 1, 0), (4, 'deleted:4', 'deleted:4', '!', 'user', 0, 0)`,
  `INSERT INTO identities (issuer, subject, user_id)
   VALUES ('https://old.example', 'same', 1), ('https://new.example', 'ann', 1), ('https://new.example', 'same', 3),
     ('https://old.example', 'bob', 2)`,
];

async function expectTakenAlong(store: UnitOfWork): Promise<void> {
  await store.read(async ({ users }) => {
    const externalIds = await Promise.all([1, 2, 3, 4].map(async (id) => (await users.find(id))?.externalId));
    expect(externalIds).to.deep.equal(['ann', undefined, 'same', undefined]);
    const found = async (text: string) => idsOf((await users.search(text, { limit: 9, offset: 0 })).items);
    expect(await found('ANN')).to.deep.equal([1]);
    expect(await found('lee')).to.deep.equal([1]);
    expect(await found('b')).to.deep.equal([2]);
    expect(await found('del')).to.deep.equal([]);
  });
  // The words are those that the service makes: to store them again changes none.
  await store.run(async ({ users }) => {
    for (const id of [1, 2, 3]) await users.update((await users.find(id))!);
  });
}

/** Two users with a thread of two messages, and what is left of another: as the release before keys of threads had them. */
const withDeletedThread = [
  `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created)
   VALUES (1, 'a', 'a', 'x', 'user', 1, 0), (2, 'b', 'b', 'x', 'user', 1, 0), (3, 'c', 'c', 'x', 'user', 1, 0)`,
  `INSERT INTO threads (id, low_id, high_id, created, updated, last_message_id, message_count)
   VALUES (4, 1, 2, 5, 7, 9, 1), (8, 1, 3, 5, 7, 11, 2)`,
  `INSERT INTO messages (id, thread_id, sender_id, text, created, is_read)
   VALUES (9, 4, 1, 'stays', 6, 1), (10, 8, 1, 'goes', 6, 1), (11, 8, 3, 'goes', 7, 1)`,
  'DELETE FROM threads WHERE id = 8',
];

async function expectRemnants(store: UnitOfWork): Promise<void> {
  const found = (id: number) => store.read(({ messages }) => messages.find(id));
  expect([(await found(9))?.text, await found(10), await found(11)]).to.deep.equal([
    'stays',
    undefined,
    undefined,
  ]);
  expect(await new RemoveDeletedMessages(store).execute()).to.equal(2);
  expect(await new RemoveDeletedMessages(store).execute()).to.equal(0);
  expect((await found(9))?.text).to.equal('stays');
}

/** Entries of the trail and of the log of events, as the release before service keys had them. */
const olderEntries = [
  `INSERT INTO audit_entries (id, admin_id, admin_name, action, resource, record_id, details, created)
   VALUES (3, 1, 'root', 'change', 'User', 2, 'b: not active', 5), (7, 1, 'root', 'erase', 'User', 2, '', 6)`,
  `INSERT INTO events (id, type, thread_id, low_id, high_id, message_id, created)
   VALUES (5, 'message.created', 4, 1, 2, 9, 6), (6, 'thread.deleted', 8, 1, 3, NULL, 7), (9, 'thread.deleted', 8, 1, 3, NULL, 7)`,
  'DELETE FROM events WHERE id = 9',
];

const entriesOf = (store: UnitOfWork) =>
  store.read(async ({ auditTrail }) =>
    (await auditTrail.latest(9)).map(({ id, adminId, adminName, service, details }) => [
      ...[id, adminId, adminName, service, details],
    ]),
  );
const takenAlong = [
  [7, 1, 'root', undefined, ''],
  [3, 1, 'root', undefined, 'b: not active'],
];

/** What only the new release can write. */
async function writeNewEntries(store: UnitOfWork): Promise<void> {
  await store.run(async ({ auditTrail, events }) => {
    const deed = {
      action: 'change',
      resource: 'User',
      recordId: 2,
      details: 'new',
      created: new Date(8),
    } as const;
    await auditTrail.add({ ...deed, adminId: undefined, adminName: undefined, service: 'shop' });
    await auditTrail.add({ ...deed, adminId: 1, adminName: 'root', service: undefined });
    await events.record({ type: 'user.deleted', userId: 2 });
  });
  expect((await entriesOf(store)).map(([id, , , service]) => [id, service])).to.deep.equal([
    [9, undefined],
    [8, 'shop'],
    [7, undefined],
    [3, undefined],
  ]);
}

describe('the schema on SQLite', () => {
  let folder: string;
  let store: SqliteStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duet-'));
    store = await SqliteStore.open({ driver: 'better-sqlite3', file: join(folder, 'duet.sqlite') });
  });

  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('that the migrations make is the one that the entities describe', async () => {
    const { upQueries } = await store.writer.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).to.deep.equal([]);
  });

  const lastMigration = async () => {
    const [last] = await store.writer.query<{ name: string }[]>(
      'SELECT name FROM migrations ORDER BY timestamp DESC LIMIT 1',
    );
    return last?.name;
  };

  it('can be taken back', async () => {
    for (const _ of store.writer.migrations) await store.writer.undoLastMigration();
    const tables = await store.writer.query<{ name: string }[]>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    );
    expect(tables.map(({ name }) => name)).to.deep.equal(['migrations']);
  });

  it('loses no message when it is upgraded, nor gives an id twice', async () => {
    while ((await lastMigration()) !== 'Privacy1764110000000') await store.writer.undoLastMigration();
    const values = `'x', 'user', 1, 0`;
    for (const statement of [
      `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created)
       VALUES (1, 'a', 'a', ${values}), (2, 'b', 'b', ${values})`,
      'INSERT INTO threads (id, low_id, high_id, created, updated, message_count) VALUES (1, 1, 2, 0, 0, 2)',
      `INSERT INTO messages (id, thread_id, sender_id, text, created, is_read, idempotency_key)
       VALUES (3, 1, 1, 'Ça va ?', 5, 1, NULL), (7, 1, 2, '\u2028😀', 6, 0, 'a key'), (9, 1, 2, 'gone', 7, 0, NULL)`,
      'DELETE FROM messages WHERE id = 9',
    ]) {
      await store.writer.query(statement);
    }
    const columns = 'id, thread_id, sender_id, text, created, is_read, idempotency_key';
    const rows = () => store.writer.query<object[]>(`SELECT ${columns} FROM messages ORDER BY id`);
    const before = await rows();
    const indexes = () =>
      store.writer.query<object[]>(
        `SELECT name, sql FROM sqlite_master WHERE tbl_name = 'messages' AND type = 'index' ORDER BY name`,
      );
    const indexed = await indexes();
    await store.writer.runMigrations({ transaction: 'none' });
    expect(await rows()).to.deep.equal(before);
    expect(await indexes()).to.include.deep.members(indexed);
    const thread = (await store.run((all) => acts(all).find(1)))!;
    expect((await store.run((all) => acts(all).add(newMessage(thread, { id: 2 })))).id).to.equal(10);
  });

  it('takes external ids and words of names from users of an older release', async () => {
    while ((await lastMigration()) !== 'Privacy1764110000000') await store.writer.undoLastMigration();
    for (const statement of olderUsers) await store.writer.query(statement);
    await store.writer.runMigrations({ transaction: 'none' });
    const words = () => store.writer.query<object[]>('SELECT * FROM user_words ORDER BY user_id, word');
    const before = await words();
    await expectTakenAlong(store);
    expect(await words()).to.deep.equal(before);
  });

  it('takes what is left of a deleted thread along, until it is removed', async () => {
    while ((await lastMigration()) !== 'DeletedThreads1764190000000') await store.writer.undoLastMigration();
    for (const statement of withDeletedThread) await store.writer.query(statement);
    await store.writer.runMigrations({ transaction: 'none' });
    expect(await store.writer.query('SELECT id FROM deleted_threads')).to.deep.equal([{ id: 8 }]);
    await expectRemnants(store);
    expect(await store.writer.query('SELECT id FROM deleted_threads')).to.deep.equal([]);
  });

  it('takes the audit trail and the log of events along, and back', async () => {
    const rows = (table: string) => store.writer.query<object[]>(`SELECT * FROM ${table} ORDER BY id`);
    while ((await lastMigration()) !== 'ThreadsByKey1764220000000') await store.writer.undoLastMigration();
    for (const statement of olderEntries) await store.writer.query(statement);
    const before = [await rows('audit_entries'), await rows('events')];
    await store.writer.runMigrations({ transaction: 'none' });
    expect(await entriesOf(store)).to.deep.equal(takenAlong);
    for (const change of ['UPDATE audit_entries SET details = 1', 'DELETE FROM audit_entries']) {
      const refusal = (await rejectionOf(store.writer.query(change))) as Error;
      expect(refusal.message).to.include('The audit trail is not changed.');
    }
    const nobodys = `INSERT INTO audit_entries (action, resource, record_id, details, created) VALUES ('x', 'User', 1, '', 0)`;
    expect(((await rejectionOf(store.writer.query(nobodys))) as Error).message).to.include(
      'audit_entries_actor',
    );
    await writeNewEntries(store);
    const ids = async () => (await rows('events')).map((row) => (row as { id: number }).id);
    expect(await ids(), 'none given twice').to.deep.equal([5, 6, 10]);
    while ((await lastMigration()) !== 'ThreadsByKey1764220000000') await store.writer.undoLastMigration();
    const [trail, log] = [await rows('audit_entries'), await rows('events')];
    expect(trail.slice(0, 2)).to.deep.equal(before[0]);
    expect(trail.slice(2)).to.have.lengthOf(1); // that of the service alone has no place there
    expect(log).to.deep.equal(before[1]);
    await store.writer.runMigrations({ transaction: 'none' });
    expect(await entriesOf(store)).to.have.lengthOf(3);
  });

  it('is refused if a newer version has upgraded it', async () => {
    await store.writer.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    const again = SqliteStore.open({ driver: 'better-sqlite3', file: join(folder, 'duet.sqlite') });
    expect(await rejectionOf(again))
      .to.have.property('message')
      .that.matches(
        /^the database .*duet\.sqlite cannot be used: a newer version of Duet .*Later9999999999999/,
      );
  });

  it('is its owner’s alone, with the files beside it, also if it was not', async () => {
    const modes = () =>
      ['', '-wal', '-shm'].map((suffix) => statSync(join(folder, `duet.sqlite${suffix}`)).mode & 0o777);
    expect(modes()).to.deep.equal([0o600, 0o600, 0o600]);
    await store.run(({ users }) => users.add(newUser('one')));
    chmodSync(join(folder, 'duet.sqlite'), 0o644);
    const again = await SqliteStore.open({ driver: 'better-sqlite3', file: join(folder, 'duet.sqlite') });
    await again.close();
    expect(statSync(join(folder, 'duet.sqlite')).mode & 0o777).to.equal(0o600);
  });

  it('has nothing left of what was erased', async () => {
    const secret = (number: number) => `The secret number ${number} of somebody who has left.`;
    const held = (number: number) =>
      ['', '-wal'].some((suffix) =>
        readFileSync(join(folder, `duet.sqlite${suffix}`)).includes(secret(number)),
      );
    const { eve } = await store.run(async (all) => {
      const [eve, bob] = [await all.users.add(newUser('eve')), await all.users.add(newUser('bob'))];
      const { thread } = await acts(all).open(ParticipantPair.of(eve.id, bob.id), new Date());
      for (let number = 0; number < 20; number += 1) {
        await acts(all).add(newMessage(thread, eve, { text: secret(number) }));
      }
      return { eve };
    });
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    expect(numbers.every(held)).to.equal(true);
    await new EraseUser(store, new SystemClock(), 'remove').execute({
      caller: {
        id: (await store.run(({ users }) => users.add(newUser('root', { role: 'admin' })))).id,
        role: 'admin',
      },
      user: eve.id,
    });
    expect(numbers.filter(held)).to.deep.equal([]);
  });

  it('takes threads and messages of a release without keys along, with ids, indexes and triggers', async () => {
    while ((await lastMigration()) !== 'DeletedThreads1764190000000') await store.writer.undoLastMigration();
    const values = `'x', 'user', 1, 0, 2, 1`;
    const statements = [
      `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created, thread_count, unread_count)
       VALUES (1, 'a', 'a', ${values}), (2, 'b', 'b', ${values}), (3, 'c', 'c', ${values})`,
      `INSERT INTO threads (id, low_id, high_id, created, updated, last_message_id, message_count, low_unread, high_unread)
       VALUES (4, 1, 2, 5, 7, 9, 2, 0, 1), (6, 1, 3, 5, 5, NULL, 0, 0, 0), (8, 2, 3, 5, 5, NULL, 0, 0, 0)`,
      `INSERT INTO messages (id, thread_id, sender_id, text, created, is_read, idempotency_key)
       VALUES (3, 4, 1, 'Hello', 6, 1, 'key'), (9, 4, 1, 'Again', 7, 0, NULL), (11, 4, 2, 'gone', 7, 0, NULL)`,
      'DELETE FROM messages WHERE id = 11',
      'DELETE FROM threads WHERE id = 8',
    ];
    for (const statement of statements) await store.writer.query(statement);
    await store.close();

    store = await SqliteStore.open({ driver: 'better-sqlite3', file: join(folder, 'duet.sqlite') });
    const threads = await store.writer.query<object[]>('SELECT * FROM threads ORDER BY id');
    const settings = {
      key: '',
      metadata: null,
      low_archived: 0,
      high_archived: 0,
      low_muted: 0,
      high_muted: 0,
    };
    expect(threads).to.deep.equal([
      {
        ...{ id: 4, low_id: 1, high_id: 2, created: 5, updated: 7, last_message_id: 9, message_count: 2 },
        ...{ low_unread: 0, high_unread: 1, ...settings },
      },
      {
        ...{ id: 6, low_id: 1, high_id: 3, created: 5, updated: 5, last_message_id: null, message_count: 0 },
        ...{ low_unread: 0, high_unread: 0, ...settings },
      },
    ]);
    const messages = await store.writer.query<object[]>('SELECT * FROM messages ORDER BY id');
    const fields = {
      thread_id: 4,
      sender_id: 1,
      service: null,
      metadata: null,
      attachments: null,
      edited: null,
    };
    expect(messages).to.deep.equal([
      { id: 3, ...fields, text: 'Hello', created: 6, is_read: 1, idempotency_key: 'key' },
      { id: 9, ...fields, text: 'Again', created: 7, is_read: 0, idempotency_key: null },
    ]);
    expect(await store.writer.query('PRAGMA foreign_key_check')).to.deep.equal([]);
    await expectIds({ threads: 9, messages: 12 });
    await store.writer.query('DELETE FROM threads WHERE id = 4');
    expect(await store.writer.query('SELECT id FROM deleted_threads')).to.deep.equal([{ id: 4 }]);
    const { upQueries } = await store.writer.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).to.deep.equal([]);
  });

  /** Adds a thread with a message, which get the next ids. */
  async function expectIds(expected: { threads: number; messages: number }): Promise<void> {
    const found = await store.run(async (all) => {
      const { thread } = await acts(all).open(ParticipantPair.of(2, 3), new Date());
      return { threads: thread.id, messages: (await acts(all).add(newMessage(thread, { id: 2 }))).id };
    });
    expect(found).to.deep.equal(expected);
  }

  it('holds the two-participant rule by itself', async () => {
    const values = `'x', 'user', 1, 0`;
    await store.writer.query(
      `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created)
       VALUES (1, 'a', 'a', ${values}), (2, 'b', 'b', ${values})`,
    );
    const insert = (low: number, high: number) =>
      store.writer
        .query('INSERT INTO threads (low_id, high_id, created, updated) VALUES (?, ?, 0, 0)', [low, high])
        .then(
          () => 'stored',
          (error: unknown) => (error as Error).message,
        );
    expect(await insert(1, 1)).to.match(/CHECK constraint failed: threads_two_participants/);
    expect(await insert(2, 1)).to.match(/CHECK constraint failed: threads_two_participants/);
    expect(await insert(1, 3)).to.match(/FOREIGN KEY constraint failed/);
    expect(await insert(1, 2)).to.equal('stored');
    expect(await insert(1, 2)).to.match(
      /UNIQUE constraint failed: threads.low_id, threads.high_id, threads.key/,
    );
  });

  it('finds what is to be pruned by an index', async () => {
    for (const statement of [forgetKeys(sqlite), removeExpired(sqlite)]) {
      const plan = await store.writer.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${statement}`, [1, 2]);
      expect(plan).not.to.be.empty;
      for (const { detail } of plan) expect(detail, statement).to.match(/^(SEARCH|LIST SUBQUERY)/);
    }
  });

  it('finds what a user is given or leaves behind by an index', async () => {
    const plans: string[] = [];
    const explaining: Pick<QueryRunner, 'query'> = {
      query: async (text: string, parameters?: SqlValue[]) => ({
        records: await sql.rows(text, parameters),
        raw: undefined,
      }),
    };
    const runner = Object.assign(Object.create(store.writer.createQueryRunner()) as QueryRunner, explaining);
    const sql: Connection = {
      dialect: sqlite,
      orm: ormThrough(runner, (statement) => statement()),
      rows: async <Row>(text: string, parameters: readonly SqlValue[] = []) => {
        const plan = await store.writer.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${text}`, [
          ...parameters,
        ]);
        plans.push(...plan.map(({ detail }) => detail));
        return (/^SELECT id FROM messages/.test(text) ? [{ id: 9 }] : []) as Row[];
      },
      change: async (text, parameters) => {
        await sql.rows(text, parameters);
        return { affected: 1 };
      },
      together: (statements) => statements(),
      inOrder: oneByOne,
      insert: () => Promise.reject(new Error('Nothing is inserted here.')),
    };
    const all = repositoriesOn(sql);
    const { threads, messages, blocks, auditTrail, tokenFamilies, sessions } = all;
    const { thread } = await store.run(async (stored) => {
      const { users } = stored;
      const [one, other] = [await users.add(newUser('one')), await users.add(newUser('other'))];
      return acts(stored).open(ParticipantPair.of(one.id, other.id), new Date());
    });
    await threads.pageAfter(1, 0, 100);
    await messages.keysOf(1, '', 100);
    await messages.idsAfter(1, 0, 100);
    await all.conversations.apply(removeMessages(thread, 1, 0, 100));
    await blocks.pageAfter(1, 0, 100);
    await blocks.removeAllOf(1);
    await auditTrail.about(1, 0, 100);
    await tokenFamilies.allOf(1);
    await sessions.allOf(1);
    expect(plans).to.have.length.greaterThan(10);
    expect(plans.filter((detail) => detail.startsWith('SCAN'))).to.deep.equal([]);
  });

  it('is durable: every commit reaches the disk', async () => {
    const pragma = async (name: string) =>
      Object.values((await store.writer.query<object[]>(`PRAGMA ${name}`))[0] as object)[0] as unknown;
    expect(await pragma('journal_mode')).to.equal('wal');
    expect(await pragma('synchronous')).to.equal(2); // FULL
    expect(await pragma('foreign_keys')).to.equal(1);
  });
});

postgresSuite('the schema on PostgreSQL', function () {
  this.timeout(60_000);
  let cluster: Cluster;
  let url: string;
  let store: PostgresStore;

  before(async () => {
    cluster = await sharedCluster();
  });

  beforeEach(async () => {
    url = cluster.urlOf(await cluster.emptyDatabase());
    store = await PostgresStore.open({ url });
  });

  afterEach(() => store.close());

  it('that the migrations make is the one that the entities describe', async () => {
    const { upQueries } = await store.reader.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).to.deep.equal([]);
  });

  it('is refused if a newer version has upgraded it', async () => {
    await store.reader.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    expect(await rejectionOf(PostgresStore.open({ url })))
      .to.have.property('message')
      .that.matches(/cannot be used: a newer version of Duet .*Later9999999999999/);
  });

  it('has the columns and conditions of each index that the entities describe', async () => {
    const made = await store.rows<{ name: string; definition: string }>(
      `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'`,
    );
    for (const { indices } of store.reader.entityMetadatas) {
      for (const { name, columns, where } of indices) {
        const definition = made.find((index) => index.name === name)?.definition ?? `no index ${name}`;
        const names = columns.map(({ databaseName }) => databaseName).join(', ');
        expect(definition).to.include(`USING btree (${names})`);
        const condition = / WHERE \((.*)\)$/.exec(definition)?.[1]?.replace('::text', '');
        expect(condition, name).to.equal(where);
      }
    }
  });

  const backTo = async (older: PostgresStore, name: string) => {
    const last = async () => {
      const [row] = await older.reader.query<{ name: string }[]>(
        'SELECT name FROM migrations ORDER BY timestamp DESC LIMIT 1',
      );
      return row?.name;
    };
    while ((await last()) !== name) await older.reader.undoLastMigration();
  };

  it('takes what is left of a deleted thread along, until it is removed', async () => {
    await backTo(store, 'PostgresDeletedThreads1764190000000');
    for (const statement of withDeletedThread) await store.reader.query(statement);
    await store.reader.runMigrations();
    expect(await store.rows('SELECT id FROM deleted_threads')).to.deep.equal([{ id: 8 }]);
    await expectRemnants(store);
    expect(await store.rows('SELECT id FROM deleted_threads')).to.deep.equal([]);
  });

  it('takes the audit trail and the log of events along, and back', async () => {
    const rows = (table: string) => store.reader.query<object[]>(`SELECT * FROM ${table} ORDER BY id`);
    await backTo(store, 'PostgresThreadsByKey1764220000000');
    for (const statement of olderEntries) await store.reader.query(statement);
    for (const [table, last] of Object.entries({ audit_entries: 7, events: 9 })) {
      await store.reader.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), ${last})`);
    }
    const before = [await rows('audit_entries'), await rows('events')];
    await store.reader.runMigrations();
    expect(await entriesOf(store)).to.deep.equal(takenAlong);
    for (const change of [`UPDATE audit_entries SET details = ''`, 'DELETE FROM audit_entries']) {
      const refusal = (await rejectionOf(store.reader.query(change))) as Error;
      expect(refusal.message).to.include('The audit trail is not changed.');
    }
    const nobodys = `INSERT INTO audit_entries (action, resource, record_id, details, created) VALUES ('x', 'User', 1, '', 0)`;
    expect(((await rejectionOf(store.reader.query(nobodys))) as Error).message).to.include(
      'audit_entries_actor',
    );
    await store.reader.query(`SELECT setval(pg_get_serial_sequence('audit_entries', 'id'), 7)`); // a refused row took one
    await writeNewEntries(store);
    expect((await rows('events')).length).to.equal(3);
    await backTo(store, 'PostgresThreadsByKey1764220000000');
    const [trail, log] = [await rows('audit_entries'), await rows('events')];
    expect(trail.slice(0, 2)).to.deep.equal(before[0]);
    expect(trail.slice(2)).to.have.lengthOf(1); // that of the service alone has no place there
    expect(log).to.deep.equal(before[1]);
    await store.reader.runMigrations();
    expect(await entriesOf(store)).to.have.lengthOf(3);
  });

  it('is there once, though several processes start at the same time', async () => {
    const fresh = cluster.urlOf(await cluster.emptyDatabase());
    const opened = await Promise.all([1, 2, 3, 4].map(() => PostgresStore.open({ url: fresh })));
    const [row] = await opened[0]!.rows<{ count: number }>('SELECT count(*) AS count FROM migrations');
    expect(row?.count).to.equal(store.reader.migrations.length);
    await Promise.all(opened.map((one) => one.close()));
  });

  it('can be taken back', async () => {
    for (const _ of store.reader.migrations) await store.reader.undoLastMigration();
    const tables = await store.rows(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    expect(tables).to.deep.equal([{ tablename: 'migrations' }]);
    const functions = await store.rows(
      `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    );
    expect(functions).to.deep.equal([]);
  });

  it('takes external ids and words of names from users of an older release', async () => {
    const fresh = await PostgresStore.open({ url: cluster.urlOf(await cluster.emptyDatabase()) });
    const hasIdentities = async () =>
      (await fresh.reader.query<object[]>(`SELECT 1 FROM pg_tables WHERE tablename = 'identities'`)).length >
      0;
    while (!(await hasIdentities())) await fresh.reader.undoLastMigration();
    for (const statement of olderUsers) await fresh.reader.query(statement);
    await fresh.reader.runMigrations();
    const words = () => fresh.reader.query<object[]>('SELECT * FROM user_words ORDER BY user_id, word');
    const before = await words();
    await expectTakenAlong(fresh);
    expect(await words()).to.deep.equal(before);
    await fresh.close();
  });

  it('takes threads and messages of a release without keys along', async () => {
    const fresh = await PostgresStore.open({ url: cluster.urlOf(await cluster.emptyDatabase()) });
    await backTo(fresh, 'PostgresDeletedThreads1764190000000');
    const values = `'x', 'user', 1, 0, 1, 1`;
    for (const statement of [
      `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created, thread_count, unread_count)
       VALUES (1, 'a', 'a', ${values}), (2, 'b', 'b', ${values})`,
      `INSERT INTO threads (id, low_id, high_id, created, updated, last_message_id, message_count, low_unread, high_unread)
       VALUES (4, 1, 2, 5, 7, 9, 1, 0, 1)`,
      `INSERT INTO messages (id, thread_id, sender_id, text, created) VALUES (9, 4, 1, 'Hello', 6)`,
    ]) {
      await fresh.reader.query(statement);
    }
    await fresh.reader.runMigrations();
    const pair = ParticipantPair.of(1, 2);
    const thread = await fresh.read(({ threads }) => threads.summaryOfPair(pair));
    expect(thread).to.deep.nested.include({ 'thread.key': undefined, 'thread.messageCount': 1 });
    expect(thread?.thread.viewOf(2)).to.deep.equal({ archived: false, muted: false });
    expect(thread?.lastMessage).to.deep.include({ id: 9, senderId: 1, metadata: {} });
    await fresh.close();
  });

  it('holds the two-participant rule by itself', async () => {
    await cluster.query(
      `INSERT INTO users (id, username, username_key, password_hash, role, is_active, created)
       VALUES (1, 'a', 'a', 'x', 'user', 1, 0), (2, 'b', 'b', 'x', 'user', 1, 0)`,
      new URL(url).pathname.slice(1),
    );
    const insert = (low: number, high: number) =>
      store.reader
        .query('INSERT INTO threads (low_id, high_id, created, updated) VALUES ($1, $2, 0, 0)', [low, high])
        .then(
          () => 'stored',
          (error: unknown) => (error as Error).message,
        );
    expect(await insert(1, 1)).to.match(/check constraint "threads_two_participants"/);
    expect(await insert(2, 1)).to.match(/check constraint "threads_two_participants"/);
    expect(await insert(1, 3)).to.match(/foreign key constraint "threads_high"/);
    expect(await insert(1, 2)).to.equal('stored');
    expect(await insert(1, 2)).to.match(/unique constraint "threads_pair"/);
  });

  it('is refused in a database of another encoding, which could not hold every text', async () => {
    await cluster.query(
      `CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'`,
    );
    const error = await rejectionOf(PostgresStore.open({ url: cluster.urlOf('ascii') }));
    expect((error as Error).message).to.match(
      /^the database postgres:\/\/127\.0\.0\.1:\d+\/ascii cannot .*SQL_ASCII/,
    );
    expect((error as Error).message).not.to.include('postgres:postgres');
  });
});
