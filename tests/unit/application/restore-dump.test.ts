import { expect } from 'chai';
import type { DumpRecord } from '../../../src/application/ports/archive.js';
import { RestoreDump } from '../../../src/application/restore-dump.js';
import { InMemoryUnitOfWork } from '../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { at, newUser, summaryOf } from '../../support/fixtures.js';
import { expectMistake, expectRefusal } from '../../support/rejection-of.js';
import { newWorld } from '../../support/world.js';

describe('RestoreDump', () => {
  const users: DumpRecord[] = [
    { user: { id: 1, ...newUser('alice') } },
    { user: { id: 4, ...newUser('bob') } },
    { user: { id: 5, ...newUser('carol') } },
  ];
  const thread: DumpRecord = { thread: { id: 3, participants: [4, 1], created: at(1), updated: at(9) } };
  const message = (id: number, sender: number, isRead: boolean): DumpRecord => ({
    message: { id, thread: 3, sender, text: `Message ${id}`, created: at(9), isRead },
  });

  let unitOfWork: InMemoryUnitOfWork;

  beforeEach(() => {
    unitOfWork = new InMemoryUnitOfWork();
  });

  const restore = (...records: DumpRecord[]) => new RestoreDump(unitOfWork).execute(records);
  const isEmpty = () => unitOfWork.run((all) => all.users.isEmpty());

  it('puts everything back under its id', async () => {
    await restore(...users, thread, message(6, 1, true), message(8, 1, false), message(9, 4, false));
    const summary = await summaryOf(unitOfWork, { id: 3 });
    expect(summary.participants.map(({ username }) => username)).to.deep.equal(['alice', 'bob']);
    expect(summary.thread.created).to.deep.equal(at(1));
    expect(summary.thread.updated).to.deep.equal(at(9));
    expect(summary.thread.messageCount).to.equal(3);
    expect([1, 4].map((id) => summary.thread.unreadOf(id))).to.deep.equal([1, 1]);
    const page = await unitOfWork.read(({ messages }) => messages.pageOf(3, { after: 0, limit: 10 }));
    expect(page?.items.map(({ id, senderId, isRead }) => [id, senderId, isRead])).to.deep.equal([
      [6, 1, true],
      [8, 1, false],
      [9, 4, false],
    ]);
  });

  it('goes into an empty store only', async () => {
    ({ unitOfWork } = await newWorld());
    await expectRefusal(restore(...users), 'database_not_empty');
  });

  it('puts back nothing if a record is wrong', async () => {
    const stranger = message(6, 5, false);
    await expectMistake(restore(...users, thread, stranger));
    await expectMistake(restore(...users, message(6, 1, false), thread));
    const alone: DumpRecord = { thread: { id: 3, participants: [4, 4], created: at(1), updated: at(9) } };
    await expectRefusal(restore(...users, alone), 'self_thread');
    await expectRefusal(restore(...users, { user: { id: 9, ...newUser('ALICE') } }), 'username_taken');
    expect(await isEmpty()).to.equal(true);
  });
});
