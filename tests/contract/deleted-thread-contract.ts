import { expect } from 'chai';
import type { Archive } from '../../src/application/ports/archive.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { RemoveDeletedMessages } from '../../src/application/upkeep/remove-deleted-messages.js';
import type { User } from '../../src/domain/accounts/user.js';
import type { Message } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import { acts } from '../support/acts.js';
import { collect } from '../support/collect.js';
import { addMessage, addMessages, addUsers, at, openThread, unreadCount } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeDeletedThreads(current: () => UnitOfWork & Archive): void {
  describe('a long thread that is deleted', () => {
    let store: UnitOfWork & Archive;
    let alice: User;
    let bob: User;
    let thread: Thread;
    let sent: Message[];
    const key = 'the key';

    const removeLong = ({ id }: Thread) => store.run((all) => acts(all).removeThread({ id }, 0));
    const removeDeleted = (limit: number) => store.run(({ messages }) => messages.removeDeleted(limit));
    const page = (of: Thread) =>
      store.read(({ messages }) => messages.pageOf(of.id, { limit: 9, offset: 0, order: 'oldest-first' }));
    const threadsOf = async ({ id }: User) =>
      (await store.read(({ threads }) => threads.pageOf(id, { limit: 9, offset: 0 })))?.total;
    const keysOf = ({ id }: User) => store.read(({ messages }) => messages.keysOf(id, '', 9));

    beforeEach(async () => {
      store = current();
      [alice, bob] = await addUsers(store, 'alice', 'bob');
      thread = await openThread(store, alice, bob, at(1));
      sent = await addMessages(store, thread, alice, 5);
      sent.push(await addMessage(store, thread, bob, { idempotencyKey: key }));
    });

    it('is out of sight at once, with its messages', async () => {
      await removeLong(thread);
      expect(await store.run((all) => acts(all).find(thread.id))).to.equal(undefined);
      expect(await store.read(({ threads }) => threads.summary(thread.id))).to.equal(undefined);
      expect(await page(thread)).to.equal(undefined);
      for (const { id } of sent) {
        expect(await store.read(({ messages }) => messages.find(id))).to.equal(undefined);
        expect(await store.run(({ conversations }) => conversations.hold({ message: id }))).to.equal(
          undefined,
        );
      }
      for (const user of [alice, bob]) {
        expect(await threadsOf(user)).to.equal(0);
        expect(await unreadCount(store, user)).to.equal(0);
        expect(await keysOf(user)).to.deep.equal([]);
      }
      const records = await collect(store.records());
      expect(records.filter((record) => 'message' in record || 'thread' in record)).to.deep.equal([]);
      expect(records.at(-1)).to.deep.nested.include({
        'end.threads': { count: 0, lastId: thread.id },
        'end.messages': { count: 0, lastId: sent.at(-1)?.id },
      });
    });

    it('leaves room for another of the pair, and its idempotency keys to new messages', async () => {
      await removeLong(thread);
      const next = await openThread(store, bob, alice, at(2));
      expect(next.id).to.be.above(thread.id);
      const question = { thread: next.id, key: { sender: bob.id, key } };
      const first = await store.run(async ({ conversations }) => (await conversations.hold(question)).first);
      expect(first).to.equal(undefined);
      const message = await addMessage(store, next, bob, { idempotencyKey: key });
      expect(await keysOf(bob)).to.deep.equal([{ message: message.id, key }]);

      await new RemoveDeletedMessages(store, 4).execute();
      expect((await page(next))?.items).to.deep.equal([message]);
      expect(await keysOf(bob)).to.deep.equal([{ message: message.id, key }]);
      expect(await unreadCount(store, alice)).to.equal(1);
    });

    it('is removed in parts, with others that were deleted, and nothing else', async () => {
      const [carol] = await addUsers(store, 'carol');
      const [other, standing] = [await openThread(store, alice, carol), await openThread(store, bob, carol)];
      await addMessages(store, other, carol, 3);
      const [kept] = await addMessages(store, standing, carol, 1);
      expect(await removeDeleted(9)).to.equal(0);
      for (const deleted of [thread, other]) await removeLong(deleted);
      const parts = [];
      for (let part = 0; part < 4; part += 1) parts.push(await removeDeleted(4));
      expect(parts).to.deep.equal([4, 4, 1, 0]);
      expect((await page(standing))?.items).to.deep.equal([kept]);
      expect(await unreadCount(store, bob)).to.equal(1);
    });

    it('stands in the way neither of removing a participant, nor of its own number of messages in a part', async () => {
      await removeLong(thread);
      await store.run(({ users }) => users.remove(alice.id));
      expect(await removeDeleted(6)).to.equal(6);
      expect(await removeDeleted(6)).to.equal(0);
    });

    it('keeps the store from being filled from a dump until nothing is left of it', async () => {
      await removeLong(thread);
      for (const { id } of [alice, bob]) await store.run(({ users }) => users.remove(id));
      expect(await store.run(({ users }) => users.isEmpty())).to.equal(false);
      await new RemoveDeletedMessages(store, 4).execute();
      expect(await store.run(({ users }) => users.isEmpty())).to.equal(true);
    });

    it('takes no message of a unit of work that has found it before', async () => {
      const late = store.run(async (all) => {
        await acts(all).removeThread(thread, 0);
        const { participants, updated: created } = thread;
        const message = { id: sent.at(-1)!.id + 1, threadId: thread.id, participants, senderId: bob.id };
        await acts(all).restore({
          ...message,
          text: 'Late',
          metadata: {},
          attachments: [],
          created,
          isRead: true,
          edited: undefined,
        });
      });
      await rejectionOf(late);
      expect((await page(thread))?.total).to.equal(6);
    });
  });
}
