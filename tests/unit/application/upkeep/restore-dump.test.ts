import type { Report } from '../../../../src/domain/evidence/report.js';
import type { Version } from '../../../../src/domain/evidence/version.js';
import { expect } from 'chai';
import type { DumpRecord } from '../../../../src/application/ports/archive.js';
import { RestoreDump } from '../../../../src/application/upkeep/restore-dump.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { collect } from '../../../support/collect.js';
import { at, newUser, summaryOf } from '../../../support/fixtures.js';
import { expectMistake, expectRefusal, rejectionOf } from '../../../support/rejection-of.js';
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
    const evidence = {
      versions: tally('version'),
      reports: tally('report'),
      attachments: tally('attachment'),
    };
    return {
      end: {
        users: tally('user'),
        blocks,
        threads: tally('thread'),
        messages: tally('message'),
        ...evidence,
      },
    };
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

  it('gives back keys, metadata, what is archived and muted, and notices', async () => {
    const settings = { key: 'order:42', metadata: { a: 1 }, archivedBy: [4], mutedBy: [1, 4] };
    const keyed = { thread: { ...threadFields, id: 4, participants: [1, 4] as const, ...settings } };
    const { sender: _, ...fields } = messageFields(6, 1, true);
    const notice = { message: { ...fields, service: 'shop', metadata: { b: 2 }, idempotencyKey: 'key' } };
    const plain = { thread: { ...threadFields, participants: [1, 4] as const } };
    const all: DumpRecord[] = [...users, plain, keyed, notice];
    await restore(...all);
    expect((await collect(unitOfWork.records())).slice(0, -1)).to.deep.equal(all);
    const archived = await unitOfWork.read(({ threads }) =>
      threads.pageOf(4, { limit: 10, offset: 0 }, { archived: true }),
    );
    expect(archived?.total).to.equal(1);
  });

  const version = (id: number, change: Partial<Version> = {}): DumpRecord => ({
    version: {
      ...{ id, messageId: 6, threadId: 3, senderId: 1, service: undefined, text: 'before', metadata: {} },
      ...{
        attachments: [],
        created: at(2),
        replaced: at(3),
        change: 'edited',
        idempotencyKey: undefined,
        overdue: false,
      },
      ...change,
    },
  });
  const report = (id: number, change: Partial<Report> = {}): DumpRecord => ({
    report: {
      ...{ id, messageId: 6, threadId: 3, senderId: 1, reporterId: 4, reason: 'spam', comment: undefined },
      ...{
        text: 'before',
        attachments: [],
        sent: at(2),
        created: at(3),
        status: 'open',
        note: undefined,
        closed: undefined,
      },
      overdue: false,
      ...change,
    },
  });

  it('gives back what messages said before, and reports, also of what is gone', async () => {
    const edited: DumpRecord = { message: { ...messageFields(6, 1, true), edited: at(9) } };
    const all: DumpRecord[] = [
      ...[...users, { thread: { ...threadFields, participants: [1, 4] as const } }, edited],
      version(2),
      version(3, { change: 'deleted', messageId: 7, threadId: 9, idempotencyKey: 'key', metadata: { a: 1 } }),
      version(5, { senderId: undefined, service: 'shop', overdue: true }),
      report(4, { comment: 'Odd' }),
      report(6, { reporterId: 8, status: 'closed', closed: at(7), note: 'Warned', overdue: true }),
    ];
    await restore(...all);
    expect(await collect(unitOfWork.records())).to.deep.equal([...all, end(all)]);
    const added = await unitOfWork.run(({ evidence }) =>
      evidence.addReport({ ...(report(1) as { report: Report }).report, reporterId: 1 }),
    );
    expect(added.id).to.equal(21);
  });

  it('refuses earlier texts and reports that contradict themselves', async () => {
    const edited: DumpRecord = { message: { ...messageFields(6, 1, true), edited: at(8) } };
    for (const record of [
      edited,
      version(2, { senderId: undefined }),
      version(2, { service: 'shop' }),
      report(2, { status: 'closed' }),
      report(2, { closed: at(4) }),
    ]) {
      await expectMistake(restore(...users, thread, record));
    }
    await expectMistake(restore(...users, report(2), report(3)));
    await expectMistake(restore(...users, report(2), version(3)));
    await expectRefusal(restore(...users, version(2, { text: ' ' })), 'invalid_text');
    await expectRefusal(restore(...users, report(2, { note: 'x'.repeat(1001) })), 'invalid_comment');
  });

  it('refuses settings of others, and messages of neither or both of a user and a service', async () => {
    const settings = (more: object) => ({
      thread: { ...threadFields, participants: [1, 4] as const, ...more },
    });
    const { sender: _, ...fields } = messageFields(6, 1, true);
    for (const [records, reason] of [
      [[settings({ archivedBy: [5] })], /archived or muted by user 5/],
      [[settings({ key: 'a b' })], /A key is/],
      [[settings({ metadata: [] })], /Metadata is/],
      [[settings({ key: 'a' }), settings({ id: 9, key: 'a' })], /have this thread already/],
      [[thread, { message: fields }], /neither a user nor a service/],
      [[thread, { message: { ...fields, sender: 1, service: 'shop' } }], /or by both/],
      [[thread, { message: { ...fields, service: 'shop', isRead: false } }], /waits for somebody to read it/],
    ] as [DumpRecord[], RegExp][]) {
      expect(await rejectionOf(restore(...users, ...records)))
        .to.have.property('message')
        .that.matches(reason);
    }
  });

  it('gives back who users are elsewhere, and how they are shown', async () => {
    const profile = { name: 'Dave D.', avatarUrl: 'https://host.example/dave.png', externalId: '1' };
    const claims = { name: 'Dave', avatarUrl: undefined, since: at(1) };
    const known: DumpRecord = { user: { id: 7, ...newUser('dave', { ...profile, claims }) } };
    await restore(...users, known);
    expect(await collect(unitOfWork.records())).to.deep.equal([...users, known, end([...users, known])]);
    const user = await unitOfWork.read((all) => all.users.findByExternalId('1'));
    expect(user).to.deep.equal({ id: 7, ...newUser('dave', { ...profile, claims }) });
  });

  it('refuses records that contradict each other, and keeps none', async () => {
    const execute = (...records: DumpRecord[]) => new RestoreDump(unitOfWork).execute(records);
    const whole = [...users, thread, message(6, 1, true), message(8, 4, false)];
    const keyed = (id: number): DumpRecord => ({
      message: { ...messageFields(id, 1, true), idempotencyKey: 'key' },
    });
    const late: DumpRecord = { message: { ...messageFields(9, 1, true), created: at(10) } };
    const known = (id: number, externalId: string): DumpRecord => ({
      user: { id, ...newUser(`user${id}`, { externalId }) },
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
