import { expect } from 'chai';
import type { Archive, DumpRecord } from '../../src/application/ports/archive.js';
import type { ThreadSelection } from '../../src/application/ports/thread-repository.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import {
  changeThread,
  open,
  restoreThread,
  type ThreadWish,
} from '../../src/domain/conversation/conversation.js';
import { summedUp } from '../../src/domain/conversation/decision.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import type { Metadata } from '../../src/domain/metadata.js';
import { acts } from '../support/acts.js';
import { collect } from '../support/collect.js';
import { addMessage, addUsers, at, summaryOf, unreadCount } from '../support/fixtures.js';

/** Keys, metadata, what each has archived and muted, and notices. */
export function describeThreadSettings(current: () => UnitOfWork & Archive): void {
  describe('threads by key, their settings, and notices', () => {
    let store: UnitOfWork & Archive;
    let alice: User;
    let bob: User;
    let carol: User;

    beforeEach(async () => {
      store = current();
      [alice, bob, carol] = await addUsers(store, 'alice', 'bob', 'carol');
    });

    const openBy = (one: User, other: User, key?: string, metadata: Metadata = {}, now = at(0)) => {
      const pair = ParticipantPair.of(one.id, other.id);
      return store.decide({ pair, threadKey: key }, (standing) =>
        open(pair, standing, now, { key, metadata }),
      );
    };
    const opened = async (...input: Parameters<typeof openBy>) => (await openBy(...input)).summary.thread;
    const change = (thread: Thread, wish: ThreadWish) =>
      store.decide({ thread: thread.id }, ({ standing }) => changeThread(standing?.thread as Thread, wish));
    const list = async (user: User, selection?: ThreadSelection, limit = 100, offset = 0) => {
      const page = await store.read(({ threads }) => threads.pageOf(user.id, { limit, offset }, selection));
      return [page?.total, page?.items.map(({ thread }) => thread.id)];
    };
    const notice = (thread: Thread, text: string, key?: string, service = 'shop') =>
      addMessage(store, thread, alice, {
        ...{ senderId: undefined, service, text, metadata: { order: 42 } },
        idempotencyKey: key,
        created: at(9),
      });

    it('gives a pair one thread for each key, and one without', async () => {
      const plain = await opened(alice, bob);
      const listing = await opened(bob, alice, 'listing:1', { title: 'A bicycle' });
      expect(listing.id).not.to.equal(plain.id);
      expect([plain.key, listing.key]).to.deep.equal([undefined, 'listing:1']);
      const again = await openBy(alice, bob, 'listing:1', { title: 'Another' });
      expect([again.opened, again.summary.thread.id]).to.deep.equal([false, listing.id]);
      expect(again.summary.thread.metadata).to.deep.equal({ title: 'A bicycle' });
      expect((await openBy(alice, bob)).summary.thread).to.deep.equal(plain);
      expect((await openBy(alice, bob, 'Listing:1')).opened).to.equal(true);
      expect((await openBy(alice, carol, 'listing:1')).opened).to.equal(true);
      expect((await summaryOf(store, listing)).thread).to.deep.equal(listing);
    });

    it('gives it to all who open it at once', async () => {
      const racers = Array.from({ length: 20 }, () => openBy(alice, bob, 'order/7'));
      const found = await Promise.all(racers);
      expect(found.filter(({ opened }) => opened)).to.have.lengthOf(1);
      expect(new Set(found.map(({ summary }) => summary.thread.id)).size).to.equal(1);
      expect(await list(alice)).to.deep.equal([1, [found[0]?.summary.thread.id]]);
    });

    it('is found for many at once', async () => {
      const [plain, listing] = [await opened(alice, bob), await opened(alice, bob, 'a')];
      const participants = ParticipantPair.of(alice.id, bob.id);
      const names = [{ participants }, { participants, key: 'a' }, { participants, key: 'b' }];
      const found = await store.run(({ threads }) => threads.findAllOf(names));
      expect(found.map(({ id }) => id)).to.have.members([plain.id, listing.id]);
    });

    it('lists by the other, by key, and by what is archived, with exact counts', async () => {
      const plain = await opened(alice, bob, undefined, {}, at(1));
      const first = await opened(alice, bob, 'a', {}, at(2));
      const second = await opened(bob, alice, 'b', {}, at(3));
      const other = await opened(carol, alice, 'a', {}, at(4));
      await opened(bob, carol, 'a', {}, at(5));
      await change(first, { view: { user: alice.id, archived: true } });

      const [one, two, three, four] = [plain.id, first.id, second.id, other.id];
      expect(await list(alice)).to.deep.equal([4, [four, three, two, one]]);
      expect(await list(alice, {}, 2, 1)).to.deep.equal([4, [three, two]]);
      expect(await list(alice, { archived: false })).to.deep.equal([3, [four, three, one]]);
      expect(await list(alice, { archived: false }, 1, 1)).to.deep.equal([3, [three]]);
      expect(await list(alice, { archived: true })).to.deep.equal([1, [two]]);
      expect(await list(alice, { with: bob.id })).to.deep.equal([3, [three, two, one]]);
      expect(await list(alice, { with: bob.id }, 1, 1)).to.deep.equal([3, [two]]);
      expect(await list(bob, { with: alice.id, archived: true })).to.deep.equal([0, []]);
      expect(await list(alice, { with: bob.id, archived: true })).to.deep.equal([1, [two]]);
      expect(await list(alice, { with: bob.id, key: 'b' })).to.deep.equal([1, [three]]);
      expect(await list(alice, { with: bob.id, key: '' })).to.deep.equal([1, [one]]);
      expect(await list(alice, { key: 'a' })).to.deep.equal([2, [four, two]]);
      expect(await list(alice, { key: 'a', archived: false })).to.deep.equal([1, [four]]);
      expect(await list(alice, { key: 'a' }, 1, 5)).to.deep.equal([2, []]);
      expect(await list(alice, { key: 'c' })).to.deep.equal([0, []]);
      for (const id of [alice.id, 999]) expect(await list(alice, { with: id })).to.deep.equal([0, []]);
      for (const selection of [{ archived: true }, { with: alice.id }, { key: 'a' }]) {
        const nobody = store.read(({ threads }) => threads.pageOf(999, { limit: 1, offset: 0 }, selection));
        expect(await nobody).to.equal(undefined);
      }
    });

    it('keeps for each what they have set, and for both what the host keeps', async () => {
      const thread = await opened(alice, bob);
      await change(thread, { view: { user: bob.id, muted: true } });
      await change(thread, { metadata: { a: { b: ['"\\', null] } } });
      const now = (await summaryOf(store, thread)).thread;
      expect(now.viewOf(alice.id)).to.deep.equal({ archived: false, muted: false });
      expect(now.viewOf(bob.id)).to.deep.equal({ archived: false, muted: true });
      expect(now.metadata).to.deep.equal({ a: { b: ['"\\', null] } });
      await change(thread, { metadata: {} });
      expect((await summaryOf(store, thread)).thread.metadata).to.deep.equal({});
    });

    it('brings an archived thread back when the other side writes, or a service does', async () => {
      const thread = await opened(alice, bob);
      await change(thread, { view: { user: alice.id, archived: true } });
      await change(thread, { view: { user: bob.id, archived: true } });
      const counts = async () => [
        (await list(alice, { archived: true }))[0],
        (await list(bob, { archived: true }))[0],
      ];
      expect(await counts()).to.deep.equal([1, 1]);
      await addMessage(store, thread, alice);
      expect(await counts()).to.deep.equal([1, 0]);
      expect(await unreadCount(store, bob)).to.equal(1);
      await change(thread, { view: { user: bob.id, archived: true } });
      await notice(thread, 'Paid');
      expect(await counts()).to.deep.equal([0, 0]);
      expect(await list(alice)).to.deep.equal([1, [thread.id]]);
    });

    it('counts no more what is archived when its thread is gone', async () => {
      const [thread, kept] = [await opened(alice, bob), await opened(alice, carol)];
      for (const one of [thread, kept]) await change(one, { view: { user: alice.id, archived: true } });
      await store.run((all) => acts(all).removeThread(thread));
      expect(await list(alice, { archived: true })).to.deep.equal([1, [kept.id]]);
      expect(await list(alice, { archived: false })).to.deep.equal([0, []]);
      expect(await list(bob, { archived: false })).to.deep.equal([0, []]);
    });

    it('has notices: without a sender, read, once for each key of the service', async () => {
      const thread = await opened(alice, bob);
      await addMessage(store, thread, alice, { text: 'Hello', metadata: { draft: 1 } });
      const paid = await notice(thread, 'Paid', 'key');
      const [found, first, others, users] = await store.run(async ({ messages }) => [
        await messages.find(paid.id),
        await messages.findByIdempotencyKey({ sender: { service: 'shop' }, key: 'key' }),
        await messages.findByIdempotencyKey({ sender: { service: 'other' }, key: 'key' }),
        await messages.findByIdempotencyKey({ sender: alice.id, key: 'key' }),
      ]);
      expect(found).to.deep.equal({ ...paid, senderId: undefined, metadata: { order: 42 }, isRead: true });
      expect([first, others, users]).to.deep.equal([paid, undefined, undefined]);
      await notice(thread, 'Paid', 'key', 'other');
      await addMessage(store, thread, alice, { idempotencyKey: 'key' });
      const { thread: now, lastMessage } = await summaryOf(store, thread);
      expect([now.messageCount, now.unreadOf(alice.id), now.unreadOf(bob.id)]).to.deep.equal([4, 0, 2]);
      expect(lastMessage?.text).to.equal('Hello');
      expect(await unreadCount(store, alice)).to.equal(0);
      expect(await unreadCount(store, bob)).to.equal(2);
    });

    it('refuses a second notice with a key that the service has used', async () => {
      const thread = await opened(alice, bob);
      await notice(thread, 'Paid', 'key');
      expect(await notice(thread, 'Paid', 'key').catch(() => 'refused')).to.equal('refused');
    });

    it('marks and removes what a participant sent, and leaves notices alone', async () => {
      const thread = await opened(alice, bob);
      const paid = await notice(thread, 'Paid');
      await addMessage(store, thread, alice);
      const last = await notice(thread, 'Sent');
      expect(await store.run((all) => acts(all).markThreadRead(thread, bob.id, last.id))).to.equal(1);
      expect((await store.run((all) => acts(all).removeSent(thread, alice.id, 0, 10))).removed).to.equal(1);
      const page = await store.read(({ messages }) => messages.pageOf(thread.id, { after: 0, limit: 10 }));
      expect(page?.items.map(({ id }) => id)).to.deep.equal([paid.id, last.id]);
      expect(await store.run((all) => acts(all).remove(last))).to.equal(1);
      const { thread: now, lastMessage } = await summaryOf(store, thread);
      expect([now.messageCount, lastMessage?.id]).to.deep.equal([1, paid.id]);
    });

    it('marks no message of somebody else that a range of one id names', async () => {
      const thread = await opened(alice, bob);
      const { id } = await addMessage(store, thread, bob);
      const read = async () => (await store.read(({ messages }) => messages.find(id)))?.isRead;
      // What bob has to read, up to and including the id of what he sent himself.
      const sent = { threadId: thread.id, senderId: alice.id, after: id - 1, upTo: id };
      await store.decide({ thread: thread.id }, () => ({
        deed: { kind: 'mark-read', sent },
        outcome: () => ({ result: undefined }),
      }));
      expect(await read()).to.equal(false);
    });

    it('is in the log: what is one’s own with its reader, what is for both without', async () => {
      const thread = await opened(alice, bob);
      const start = await store.read(({ events }) => events.end());
      await change(thread, { view: { user: bob.id, archived: true } });
      await change(thread, { metadata: { a: 1 } });
      const batch = await store.read(({ events }) => events.after(start, 10));
      expect(
        batch?.events.map((event) => [event.type, 'reader' in event ? event.reader : 'both']),
      ).to.deep.equal([
        ['thread.updated', bob.id],
        ['thread.updated', 'both'],
      ]);
      const [own] = batch?.events ?? [];
      expect(own).to.have.nested.property('summary.thread.metadata').that.deep.equals({ a: 1 });
    });

    it('is in the archive, and comes back from it', async () => {
      const thread = await opened(alice, bob, 'order:42', { title: 'Order 42' });
      await change(thread, { view: { user: bob.id, archived: true, muted: true } });
      const said = await addMessage(store, thread, bob, { text: 'Hi', metadata: { a: 1 }, created: at(3) });
      const before = await collect(store.records());
      const lines = before.filter((record) => 'thread' in record || 'message' in record);
      const { id } = thread;
      expect(lines).to.deep.equal([
        {
          thread: {
            ...{ id, participants: [alice.id, bob.id], key: 'order:42', metadata: { title: 'Order 42' } },
            ...{ archivedBy: [bob.id], mutedBy: [bob.id], created: at(0), updated: at(3) },
          },
        },
        {
          message: {
            ...{ id: said.id, thread: id, sender: bob.id, text: 'Hi', metadata: { a: 1 } },
            ...{ created: at(3), isRead: false, idempotencyKey: undefined },
          },
        },
      ] satisfies DumpRecord[]);
      await notice(thread, 'Paid', 'k');
      const [paid] = (await collect(store.records())).filter(
        (record) => 'message' in record && record.message.sender === undefined,
      );
      expect(paid)
        .to.have.property('message')
        .that.includes({ service: 'shop', idempotencyKey: 'k', isRead: true });
    });

    it('is put back by many at once, with what is archived counted', async () => {
      const participants = ParticipantPair.of(alice.id, bob.id);
      const views = { low: { archived: true, muted: false }, high: { archived: false, muted: true } };
      const restored = ['x', 'y'].map((key, index) =>
        restoreThread({
          ...{ id: 10 + index, participants, key, metadata: { key }, views },
          ...{ created: at(1), updated: at(1 + index) },
        }),
      );
      await store.run(({ conversations }) => conversations.addAll(summedUp(restored)));
      expect(await list(alice, { archived: true })).to.deep.equal([2, [11, 10]]);
      expect(await list(bob, { archived: false })).to.deep.equal([2, [11, 10]]);
      const { thread } = await summaryOf(store, { id: 10 });
      expect([thread.key, thread.metadata, thread.views]).to.deep.equal(['x', { key: 'x' }, views]);
      await store.run((all) =>
        acts(all).restoreThread({ id: 12, participants, created: at(1), updated: at(1), views }),
      );
      expect((await list(alice, { archived: true }))[0]).to.equal(3);
    });
  });
}
