import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';

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
    const slice = { limit: 1, offset: 5000 };
    const deep = [
      () => store.read(({ messages }) => messages.pageOf(thread.id, { ...slice, order: 'oldest-first' })),
      () => store.read(({ threads }) => threads.pageOf(alice.id, slice)),
      () => store.read(({ users }) => users.search('', slice)),
    ];
    let read = 0;
    const pages = [...deep, ...deep, ...deep].map(async (page) => {
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
    expect(await Promise.all(pages)).to.deep.equal([1, 1, 2, 1, 1, 2, 1, 1, 2]);
  });
});
