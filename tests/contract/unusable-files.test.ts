import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataSource } from 'typeorm';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { rejectionOf } from '../support/rejection-of.js';

for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
  describe(`a file that cannot be used, on ${driver}`, () => {
    let folder: string;
    let file: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'duet-'));
      file = join(folder, 'duet.sqlite');
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    /** It is named, in one line, and the reason comes after it. */
    async function expectRefused(path: string, reason: RegExp): Promise<void> {
      const error = await rejectionOf(SqliteStore.open({ driver, file: path, lockPatience: 200 }));
      expect(error).to.be.instanceOf(Error);
      const { message } = error as Error;
      expect(message).to.match(/^.+$/);
      expect(message.startsWith(`the database ${path} cannot be used: `), message).to.equal(true);
      expect(message).to.match(reason);
    }

    /** Through the same driver, because each has an SQLite of its own, and two of them in one process share no locks. */
    async function withConnection(work: (connection: DataSource) => Promise<unknown>): Promise<void> {
      const connection = new DataSource(
        driver === 'sqlite3'
          ? { type: 'sqlite', database: file }
          : { type: 'better-sqlite3', driver: betterSqlite3(), database: file },
      );
      await connection.initialize();
      try {
        await work(connection);
      } finally {
        await connection.destroy();
      }
    }

    it('is one that is no database', async () => {
      writeFileSync(file, 'Dear diary,\n'.repeat(1000));
      await expectRefused(file, /not a database/);
    });

    it('is a damaged database', async () => {
      await withConnection(async (connection) => {
        await connection.query('CREATE TABLE users (id)');
        await connection.query('CREATE TABLE more (id)');
      });
      writeFileSync(file, readFileSync(file).fill(0xff, 60));
      await expectRefused(file, /malformed|not a database|unsupported file format/);
    });

    it('is a database that is cut short', async () => {
      const store = await SqliteStore.open({ driver, file });
      await store.close();
      truncateSync(file, readFileSync(file).length / 2);
      await expectRefused(file, /malformed/);
    });

    it('is the database of something else', async () => {
      await withConnection((connection) => connection.query('CREATE TABLE users (name TEXT)'));
      await expectRefused(file, /users/);
    });

    it('is a folder', async () => {
      mkdirSync(file);
      await expectRefused(file, /EISDIR/);
    });

    it('is in a folder that cannot be made', async () => {
      writeFileSync(file, '');
      await expectRefused(join(file, 'below', 'duet.sqlite'), /EEXIST|ENOTDIR/);
    });

    it('is in a place that cannot be written', async () => {
      await expectRefused('/proc/duet.sqlite', /ENOENT|EACCES/);
    });

    it('is locked for longer than one waits', async () => {
      const store = await SqliteStore.open({ driver, file });
      await store.close();
      await withConnection(async (connection) => {
        await connection.query('BEGIN IMMEDIATE');
        await expectRefused(file, /locked/);
      });
      await (await SqliteStore.open({ driver, file })).close();
    });
  });
}
