import { expect } from 'chai';
import { dirname } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DumpRecord } from '../../src/application/ports/archive.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { RestoreDump } from '../../src/application/upkeep/restore-dump.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { at, newUser, summaryOf } from '../support/fixtures.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { observePostgres, observeStatements } from './observe-statements.js';

const messages = 3000;

function* longThread(): Generator<DumpRecord> {
  for (const [index, name] of ['alice', 'bob'].entries()) yield { user: { id: index + 1, ...newUser(name) } };
  yield { thread: { id: 1, participants: [1, 2], created: at(0), updated: at(messages) } };
  for (let id = 1; id <= messages; id += 1) {
    yield {
      message: { id, thread: 1, sender: 1 + (id % 2), text: `№ ${id}`, created: at(id), isRead: false },
    };
  }
  const tally = (count: number) => ({ count, lastId: count });
  const none = { versions: tally(0), reports: tally(0), attachments: tally(0) };
  yield {
    end: { users: tally(2), blocks: { count: 0 }, threads: tally(1), messages: tally(messages), ...none },
  };
}

/**
 * A row that is changed once for each of its messages costs PostgreSQL more each time, because a transaction walks over
 * all that it has made of the row before.
 */
async function expectFewStatements(store: UnitOfWork, statements: readonly string[]): Promise<void> {
  await new RestoreDump(store).execute(longThread());
  const few = (beginning: string) => statements.filter((text) => text.startsWith(beginning)).length;
  expect(few('INSERT INTO messages')).to.equal(messages / 1000);
  expect(few('UPDATE threads')).to.equal(messages / 1000);
  expect(statements.length).to.be.below(50);
  expect((await summaryOf(store, { id: 1 })).thread.messageCount).to.equal(messages);
}

describe('A long thread that is put back', () => {
  it('takes a few statements for a thousand messages (better-sqlite3)', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'duet-filling-')), 'duet.sqlite');
    const store = await SqliteStore.open({ driver: 'better-sqlite3', file });
    try {
      const statements: string[] = [];
      observeStatements(store.writer, (text) => statements.push(text));
      await expectFewStatements(store, statements);
    } finally {
      await store.close();
      rmSync(dirname(file), { recursive: true });
    }
  });

  postgresSuite('on PostgreSQL', () => {
    it('takes a few statements for a thousand messages', async () => {
      const store = await PostgresStore.open({ url: await postgresUrl() });
      try {
        const statements: string[] = [];
        observePostgres(store.reader, (text) => statements.push(text));
        await expectFewStatements(store, statements);
      } finally {
        await store.close();
      }
    });
  });
});
