import { expect } from 'chai';
import { eraseAccount } from '../../src/application/privacy/erase-account.js';
import { DeleteMessage } from '../../src/application/conversation/delete-message.js';
import { EditMessage } from '../../src/application/conversation/edit-message.js';
import { MarkMessageRead } from '../../src/application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../src/application/conversation/mark-thread-read.js';
import { SendMessage } from '../../src/application/conversation/send-message.js';
import { ReportMessage } from '../../src/application/evidence/report-message.js';
import type { EvidenceReader } from '../../src/application/ports/evidence-repository.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { User } from '../../src/domain/accounts/user.js';
import type { Message } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { NewReport, Report } from '../../src/domain/evidence/report.js';
import type { Version } from '../../src/domain/evidence/version.js';
import { acts } from '../support/acts.js';
import { FixedClock } from '../support/fakes.js';
import { addMessage, addUsers, at, idsOf, openThread, summaryOf, unreadCount } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeEvidence(current: () => UnitOfWork): void {
  describe('evidence', () => {
    let alice: User;
    let bob: User;
    let thread: Thread;
    let message: Message;

    beforeEach(async () => {
      [alice, bob] = await addUsers(current(), 'alice', 'bob');
      thread = await openThread(current(), alice, bob);
      message = await addMessage(current(), thread, alice, { text: 'one', metadata: { item: 7 } });
    });

    const read = <Result>(work: (evidence: EvidenceReader) => Promise<Result>) =>
      current().read(({ evidence }) => work(evidence));
    const versions = (id = message.id, limit = 9, offset = 0) =>
      read((evidence) => evidence.versionsOf(id, { limit, offset }));
    const texts = async (id?: number) => (await versions(id)).items.map(({ text }) => text);
    const find = ({ id }: { id: number }) => current().read(({ messages }) => messages.find(id));
    const edit = (text: string, now: number, one = message) =>
      current().run((all) => acts(all).edit(one, text, at(now)));
    const remove = (one: Message, now: number) => current().run((all) => acts(all).remove(one, at(now)));
    const reportOf = ({ id, text }: Message, reporter = bob): NewReport => ({
      messageId: id,
      threadId: thread.id,
      senderId: alice.id,
      reporterId: reporter.id,
      reason: 'abuse',
      comment: undefined,
      text,
      attachments: [],
      sent: at(0),
      created: at(9),
    });
    const report = (one = message, reporter = bob) =>
      current().run(({ evidence }) => evidence.addReport(reportOf(one, reporter)));
    const close = (one: Report, now: number) =>
      current().run(({ evidence }) => evidence.updateReport({ ...one, status: 'closed', closed: at(now) }));
    const prune = (before: number, limit = 9) =>
      current().run(({ evidence }) => evidence.prune(at(before), limit));
    const release = (user: User) => current().run(({ evidence }) => evidence.releaseAllOf(user.id));

    describe('of what messages said', () => {
      it('is kept with each edit and the deletion, the latest first', async () => {
        const first = await edit('two', 10);
        expect(first).to.deep.equal({ ...message, text: 'two', edited: at(10) });
        expect(await find(message)).to.deep.equal(first);
        expect((await summaryOf(current(), thread)).lastMessage).to.deep.equal(first);
        const second = await edit('three', 20, first);
        await remove(second, 30);
        const { total, items } = await versions();
        const said = {
          ...{ messageId: message.id, threadId: thread.id, senderId: alice.id },
          ...{ service: undefined, idempotencyKey: undefined, attachments: [] },
        };
        const of = (text: string, created: Date, replaced: number, change: Version['change']) => ({
          ...{
            ...said,
            text,
            metadata: { item: 7 },
            created,
            replaced: at(replaced),
            change,
            overdue: false,
          },
        });
        expect(items.map(({ id: _, ...version }) => version)).to.deep.equal([
          of('three', at(20), 30, 'deleted'),
          of('two', at(10), 20, 'edited'),
          of('one', message.created, 10, 'edited'),
        ]);
        expect(total).to.equal(3);
        expect((await versions(message.id, 1, 1)).items.map(({ text }) => text)).to.deep.equal(['two']);
        const within = (after: number, before: number, limit = 9) =>
          read((evidence) => evidence.versionsIn(thread.id, { after, before }, limit));
        expect(await within(message.id - 1, message.id + 1)).to.deep.equal(items.toReversed());
        expect(await within(0, 99, 1)).to.deep.equal(items.slice(-1));
        for (const [after, before] of [
          [message.id, 99],
          [0, message.id],
        ] as const) {
          expect(await within(after, before)).to.deep.equal([]);
        }
        const ids = idsOf(items.toReversed());
        const after = (id: number, limit: number) =>
          read((evidence) => evidence.versionsBy(alice.id, id, limit)).then(idsOf);
        expect(await after(0, 2)).to.deep.equal(ids.slice(0, 2));
        expect(await after(ids[1] ?? 0, 9)).to.deep.equal(ids.slice(2));
        expect(await read((evidence) => evidence.versionsBy(bob.id, 0, 9))).to.deep.equal([]);
      });

      it('is not kept of what stays the same, is gone, or is removed for good', async () => {
        await edit('two', 10);
        const stale = message; // somebody else has edited it since
        await edit('two', 11, stale);
        expect(await texts()).to.deep.equal(['one']);
        await current().run((all) => acts(all).removeSent(thread, alice.id, 0, 9));
        expect(await remove(stale, 12)).to.equal(0);
        expect(await texts()).to.deep.equal(['one']);
      });

      it('is what a message said, however old the picture of it that was edited', async () => {
        const stale = message;
        await edit('two', 10);
        await edit('three', 11, stale);
        await remove(stale, 12);
        expect(await texts()).to.deep.equal(['three', 'two', 'one']);
      });

      it('names the service of a notice', async () => {
        const draft = { senderId: undefined, service: 'shop', text: 'Paid', created: at(1) };
        const notice = await current().run((all) =>
          acts(all).add({ ...message, ...draft, idempotencyKey: undefined }),
        );
        await remove(notice, 2);
        const [version] = (await versions(notice.id)).items;
        expect(version).to.deep.include({ senderId: undefined, service: 'shop', text: 'Paid' });
      });

      it('tells what was first sent with an idempotency key', async () => {
        const sent = await addMessage(current(), thread, alice, { text: 'mine', idempotencyKey: 'key' });
        const key = { sender: alice.id, key: 'key' };
        const first = async () =>
          (await current().run(({ conversations }) => conversations.hold({ thread: thread.id, key }))).first;
        expect(await first()).to.deep.equal({ message: sent, text: 'mine', isDeleted: false });
        const edited = await edit('other', 10, await edit('another', 5, sent));
        expect(await first()).to.deep.equal({ message: edited, text: 'mine', isDeleted: false });
        await remove(edited, 20);
        const gone = { ...edited, isRead: false };
        expect(await first(), 'also of a message that is gone').to.deep.equal({
          message: gone,
          text: 'mine',
          isDeleted: true,
        });
        await current().run((all) => acts(all).removeThread(thread));
        thread = await openThread(current(), alice, bob);
        expect(await first(), 'but not of a thread that is').to.equal(undefined);
      });

      it('goes with its thread, unless an open report holds it', async () => {
        const other = await addMessage(current(), thread, alice, { text: 'held' });
        await edit('two', 10);
        await edit('softer', 10, other);
        await report(other);
        await current().run((all) => acts(all).removeThread(thread));
        expect([await texts(), await texts(other.id)]).to.deep.equal([[], ['held']]);
      });

      it('goes in its time, the oldest first, and with a user who is erased', async () => {
        await edit('four', 30, await edit('three', 20, await edit('two', 10)));
        expect(await prune(30, 1)).to.equal(1);
        expect(await texts()).to.deep.equal(['three', 'two']);
        expect(await prune(30)).to.equal(1);
        expect(await prune(30)).to.equal(0);
        expect(await texts()).to.deep.equal(['three']);
        await release(bob);
        expect(await texts()).to.deep.equal(['three']);
        await release(alice);
        expect(await texts()).to.deep.equal([]);
      });
    });

    describe('of reports', () => {
      it('is kept whole, once for each reporter and message', async () => {
        const plain = await report();
        const open = { status: 'open', note: undefined, closed: undefined, overdue: false } as const;
        expect(plain).to.deep.equal({ ...reportOf(message), id: plain.id, ...open });
        const own = { ...reportOf(message, alice), comment: 'Look at that', reason: 'fraud' } as const;
        const full = await current().run(({ evidence }) => evidence.addReport(own));
        expect(full.id).to.be.above(plain.id);
        await rejectionOf(report());
        expect(await read((evidence) => evidence.findReport(full.id))).to.deep.equal(full);
        expect(await current().run(({ evidence }) => evidence.holdReport(plain.id))).to.deep.equal(plain);
        expect(await read((evidence) => evidence.findReport(full.id + 9))).to.equal(undefined);
        expect(await read((evidence) => evidence.reportOf(message.id, bob.id))).to.deep.equal(plain);
        expect(await read((evidence) => evidence.reportOf(message.id, 99))).to.equal(undefined);
        expect(await read((evidence) => evidence.reportsBy(bob.id, 0, 9))).to.deep.equal([plain]);
        expect(await read((evidence) => evidence.reportsBy(bob.id, plain.id, 9))).to.deep.equal([]);
      });

      it('is listed by its status, the latest first', async () => {
        const [one, two] = [await report(), await report(message, alice)];
        const closed = { ...one, status: 'closed', note: 'warned', closed: at(20) } as const;
        await current().run(({ evidence }) => evidence.updateReport(closed));
        const page = (status?: Report['status'], offset = 0) =>
          read((evidence) => evidence.reportsPage(status, { limit: 1, offset }));
        expect(await page()).to.deep.equal({ total: 2, items: [two] });
        expect(await page(undefined, 1)).to.deep.equal({ total: 2, items: [closed] });
        expect(await page('open')).to.deep.equal({ total: 1, items: [two] });
        expect(await page('closed')).to.deep.equal({ total: 1, items: [closed] });
        await current().run(({ evidence }) => evidence.updateReport(one));
        expect((await page('open')).total, 'opened again').to.equal(2);
      });

      it('goes in its time after it was closed, and holds what it is about until then', async () => {
        const one = await report();
        await remove(message, 10);
        expect(await prune(1000), 'it is open').to.equal(0);
        expect(await texts()).to.deep.equal(['one']);
        await close(one, 500);
        expect(await prune(500)).to.equal(1);
        expect(await texts()).to.deep.equal([]);
        expect(await read((evidence) => evidence.findReport(one.id))).not.to.equal(undefined);
        expect(await prune(501)).to.equal(1);
        expect(await read((evidence) => evidence.findReport(one.id))).to.equal(undefined);
      });

      it('of or by somebody who is erased goes as soon as it is closed', async () => {
        const other = await addMessage(current(), thread, alice, { text: 'closed' });
        const [open, closed] = [await report(), await report(other)];
        await close(closed, 500);
        await edit('two', 10);
        await current().run((all) => eraseAccount(all, alice, at(600), 'keep'));
        expect(await read((evidence) => evidence.findReport(closed.id))).to.equal(undefined);
        const held = await read((evidence) => evidence.findReport(open.id));
        expect(held).to.deep.equal({ ...open, overdue: true });
        expect(await texts()).to.deep.equal(['one']);
        expect(await prune(0)).to.equal(0);
        await close(held as Report, 700);
        expect(await prune(0)).to.equal(1);
        expect(await read((evidence) => evidence.findReport(open.id))).to.equal(undefined);
        expect(await texts()).to.deep.equal([]);
      });

      it('of the reporter goes likewise', async () => {
        const one = await report();
        await release(bob);
        await close({ ...one, overdue: true }, 700);
        expect(await prune(0)).to.equal(1);
      });
    });

    it('raced with reading, sending and erasing, leaves all counts exact', async function () {
      this.timeout(60_000);
      const unitOfWork = current();
      const clock = new FixedClock();
      const period = 1e9;
      const [by, from] = [alice, bob].map(({ id }) => ({ id, role: 'user' }) as const) as [
        { id: number; role: 'user' },
        { id: number; role: 'user' },
      ];
      const sent: Message[] = [];
      for (let index = 0; index < 6; index += 1) {
        sent.push(
          await addMessage(unitOfWork, thread, index % 2 === 0 ? alice : bob, { text: `№ ${index}` }),
        );
      }
      const acting: Promise<unknown>[] = [];
      for (const [index, { id, senderId }] of sent.entries()) {
        const [sender, reader] = senderId === alice.id ? [by, from] : [from, by];
        const edits = new EditMessage(unitOfWork, clock, period);
        const deletes = new DeleteMessage(unitOfWork, clock, period);
        acting.push(
          edits.execute({ caller: sender, message: id, text: `first ${index}` }),
          new MarkMessageRead(unitOfWork, clock).execute({ caller: reader, message: id }),
          edits.execute({ caller: sender, message: id, text: `second ${index}` }),
          new ReportMessage(unitOfWork, clock).execute({ caller: reader, message: id, reason: 'spam' }),
        );
        if (index % 3 === 0) {
          acting.push(
            deletes.execute({ caller: sender, message: id }),
            deletes.execute({ caller: sender, message: id }),
          );
        }
        acting.push(
          new SendMessage(unitOfWork, clock).execute({
            caller: sender,
            thread: thread.id,
            content: { text: `more ${index}` },
          }),
        );
      }
      acting.push(
        new MarkThreadRead(unitOfWork, clock).execute({ caller: by, thread: thread.id }),
        unitOfWork.run(async (all) => {
          const user = await all.users.hold(bob.id);
          await eraseAccount(all, user as User, at(50), 'remove');
        }),
      );
      const refusals = (await Promise.allSettled(acting)).flatMap((one) =>
        one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : [],
      );
      // What was deleted, or erased, is not there for later readers.
      expect(refusals.filter((code) => code !== 'message_not_found')).to.deep.equal([]);
      expect(refusals.length, 'each is deleted once').to.be.at.least(2);
      await unitOfWork.run(async (all) => {
        const found = await acts(all).find(thread.id);
        if (found !== undefined) await acts(all).removeSent(found, bob.id, 0, 1000);
      });

      const page = await unitOfWork.read(({ messages }) =>
        messages.pageOf(thread.id, { order: 'oldest-first', limit: 100, offset: 0 }),
      );
      const items = page?.items ?? [];
      const summary = await summaryOf(unitOfWork, thread);
      const unread = items.filter(({ isRead }) => !isRead);
      expect(items.every(({ senderId }) => senderId === alice.id)).to.equal(true);
      expect([page?.total, summary.thread.messageCount]).to.deep.equal([items.length, items.length]);
      expect(summary.lastMessage).to.deep.equal(items.at(-1));
      expect(summary.thread.unreadOf(bob.id)).to.equal(unread.length);
      expect([await unreadCount(unitOfWork, alice), await unreadCount(unitOfWork, bob)]).to.deep.equal([
        0,
        unread.length,
      ]);
      for (const { id, text } of items) {
        const before = await texts(id);
        expect(before, `of ${id}, which says ${text}`).not.to.include(text);
        expect(new Set(before).size, 'each text once').to.equal(before.length);
      }
    });
  });
}
