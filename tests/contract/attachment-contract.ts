import { expect } from 'chai';
import { SendMessage } from '../../src/application/conversation/send-message.js';
import type { Archive } from '../../src/application/ports/archive.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { RemoveDeletedMessages } from '../../src/application/upkeep/remove-deleted-messages.js';
import { eraseAccount } from '../../src/application/privacy/erase-account.js';
import { RestoreDump } from '../../src/application/upkeep/restore-dump.js';
import type { User } from '../../src/domain/accounts/user.js';
import { attachmentOf, type Upload } from '../../src/domain/attachments/attachment.js';
import type { Message } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { Report } from '../../src/domain/evidence/report.js';
import { InMemoryUnitOfWork } from '../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { acts } from '../support/acts.js';
import { collect } from '../support/collect.js';
import { FixedClock } from '../support/fakes.js';
import { addUsers, at, openThread, summaryOf } from '../support/fixtures.js';
import { expectRefusal, rejectionOf } from '../support/rejection-of.js';

export function describeAttachments(current: () => UnitOfWork & Archive): void {
  describe('attachments', () => {
    let store: UnitOfWork & Archive;
    let alice: User;
    let bob: User;
    let thread: Thread;

    const image = { width: 4, height: 3 };
    const upload = async (
      uploader: User,
      file: string,
      more: { image?: typeof image; created?: Date } = {},
    ): Promise<Upload> => {
      const { created = at(0) } = more;
      await store.run(({ attachments }) => attachments.announce(file, new Date(created.getTime() + 1000)));
      const about = { name: `${file}.pdf`, type: 'application/pdf', size: 7, file };
      return store.run(({ attachments }) =>
        attachments.add({ ...about, ...more, uploaderId: uploader.id, created }),
      );
    };
    const send = async (caller: User, ids: readonly number[], text = '', idempotencyKey?: string) =>
      new SendMessage(store, new FixedClock()).execute({
        caller: { id: caller.id, role: 'user' },
        thread: thread.id,
        content: { text, attachments: ids },
        idempotencyKey,
      });
    const find = (id: number) => store.read(({ attachments }) => attachments.find(id));
    const toRemove = (now = at(0), after = '', limit = 99) =>
      store.run(({ attachments }) => attachments.filesToRemove(now, after, limit));

    beforeEach(async () => {
      store = current();
      [alice, bob] = await addUsers(store, 'alice', 'bob');
      thread = await openThread(store, alice, bob, at(1));
    });

    it('are announced, added and found', async () => {
      await store.run(({ attachments }) => attachments.announce('lost', at(5)));
      const added = await upload(alice, 'kept', { image });
      expect(added).to.deep.include({ name: 'kept.pdf', size: 7, image, uploaderId: alice.id });
      expect(added.messageId).to.equal(undefined);
      expect(await find(added.id)).to.deep.equal({ upload: added, participants: undefined });
      expect(await find(added.id + 1)).to.equal(undefined);
      expect(await toRemove(at(4))).to.deep.equal([]);
      expect(await toRemove(at(5)), 'what nobody added').to.deep.equal(['lost']);
      const late = { name: 'a', type: 'b', size: 1, file: 'lost', uploaderId: alice.id, created: at(5) };
      await rejectionOf(store.run(({ attachments }) => attachments.add(late)));
      await store.run(({ attachments }) => attachments.forgetFiles(['lost', 'unknown']));
      expect(await toRemove(at(5))).to.deep.equal([]);
    });

    it('go with a message, in the order in which they are sent, to everybody who reads it', async () => {
      const [one, other] = [await upload(alice, 'one', { image }), await upload(alice, 'other')];
      const { message } = await send(alice, [other.id, one.id]);
      const expected = [attachmentOf(other), attachmentOf(one)];
      expect(message.attachments).to.deep.equal(expected);
      expect(await store.read(({ messages }) => messages.find(message.id))).to.deep.equal(message);
      const slice = { limit: 9, after: 0 };
      const page = await store.read(({ messages }) => messages.pageOf(thread.id, slice));
      expect(page?.items).to.deep.equal([message]);
      expect((await summaryOf(store, thread)).lastMessage).to.deep.equal(message);
      expect(await find(one.id)).to.deep.equal({
        upload: { ...one, messageId: message.id },
        participants: thread.participants,
      });
      const unsent = await upload(alice, 'unsent');
      const all = (after: number) => store.read(({ attachments }) => attachments.allAfter(after, 2));
      expect((await all(0)).map(({ id }) => id)).to.deep.equal([one.id, other.id]);
      expect((await all(other.id)).map(({ id }) => id)).to.deep.equal([unsent.id]);
      expect(await all(unsent.id)).to.deep.equal([]);
    });

    it('are sent once, by their uploader', async () => {
      const [mine, theirs] = [await upload(alice, 'mine'), await upload(bob, 'theirs')];
      for (const ids of [[theirs.id], [mine.id, theirs.id], [mine.id + 99]]) {
        await expectRefusal(send(alice, ids), 'unknown_attachment');
      }
      await send(alice, [mine.id]);
      await expectRefusal(send(alice, [mine.id]), 'unknown_attachment');
      expect((await summaryOf(store, thread)).thread.messageCount).to.equal(1);
    });

    it('are sent once by many who send them at the same time', async () => {
      const { id } = await upload(alice, 'wanted');
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => send(alice, [id])));
      expect(results.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
      expect((await summaryOf(store, thread)).thread.messageCount).to.equal(1);
    });

    it('of a repeated send are those of the first message', async () => {
      const [one, other] = [await upload(alice, 'one'), await upload(alice, 'other')];
      const { message: first } = await send(alice, [one.id], 'See', 'key');
      expect(await send(alice, [one.id], 'See', 'key')).to.deep.equal({ message: first, sent: false });
      await expectRefusal(send(alice, [other.id], 'See', 'key'), 'idempotency_key_reused');
      await expectRefusal(send(alice, [one.id, other.id], 'See', 'key'), 'idempotency_key_reused');
      await expectRefusal(send(alice, [one.id], 'Look', 'key'), 'idempotency_key_reused');
      expect((await find(other.id))?.upload.messageId).to.equal(undefined);
    });

    it('do not keep a repeated send from its first message, which was deleted since', async () => {
      for (const text of ['See', '']) {
        const { id } = await upload(alice, `one ${text}`);
        const { message: first } = await send(alice, [id], text, `key ${text}`);
        await store.run((repositories) => acts(repositories).remove(first));
        const { message, sent } = await send(alice, [id], text, `key ${text}`);
        expect([message.id, message.text, message.attachments, sent]).to.deep.equal([
          first.id,
          text,
          [],
          false,
        ]);
        await expectRefusal(send(alice, [id], 'Look', `key ${text}`), 'idempotency_key_reused');
      }
      expect((await summaryOf(store, thread)).thread.messageCount).to.equal(0);
    });

    it('leave nothing behind if the send fails', async () => {
      const { id } = await upload(alice, 'one');
      const failing = store.run(async ({ conversations }) => {
        const uploads = { uploader: alice.id, ids: [id] };
        const answer = await conversations.hold({ thread: thread.id, uploads });
        expect(answer.uploads.map((one) => one.id)).to.deep.equal([id]);
        throw new Error('Something else is wrong.');
      });
      await rejectionOf(failing);
      expect((await find(id))?.upload.messageId).to.equal(undefined);
      expect(await toRemove()).to.deep.equal([]);
    });

    describe('and their files', () => {
      let message: Message;
      let sent: Upload;

      beforeEach(async () => {
        sent = await upload(alice, 'sent');
        ({ message } = await send(alice, [sent.id]));
        await send(bob, [(await upload(bob, 'other')).id]);
      });

      const expectGone = async (...files: string[]) => {
        expect(await find(sent.id)).to.equal(undefined);
        expect(await toRemove()).to.deep.equal(files);
      };

      it('go with their thread', async () => {
        await store.run((all) => acts(all).removeThread(thread));
        await expectGone('other', 'sent');
        expect(await toRemove(at(0), '', 1)).to.deep.equal(['other']);
        expect(await toRemove(at(0), 'other', 1)).to.deep.equal(['sent']);
        expect(await toRemove(at(0), 'sent')).to.deep.equal([]);
      });

      it('are out of sight with a long thread, and go with what is left of it', async () => {
        await store.run((all) => acts(all).removeThread(thread, 0));
        await expectGone();
        await new RemoveDeletedMessages(store).execute();
        await expectGone('other', 'sent');
      });

      it('go with what somebody sent who is erased', async () => {
        await store.run((all) => acts(all).removeSent(thread, alice.id, 0, 99));
        await expectGone('sent');
      });

      it('go with a user who is removed', async () => {
        await upload(alice, 'unsent');
        await store.run((all) => acts(all).removeThread(thread));
        await store.run(({ users }) => users.remove(alice.id));
        await expectGone('other', 'sent', 'unsent');
      });

      it('are put back from a dump, with the ids that were given out', async () => {
        const last = await upload(alice, 'unsent', { image });
        const records = await collect(store.records());
        const copy = new InMemoryUnitOfWork();
        await new RestoreDump(copy).execute(records);
        expect(await collect(copy.records())).to.deep.equal(records);
        const { end } = records.at(-1) as { end: { attachments: object } };
        expect(end.attachments).to.deep.equal({ count: 2, lastId: last.id });
        const found = await copy.read(({ attachments }) => attachments.find(sent.id));
        expect(found).to.deep.equal({
          upload: { ...sent, created: message.created, messageId: message.id },
          participants: thread.participants,
        });
      });
    });

    describe('that evidence holds', () => {
      let message: Message;
      let sent: Upload;

      beforeEach(async () => {
        sent = await upload(alice, 'sent', { image });
        const other = await upload(alice, 'other');
        ({ message } = await send(alice, [other.id, sent.id], 'See'));
      });

      const remove = (one = message) => store.run((all) => acts(all).remove(one, at(10)));
      const report = (one = message) =>
        store.run(({ evidence }) => {
          const { id: messageId, threadId, text, attachments } = one;
          const about = { messageId, threadId, text, attachments, senderId: alice.id, reporterId: bob.id };
          const said = { reason: 'abuse', comment: undefined, sent: one.created, created: at(9) } as const;
          return evidence.addReport({ ...about, ...said });
        });
      const close = (one: Report) =>
        store.run(({ evidence }) => evidence.updateReport({ ...one, status: 'closed', closed: at(20) }));
      const prune = (before: number) => store.run(({ evidence }) => evidence.prune(at(before), 9));
      const version = async () =>
        (await store.read(({ evidence }) => evidence.versionsOf(message.id, { limit: 1, offset: 0 })))
          .items[0];
      const held = () => ({
        upload: { ...sent, messageId: message.id },
        participants: undefined,
        isHeld: true as const,
      });

      it('of a deleted message stay as long as what it said', async () => {
        await remove();
        expect(await find(sent.id)).to.deep.equal(held());
        expect((await version())?.attachments).to.deep.equal(message.attachments);
        const all = await store.read(({ attachments }) => attachments.allAfter(0, 9));
        expect(all.map(({ id }) => id)).to.deep.equal([sent.id, sent.id + 1]);
        expect(await toRemove()).to.deep.equal([]);
        expect(await prune(11)).to.equal(1);
        expect(await find(sent.id)).to.equal(undefined);
        expect(await toRemove()).to.deep.equal(['other', 'sent']);
      });

      it('of a message that was edited stay its own', async () => {
        await store.run((all) => acts(all).edit(message, 'Look', at(9)));
        expect((await version())?.attachments).to.deep.equal([]);
        expect(await find(sent.id)).to.deep.include({ participants: thread.participants });
        await store.run((all) => acts(all).removeThread(thread));
        expect(await find(sent.id)).to.equal(undefined);
        expect(await toRemove()).to.deep.equal(['other', 'sent']);
      });

      for (const [how, most] of [
        ['a thread', undefined],
        ['a long thread', 0],
      ] as const) {
        it(`by a report stay as long as that, also when ${how} is gone`, async () => {
          const one = await report();
          expect(one.attachments).to.deep.equal(message.attachments);
          expect(await store.read(({ evidence }) => evidence.findReport(one.id))).to.deep.equal(one);
          expect(await find(sent.id), 'the message is there').to.deep.include({
            participants: thread.participants,
          });
          await store.run((all) => acts(all).removeThread(thread, most));
          expect(await find(sent.id)).to.deep.equal(held());
          await new RemoveDeletedMessages(store).execute();
          expect(await find(sent.id)).to.deep.equal(held());
          await prune(1000);
          expect(await find(sent.id), 'it is open').to.deep.equal(held());
          await close(one);
          await prune(20);
          expect(await find(sent.id), 'it may be opened again').to.deep.equal(held());
          expect(await toRemove()).to.deep.equal([]);
          await prune(21);
          expect(await find(sent.id)).to.equal(undefined);
          expect(await toRemove()).to.deep.equal(['other', 'sent']);
        });
      }

      it('of a deleted message go with its thread, unless a report holds them', async () => {
        const { message: reported } = await send(alice, [(await upload(alice, 'reported')).id]);
        await report(reported);
        for (const each of [message, reported]) await remove(each);
        await store.run((all) => acts(all).removeThread(thread));
        expect(await find(sent.id)).to.equal(undefined);
        expect(await toRemove()).to.deep.equal(['other', 'sent']);
      });

      it('go when all that holds them goes at the same time', async () => {
        const one = await report();
        await close(one);
        await Promise.all([remove(), prune(21)]);
        await prune(21);
        expect(await find(sent.id)).to.equal(undefined);
        expect(await toRemove()).to.deep.equal(['other', 'sent']);
      });

      it('go with somebody who is erased, unless an open report holds them', async () => {
        const one = await report();
        const { message: plain } = await send(alice, [(await upload(alice, 'plain')).id]);
        for (const each of [message, plain]) await remove(each);
        expect(await toRemove()).to.deep.equal([]);
        await store.run((all) => eraseAccount(all, alice, at(11), 'keep'));
        expect(await toRemove()).to.deep.equal(['plain']);
        expect(await find(sent.id)).to.deep.equal(held());
        await close((await store.read(({ evidence }) => evidence.findReport(one.id)))!);
        await prune(0);
        expect(await toRemove()).to.deep.equal(['other', 'plain', 'sent']);
      });

      it('outlive a user who is removed, by a report', async () => {
        await report();
        await store.run((all) => acts(all).removeThread(thread));
        await store.run(async ({ users, evidence }) => {
          await users.remove(alice.id);
          await evidence.releaseAllOf(alice.id);
        });
        expect(await find(sent.id)).to.deep.equal(held());
        expect(await toRemove()).to.deep.equal([]);
      });

      it('are put back from a dump', async () => {
        const [one, other] = [await upload(alice, 'standing'), await upload(alice, 'reported')];
        const { message: standing } = await send(alice, [one.id]);
        const { message: reported } = await send(alice, [other.id]);
        for (const each of [standing, reported]) await report(each);
        await remove();
        await store.run((all) => acts(all).removeSent(thread, alice.id, standing.id, 1));
        const records = await collect(store.records());
        const copy = new InMemoryUnitOfWork();
        await new RestoreDump(copy).execute(records);
        expect(await collect(copy.records())).to.deep.equal(records);
        const found = (id: number) => copy.read(({ attachments }) => attachments.find(id));
        for (const { id } of [sent, other]) expect((await found(id))?.isHeld).to.equal(true);
        expect(await found(one.id)).to.deep.include({ participants: thread.participants });
        expect((await found(sent.id))?.upload).to.deep.include({ uploaderId: alice.id, file: 'sent', image });
      });
    });

    it('that no message has go after a time, those of somebody at once', async () => {
      for (const time of [1, 2, 3]) await upload(alice, `at ${time}`, { created: at(time) });
      const sent = await upload(alice, 'sent', { created: at(1) });
      await send(alice, [sent.id]);
      await upload(bob, 'other', { created: at(9) });
      const remove = (before: Date, limit: number) =>
        store.run(({ attachments }) => attachments.removeUnsent(before, limit));
      expect(await remove(at(1), 9)).to.equal(0);
      expect(await remove(at(3), 1)).to.equal(1);
      expect(await toRemove()).to.deep.equal(['at 1']);
      expect(await remove(at(3), 9)).to.equal(1);
      await store.run(({ attachments }) => attachments.removeUnsentOf(alice.id));
      expect(await toRemove()).to.deep.equal(['at 1', 'at 2', 'at 3']);
      expect(await find(sent.id)).not.to.equal(undefined);
    });

    it('are put back under their ids, after which new ones come later', async () => {
      const back = { id: 70, name: 'a', type: 'b', size: 1, file: 'f', uploaderId: alice.id, created: at(1) };
      await store.run(async ({ attachments }) => {
        await attachments.restore([{ ...back, messageId: undefined }]);
        await attachments.continueAfter(90);
      });
      expect((await find(70))?.upload).to.deep.equal({ ...back, messageId: undefined });
      expect((await upload(alice, 'new')).id).to.be.above(90);
    });
  });
}
