import { expect } from 'chai';
import type { DumpRecord } from '../../../../src/application/ports/archive.js';
import { RestoreDump } from '../../../../src/application/upkeep/restore-dump.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { collect } from '../../../support/collect.js';
import { at, newUser, summaryOf } from '../../../support/fixtures.js';
import { expectMistake, expectRefusal } from '../../../support/rejection-of.js';
import { newWorld } from '../../../support/world.js';

describe('RestoreDump', () => {
  const users: DumpRecord[] = [
    { user: { id: 1, ...newUser('alice') } },
    { user: { id: 4, ...newUser('bob') } },
    { user: { id: 5, ...newUser('carol') } },
  ];
  const threadFields = { id: 3, participants: [4, 1] as const, created: at(1), updated: at(9) };
  const thread: DumpRecord = { thread: threadFields };
  const messageFields = (id: number, sender: number, isRead: boolean) => ({
    id,
    thread: 3,
    sender,
    text: `Message ${id}`,
    created: at(9),
    isRead,
    idempotencyKey: undefined,
  });
  const message = (id: number, sender: number, isRead: boolean): DumpRecord => ({
    message: messageFields(id, sender, isRead),
  });

  const block = (blockerId: number, blockedId: number): DumpRecord => ({
    block: { blockerId, blockedId, created: at(2) },
  });

  const erasing = (username: string): DumpRecord => ({
    user: { id: 6, ...newUser(username), erasing: at(7) },
  });

  let unitOfWork: InMemoryUnitOfWork;

  beforeEach(() => {
    unitOfWork = new InMemoryUnitOfWork();
  });

  const restore = (...records: DumpRecord[]) =>
    new RestoreDump(unitOfWork).execute([...records, end(records)]);
  const end = (records: DumpRecord[], lastId = 20): DumpRecord => {
    const tally = (kind: string) => ({ count: records.filter((record) => kind in record).length, lastId });
    const blocks = { count: tally('block').count };
    return { end: { users: tally('user'), blocks, threads: tally('thread'), messages: tally('message') } };
  };
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

  it('reads nothing if the store is not empty', async () => {
    ({ unitOfWork } = await newWorld());
    let read = 0;
    const records = (function* () {
      read += 1;
      yield* users;
    })();
    await expectRefusal(new RestoreDump(unitOfWork).execute(records), 'database_not_empty');
    expect(read).to.equal(0);
  });

  it('gives new things ids after all that were ever given', async () => {
    await restore(...users, thread);
    const added = await unitOfWork.run((all) => all.users.add(newUser('dave')));
    expect(added.id).to.equal(21);
  });

  it('gives back what it was given', async () => {
    const records = [...users, { thread: { ...threadFields, participants: [1, 4] as const } }];
    const keyed = { ...messageFields(6, 1, true), idempotencyKey: 'key' };
    const blocks: DumpRecord[] = [block(1, 4), block(1, 5), block(5, 1)];
    const all = [
      ...records.slice(0, 3),
      erasing('deleted:6'),
      ...blocks,
      ...records.slice(3),
      { message: keyed },
      message(8, 4, false),
    ];
    await restore(...all);
    expect(await collect(unitOfWork.records())).to.deep.equal([...all, end(all)]);
  });

  it('gives back whom users are elsewhere', async () => {
    const identities = [{ issuer: 'https://host.example', subject: '1' }];
    const known: DumpRecord = { user: { id: 7, ...newUser('dave'), identities } };
    await restore(...users, known);
    expect(await collect(unitOfWork.records())).to.deep.equal([...users, known, end([...users, known])]);
    const [identity] = identities;
    const user = await unitOfWork.read((all) => all.identities.userOf(identity!));
    expect(user).to.deep.equal({ id: 7, ...newUser('dave') });
  });

  it('refuses records that contradict each other, and keeps none', async () => {
    const execute = (...records: DumpRecord[]) => new RestoreDump(unitOfWork).execute(records);
    const whole = [...users, thread, message(6, 1, true), message(8, 4, false)];
    const keyed = (id: number): DumpRecord => ({
      message: { ...messageFields(id, 1, true), idempotencyKey: 'key' },
    });
    const late: DumpRecord = { message: { ...messageFields(9, 1, true), created: at(10) } };
    const known = (id: number, subject: string): DumpRecord => ({
      user: { id, ...newUser(`user${id}`), identities: [{ issuer: 'https://host.example', subject }] },
    });
    const again: DumpRecord = { thread: { ...threadFields, id: 7 } };
    const wrong: DumpRecord[][] = [
      whole,
      [...whole, end(users)],
      [...whole, end(whole, 7)],
      [...whole, end(whole), end(whole)],
      [...whole, message(8, 1, true), end([...whole, message(8, 1, true)])],
      [...whole, thread],
      [...users.toReversed(), end(users)],
      [...whole, late, end([...whole, late])],
      [erasing('carol'), end([erasing('carol')])],
      [...users, block(1, 9), end([...users, block(1, 9)])],
      [...users, block(9, 1), end([...users, block(9, 1)])],
      [...users, block(1, 4), block(1, 4), end([...users, block(1, 4), block(1, 4)])],
      [...users, block(4, 1), block(1, 4), end([...users, block(4, 1), block(1, 4)])],
      [...users, thread, block(1, 4), end([...users, thread, block(1, 4)])],
      [...users, block(1, 4), end(users)],
      [...users, end([...users, block(1, 4)])],
      [...users, thread, again, end([...users, thread, again])],
      [known(7, '1'), known(8, '1'), end([known(7, '1'), known(8, '1')])],
      [known(7, ''), end([known(7, '')])],
      [...users, thread, keyed(6), keyed(7), end([...users, thread, keyed(6), keyed(7)])],
    ];
    for (const records of wrong) {
      await expectMistake(execute(...records));
      expect(await isEmpty()).to.equal(true);
    }
    await execute(...whole, end(whole));
  });

  it('puts back nothing if a record is wrong', async () => {
    const stranger = message(6, 5, false);
    await expectMistake(restore(...users, thread, stranger));
    await expectMistake(restore(...users, message(6, 1, false), thread));
    const alone: DumpRecord = { thread: { id: 3, participants: [4, 4], created: at(1), updated: at(9) } };
    await expectRefusal(restore(...users, alone), 'self_thread');
    await expectRefusal(restore(...users, block(4, 4)), 'self_block');
    await expectRefusal(restore(...users, { user: { id: 9, ...newUser('ALICE') } }), 'username_taken');
    await expectRefusal(restore({ user: { id: 9, ...newUser('deleted:8') } }), 'invalid_username');
    expect(await isEmpty()).to.equal(true);
  });
});
