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

const people = 2000;
const messages = 3000;

/** User 1 has a thread with everybody else, and a message is in each of them, or two, with a key. */
function* manyThreads(): Generator<DumpRecord> {
  const threads = people - 1;
  for (let id = 1; id <= people; id += 1) yield { user: { id, ...newUser(`user${id}`) } };
  for (let id = 1; id <= threads; id += 1) {
    yield { thread: { id, participants: [1, id + 1], created: at(0), updated: at(messages) } };
  }
  for (let id = 1; id <= messages; id += 1) {
    const thread = 1 + (id % threads);
    const said = { text: `№ ${id}`, created: at(id), isRead: false, idempotencyKey: `key ${id}` };
    yield { message: { id, thread, sender: thread + 1, ...said } };
  }
  const tally = (count: number) => ({ count, lastId: count });
  const none = { versions: tally(0), reports: tally(0), attachments: tally(0) };
  yield {
    end: {
      ...{ users: tally(people), blocks: { count: 0 }, threads: tally(threads), messages: tally(messages) },
      ...none,
    },
  };
}

/**
 * Rows are put back by the thousand. What changes with them changes once: a row that is changed for each of its messages
 * costs PostgreSQL more each time, because a transaction walks over all that it has made of the row before.
 */
async function expectFewStatements(store: UnitOfWork, statements: readonly string[]): Promise<void> {
  await new RestoreDump(store).execute(manyThreads());
  const few = (beginning: string) => statements.filter((text) => text.startsWith(beginning)).length;
  expect(few('INSERT INTO users')).to.equal(people / 1000);
  expect(few('INSERT INTO messages')).to.equal(messages / 1000);
  expect(few('UPDATE threads')).to.equal(people / 1000);
  expect(few('UPDATE users')).to.equal(people / 1000);
  expect(statements.length, 'and none for each of anything').to.be.below(50);
  for (const [id, count] of [
    [1, 1],
    [2, 2],
  ] as const) {
    const { thread } = await summaryOf(store, { id });
    expect([thread.messageCount, thread.unreadOf(1)]).to.deep.equal([count, count]);
  }
  expect(await store.read(({ users }) => users.unreadCount(1))).to.equal(messages);
}

describe('A store that is filled', () => {
  it('takes a few statements for a thousand rows (better-sqlite3)', async () => {
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
    it('takes a few statements for a thousand rows', async () => {
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
