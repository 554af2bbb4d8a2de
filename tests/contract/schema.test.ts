import { acts } from '../support/acts.js';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { EraseUser } from '../../src/application/privacy/erase-user.js';
import { removeMessages } from '../../src/domain/conversation/conversation.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import { repositoriesOn } from '../../src/infrastructure/persistence/sql/repositories.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { forgetKeys } from '../../src/infrastructure/persistence/sql/sql-message-repository.js';
import { sqlite } from '../../src/infrastructure/persistence/sqlite/sqlite-sql.js';
import type { Sql, SqlValue } from '../../src/infrastructure/persistence/sql/sql.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { removeExpired } from '../../src/infrastructure/persistence/sql/sql-token-family-repository.js';
import { newMessage, newUser } from '../support/fixtures.js';
import { postgresSuite, sharedCluster } from '../support/postgres.js';
import type { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';

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

  it('can be taken back', async () => {
    for (const _ of store.writer.migrations) await store.writer.undoLastMigration();
    const tables = await store.writer.query<{ name: string }[]>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    );
    expect(tables.map(({ name }) => name)).to.deep.equal(['migrations']);
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
    expect(await insert(1, 2)).to.match(/UNIQUE constraint failed: threads.low_id, threads.high_id/);
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
    const sql: Sql = {
      dialect: sqlite,
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
        expect(/ WHERE \((.*)\)$/.exec(definition)?.[1], name).to.equal(where);
      }
    }
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
