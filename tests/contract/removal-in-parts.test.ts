import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { DeleteThread } from '../../src/application/conversation/delete-thread.js';
import { RemoveDeletedMessages } from '../../src/application/upkeep/remove-deleted-messages.js';
import type { User } from '../../src/domain/accounts/user.js';
import { restoreMessage } from '../../src/domain/conversation/conversation.js';
import { summedUp } from '../../src/domain/conversation/decision.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { acts } from '../support/acts.js';
import { addMessage, addUsers, at, openThread } from '../support/fixtures.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { observePostgres, observeStatements } from './observe-statements.js';

const length = 8_000;
const part = 400;

async function fill(store: UnitOfWork, thread: Thread, sender: User): Promise<void> {
  const { id: threadId, participants } = thread;
  for (let last = 0; last < length; last += 1000) {
    const ids = Array.from({ length: 1000 }, (_, index) => last + index + 1);
    await store.run(({ conversations }) =>
      conversations.addAll(
        summedUp(
          ids.map((id) => {
            const message = {
              id,
              threadId,
              participants,
              senderId: sender.id,
              text: `№ ${id}`,
              isRead: false,
            };
            return restoreMessage(thread, {
              ...message,
              metadata: {},
              attachments: [],
              created: at(id),
              edited: undefined,
            });
          }),
        ),
      ),
    );
  }
  await store.run(({ messages }) => messages.continueAfter(length));
}

/**
 * Sends get through between the parts.
 * @param patience for how many parts a send waits at most; undefined where sends do not wait for them.
 */
async function expectParts(store: UnitOfWork, statements: string[], patience?: number): Promise<void> {
  const [alice, bob, carol] = await addUsers(store, 'alice', 'bob', 'carol');
  const long = await openThread(store, alice, bob);
  const other = await openThread(store, alice, carol);
  await fill(store, long, alice);

  statements.length = 0;
  await new DeleteThread(store, new SystemClock()).execute({ caller: alice, thread: long.id });
  expect(statements.filter((text) => /DELETE FROM messages/.test(text))).to.deep.equal([]);

  let parts = 0;
  const counting: UnitOfWork = {
    read: (work) => store.read(work),
    decide: (question, decide) => store.decide(question, decide),
    run: async (work) => {
      const result = await store.run(work);
      parts += 1;
      return result;
    },
  };
  const removal = new RemoveDeletedMessages(counting, part).execute();
  const waits: number[] = [];
  while (parts < length / part) {
    const before = parts;
    await addMessage(store, other, carol);
    waits.push(parts - before);
  }
  expect(await removal).to.equal(length);
  expect(parts).to.equal(length / part + 1);
  expect(waits).to.have.length.above(2);
  if (patience !== undefined) expect(Math.max(...waits)).to.be.at.most(patience);
  expect((await store.run((all) => acts(all).find(other.id)))?.messageCount).to.equal(waits.length);
}

describe('A long thread that is deleted, while others send', function () {
  this.timeout(60_000);

  for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
    it(`makes nobody wait for more than a part of it (${driver})`, async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'duet-removal-')), 'duet.sqlite');
      const store = await SqliteStore.open({ driver, file });
      try {
        const statements: string[] = [];
        observeStatements(store.writer, (text) => statements.push(text));
        await expectParts(store, statements, 2); // the part that is under way, and perhaps the next
      } finally {
        await store.close();
        rmSync(dirname(file), { recursive: true });
      }
    });
  }

  postgresSuite('on PostgreSQL', () => {
    it('makes nobody wait for it', async () => {
      const store = await PostgresStore.open({ url: await postgresUrl() });
      try {
        const statements: string[] = [];
        observePostgres(store.reader, (text) => statements.push(text));
        await expectParts(store, statements);
      } finally {
        await store.close();
      }
    });
  });
});
