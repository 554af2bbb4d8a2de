import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TypeormSqliteStore } from '../../src/infrastructure/persistence/typeorm/typeorm-sqlite-store.js';

describe('the schema', () => {
  let folder: string;
  let store: TypeormSqliteStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duet-'));
    store = await TypeormSqliteStore.open({ driver: 'better-sqlite3', file: join(folder, 'duet.sqlite') });
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

  it('is durable: every commit reaches the disk', async () => {
    const pragma = async (name: string) =>
      Object.values((await store.writer.query<object[]>(`PRAGMA ${name}`))[0] as object)[0] as unknown;
    expect(await pragma('journal_mode')).to.equal('wal');
    expect(await pragma('synchronous')).to.equal(2); // FULL
    expect(await pragma('foreign_keys')).to.equal(1);
  });
});
