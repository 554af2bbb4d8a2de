import { acts } from '../support/acts.js';
import { expect } from 'chai';
import type { MessagePlace, MessageSlice } from '../../src/application/ports/message-repository.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { Message } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  idsOf,
  newMessage,
  openThread,
  summaryOf,
  unreadCount,
} from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

const highest = Number.MAX_SAFE_INTEGER;

export function describeMessages(current: () => UnitOfWork): void {
  describe('messages', () => {
    let unitOfWork: UnitOfWork;
    let alice: User;
    let bob: User;
    let carol: User;
    let thread: Thread;
    let other: Thread;

    beforeEach(async () => {
      unitOfWork = current();
      [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
      thread = await openThread(unitOfWork, alice, bob, at(1));
      other = await openThread(unitOfWork, alice, carol, at(1));
    });

    const find = (id: number) => unitOfWork.read(({ messages }) => messages.find(id));
    const page = (slice: MessageSlice, id = thread.id) =>
      unitOfWork.read(({ messages }) => messages.pageOf(id, slice));
    const idsOfPage = async (slice: MessageSlice) => idsOf((await page(slice))?.items ?? []);
    const markRead = (message: Message) => unitOfWork.run((all) => acts(all).markRead(message));
    const markThreadRead = (reader: User, upTo: number) =>
      unitOfWork.run(async (all) => {
        const found = await acts(all).find(thread.id);
        return found === undefined ? expect.fail() : acts(all).markThreadRead(found, reader.id, upTo);
      });
    const unreadOf = async (user: User) => (await summaryOf(unitOfWork, thread)).thread.unreadOf(user.id);

    it('has undefined for a message that is not there', async () => {
      const message = await addMessage(unitOfWork, thread, alice);
      expect(await find(message.id + 1)).to.equal(undefined);
      expect(await find(highest)).to.equal(undefined);
    });

    describe('add', () => {
      it('keeps every field', async () => {
        const texts = [
          'x',
          '😀'.repeat(5000),
          ' \t\r\n spaces around \u00a0\ufeff',
          'e\u0301 is not \u00e9, nor ﬁ fi',
          `'; DROP TABLE messages; -- " \\ % _ ? $1 :a \u0001\u001f\u007f`,
          'שלום 你好 👩‍👩‍👧‍👦 \u202e\ufffe\u{10ffff}',
        ];
        for (const [index, text] of texts.entries()) {
          const draft = newMessage(thread, index % 2 === 0 ? alice : bob, { text, created: at(100 + index) });
          const added = await unitOfWork.run((all) => acts(all).add(draft));
          const { idempotencyKey: _, ...fields } = draft;
          expect(added).to.deep.equal({ ...fields, id: added.id, isRead: false, edited: undefined });
          expect(await find(added.id)).to.deep.equal(added);
          expect((await page({ limit: 1, before: highest }))?.items).to.deep.equal([added]);
        }
      });

      it('makes it the last message of the thread', async () => {
        const first = await addMessage(unitOfWork, thread, alice, { created: at(1) });
        expect((await summaryOf(unitOfWork, thread)).lastMessage).to.deep.equal(first);
        const second = await addMessage(unitOfWork, thread, bob, { created: at(20) });
        const { lastMessage, thread: now } = await summaryOf(unitOfWork, thread);
        expect(lastMessage).to.deep.equal(second);
        expect(now.updated).to.deep.equal(at(20));
        expect(now.created).to.deep.equal(at(1));
        expect(now.messageCount).to.equal(2);
        expect((await summaryOf(unitOfWork, other)).thread).to.deep.equal(other);
      });

      it('counts it as unread for the recipient alone', async () => {
        await addMessages(unitOfWork, thread, alice, 2);
        await addMessages(unitOfWork, other, alice, 1);
        await addMessages(unitOfWork, other, carol, 4);
        expect(await unreadOf(alice)).to.equal(0);
        expect(await unreadOf(bob)).to.equal(2);
        expect(await unreadCount(unitOfWork, alice)).to.equal(4);
        expect(await unreadCount(unitOfWork, bob)).to.equal(2);
        expect(await unreadCount(unitOfWork, carol)).to.equal(1);
      });

      it('gives rising ids', async () => {
        const ids = idsOf([
          ...(await addMessages(unitOfWork, thread, alice, 2)),
          await addMessage(unitOfWork, other, carol),
          await addMessage(unitOfWork, thread, bob),
        ]);
        expect(ids).to.deep.equal([...new Set(ids)].sort((one, two) => one - two));
      });

      it('refuses a thread that is not there', async () => {
        await unitOfWork.run((all) => acts(all).removeThread(thread));
        await rejectionOf(addMessage(unitOfWork, thread, alice));
        expect(await unreadCount(unitOfWork, bob)).to.equal(0);
      });
    });

    describe('pages', () => {
      it('are undefined for a thread that is not there, and empty for one without messages', async () => {
        await addMessages(unitOfWork, other, carol, 2);
        for (const slice of [
          { order: 'oldest-first', limit: 5, offset: 0 },
          { order: 'newest-first', limit: 5, offset: 0 },
          { after: 0, limit: 5 },
          { before: highest, limit: 5 },
        ] as const) {
          expect(await page(slice, other.id + 1)).to.equal(undefined);
          expect(await page(slice)).to.deep.equal({ participants: thread.participants, total: 0, items: [] });
        }
      });

      describe('of five messages', () => {
        let sent: Message[];
        let ids: number[];

        beforeEach(async () => {
          sent = [];
          for (const sender of [alice, bob, alice, alice, bob]) {
            await addMessage(unitOfWork, other, carol);
            sent.push(await addMessage(unitOfWork, thread, sender, { text: `${sent.length}` }));
          }
          await addMessage(unitOfWork, other, alice);
          ids = idsOf(sent);
        });

        it('come oldest first', async () => {
          const order = 'oldest-first';
          expect(await page({ order, limit: 100, offset: 0 })).to.deep.equal({
            participants: thread.participants,
            total: 5,
            items: sent,
          });
          expect(await idsOfPage({ order, limit: 2, offset: 1 })).to.deep.equal(ids.slice(1, 3));
          expect(await idsOfPage({ order, limit: 2, offset: 4 })).to.deep.equal(ids.slice(4));
        });

        it('come newest first', async () => {
          const order = 'newest-first';
          const newest = sent.toReversed();
          expect((await page({ order, limit: 100, offset: 0 }))?.items).to.deep.equal(newest);
          expect(await idsOfPage({ order, limit: 2, offset: 1 })).to.deep.equal(idsOf(newest).slice(1, 3));
          expect(await idsOfPage({ order, limit: 2, offset: 4 })).to.deep.equal(idsOf(newest).slice(4));
        });

        it('come by any offset, from whichever end they are read', async () => {
          await addMessages(unitOfWork, thread, alice, 230);
          const all: number[] = [];
          for (let offset = 0; offset < 240; offset += 60) {
            all.push(...(await idsOfPage({ order: 'oldest-first', limit: 60, offset })));
          }
          expect(all).to.deep.equal(await idsOfPage({ after: 0, limit: 1000 }));
          for (const order of ['oldest-first', 'newest-first'] as const) {
            const ordered = order === 'oldest-first' ? all : all.toReversed();
            for (const offset of [
              99,
              100,
              120,
              all.length - 21,
              all.length - 20,
              all.length - 5,
              all.length - 1,
            ]) {
              const slice = { order, limit: 20, offset };
              expect(await idsOfPage(slice), `${order} ${offset}`).to.deep.equal(
                ordered.slice(offset, offset + 20),
              );
            }
            for (const offset of [all.length, all.length + 50, highest]) {
              expect(await idsOfPage({ order, limit: 20, offset }), `${order} ${offset}`).to.deep.equal([]);
            }
          }
        });

        it('come after an id, oldest first', async () => {
          expect((await page({ after: 0, limit: 2 }))?.items).to.deep.equal(sent.slice(0, 2));
          expect(await idsOfPage({ after: ids[1] ?? 0, limit: 2 })).to.deep.equal(ids.slice(2, 4));
          expect(await idsOfPage({ after: ids[1] ?? 0, limit: 9 })).to.deep.equal(ids.slice(2));
        });

        it('come before an id, newest first', async () => {
          const newest = sent.toReversed();
          expect((await page({ before: highest, limit: 2 }))?.items).to.deep.equal(newest.slice(0, 2));
          expect(await idsOfPage({ before: ids[3] ?? 0, limit: 2 })).to.deep.equal([ids[2], ids[1]]);
          expect(await idsOfPage({ before: ids[3] ?? 0, limit: 9 })).to.deep.equal([ids[2], ids[1], ids[0]]);
        });

        it('come after and before the id of a message of another thread, too', async () => {
          const between = (ids[2] ?? 0) - 1;
          expect(await idsOfPage({ after: between, limit: 9 })).to.deep.equal(ids.slice(2));
          expect(await idsOfPage({ before: between, limit: 9 })).to.deep.equal([ids[1], ids[0]]);
        });

        it('are empty beyond the end, with the total', async () => {
          const expected = { participants: thread.participants, total: 5, items: [] };
          for (const slice of [
            { order: 'oldest-first', limit: 5, offset: 5 },
            { order: 'newest-first', limit: 5, offset: highest },
            { after: ids[4] ?? 0, limit: 5 },
            { before: ids[0] ?? 0, limit: 5 },
          ] as const) {
            expect(await page(slice)).to.deep.equal(expected);
          }
        });

        it('neither skip nor repeat by id while messages arrive', async () => {
          const walk = async (slice: (last: number) => MessageSlice, start: number) => {
            const seen: number[] = [];
            for (;;) {
              const items = await idsOfPage(slice(seen.at(-1) ?? start));
              if (items.length === 0) return seen;
              seen.push(...items);
              if (seen.length < 6) ids.push((await addMessage(unitOfWork, thread, bob)).id);
            }
          };
          const before = ids.toReversed();
          expect(await walk((last) => ({ before: last, limit: 2 }), highest)).to.deep.equal(before);
          expect(await walk((last) => ({ after: last, limit: 2 }), 0)).to.deep.equal(ids);
          expect(ids.length).to.be.greaterThan(before.length + 1);
        });
      });
    });

    it('of several threads come together, by thread and id, from a place on', async () => {
      const sent: Message[] = [];
      for (const into of [other, thread, other, thread]) sent.push(await addMessage(unitOfWork, into, alice));
      const [third, first, fourth, second] = sent as [Message, Message, Message, Message];
      const across = (threads: number[], after: MessagePlace, limit = 9) =>
        unitOfWork.read(({ messages }) => messages.pageAcross(threads, after, limit));
      const both = [other.id, thread.id, other.id + 1];
      const start = { threadId: 0, id: 0 };
      expect(await across(both, start)).to.deep.equal([first, second, third, fourth]);
      expect(await across(both, start, 2)).to.deep.equal([first, second]);
      expect(await across(both, second)).to.deep.equal([third, fourth]);
      expect(await across([other.id], first)).to.deep.equal([third, fourth]);
    });

    describe('markRead', () => {
      it('marks one message', async () => {
        const [first, second] = await addMessages(unitOfWork, thread, alice, 2);
        if (first === undefined || second === undefined) return expect.fail();
        await markRead(first);
        expect(await find(first.id)).to.deep.equal({ ...first, isRead: true });
        expect(await find(second.id)).to.deep.equal(second);
        expect(await unreadOf(bob)).to.equal(1);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
      });

      it('counts it once, however often and at the same time', async () => {
        const [first] = await addMessages(unitOfWork, thread, bob, 3);
        if (first === undefined) return expect.fail();
        await Promise.all(Array.from({ length: 20 }, () => markRead(first)));
        await unitOfWork.run(async (all) => {
          await acts(all).markRead(first);
          await acts(all).markRead({ ...first, isRead: true });
        });
        expect(await unreadOf(alice)).to.equal(2);
        expect(await unreadCount(unitOfWork, alice)).to.equal(2);
        expect((await summaryOf(unitOfWork, thread)).thread.updated).to.deep.equal(thread.updated);
      });
    });

    describe('remove', () => {
      const remove = (message: Message) => unitOfWork.run((all) => acts(all).remove(message));

      it('takes out one message, and makes the one before it the last', async () => {
        const [first, second, third] = await addMessages(unitOfWork, thread, alice, 3);
        if (first === undefined || second === undefined || third === undefined) return expect.fail();
        await markRead(second);
        const { updated } = (await summaryOf(unitOfWork, thread)).thread;
        for (const [message, last] of [
          [third, { ...second, isRead: true }],
          [first, { ...second, isRead: true }],
          [second, undefined],
        ] as const) {
          await remove(message);
          expect(await find(message.id)).to.equal(undefined);
          const summary = await summaryOf(unitOfWork, thread);
          expect(summary.lastMessage).to.deep.equal(last);
          expect(summary.thread.updated).to.deep.equal(updated);
        }
        expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(0);
      });

      it('counts it once, however often and whatever is believed of its read state', async () => {
        const [first, second] = await addMessages(unitOfWork, thread, alice, 3);
        if (first === undefined || second === undefined) return expect.fail();
        await Promise.all(Array.from({ length: 20 }, () => remove(first)));
        await markRead(second);
        await remove(second);
        await remove({ ...second, isRead: true });
        expect(await unreadOf(bob)).to.equal(1);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
        expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(1);
      });

      it('frees its idempotency key', async () => {
        const message = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        await remove(message);
        const next = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        expect(next.id).to.be.greaterThan(message.id);
      });
    });

    describe('removeSent', () => {
      const removeSent = (sender: User, after: number, limit: number) =>
        unitOfWork.run(async (all) => {
          const found = await acts(all).find(thread.id);
          if (found === undefined) throw new Error('The thread is gone.');
          return acts(all).removeSent(found, sender.id, after, limit);
        });
      let sent: Message[];

      beforeEach(async () => {
        sent = [];
        for (const sender of [alice, bob, alice, alice, bob, alice]) {
          sent.push(await addMessage(unitOfWork, thread, sender, { created: at(5) }));
        }
        await unitOfWork.run((all) => acts(all).markRead(sent[0] as Message));
        await addMessage(unitOfWork, other, alice);
      });

      const idAt = (index: number) => sent[index]?.id ?? 0;
      const left = async () => {
        const slice = { after: 0, limit: 100 };
        const page = await unitOfWork.read(({ messages }) => messages.pageOf(thread.id, slice));
        expect(page?.total).to.equal(page?.items.length);
        const summary = await summaryOf(unitOfWork, thread);
        expect(summary.thread.messageCount).to.equal(page?.total);
        expect(summary.lastMessage).to.deep.equal(page?.items.at(-1));
        expect(summary.thread.updated).to.deep.equal(at(5));
        return page?.items.map(({ id }) => sent.findIndex((one) => one.id === id));
      };

      it('removes what one sent, a part at a time, and keeps all counts', async () => {
        expect(await removeSent(alice, 0, 3)).to.deep.equal({ looked: 3, removed: 2, last: idAt(2) });
        expect(await left()).to.deep.equal([1, 3, 4, 5]);
        expect(await unreadCount(unitOfWork, bob)).to.equal(2);
        expect((await summaryOf(unitOfWork, thread)).thread.unreadOf(bob.id)).to.equal(2);
        expect(await removeSent(alice, idAt(2), 3)).to.deep.equal({ looked: 3, removed: 2, last: idAt(5) });
        expect(await left()).to.deep.equal([1, 4]);
        expect(await unreadCount(unitOfWork, bob)).to.equal(0);
        expect(await unreadCount(unitOfWork, alice)).to.equal(2);
        expect(await unreadCount(unitOfWork, carol)).to.equal(1);
        expect(await removeSent(alice, idAt(5), 3)).to.deep.equal({ looked: 0, removed: 0, last: idAt(5) });
      });

      it('leaves a thread without messages, and finds nothing to remove in what others sent', async () => {
        await removeSent(alice, 0, 100);
        expect(await removeSent(alice, 0, 100)).to.deep.equal({ looked: 2, removed: 0, last: idAt(4) });
        await removeSent(bob, 0, 100);
        expect(await left()).to.deep.equal([]);
        expect(await unreadCount(unitOfWork, alice)).to.equal(0);
      });

      it('records each removal, and nothing of what stays', async () => {
        const start = await unitOfWork.read(({ events }) => events.end());
        await removeSent(alice, 0, 3);
        const batch = await unitOfWork.read((readers) => readers.events.after(start, 100));
        expect(
          batch?.events.map((event) => event.type === 'message.deleted' && event.messageId),
        ).to.deep.equal([idAt(0), idAt(2)]);
      });

      it('sets the idempotency keys free', async () => {
        await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        await removeSent(alice, 0, 100);
        await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
      });
    });

    describe('markThreadRead', () => {
      const readStates = async () =>
        (await page({ order: 'oldest-first', limit: 100, offset: 0 }))?.items.map(({ isRead }) => isRead);

      it('marks what the other participant sent, up to and including an id', async () => {
        const sent = [];
        for (const sender of [bob, alice, bob, bob]) sent.push(await addMessage(unitOfWork, thread, sender));
        await addMessages(unitOfWork, other, carol, 3);
        expect(await markThreadRead(alice, sent[2]?.id ?? 0)).to.equal(2);
        expect(await readStates()).to.deep.equal([true, false, true, false]);
        expect(await unreadOf(alice)).to.equal(1);
        expect(await unreadOf(bob)).to.equal(1);
        expect(await unreadCount(unitOfWork, alice)).to.equal(4);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
      });

      it('returns how many were unread before', async () => {
        const sent = await addMessages(unitOfWork, thread, bob, 4);
        expect(await markThreadRead(alice, 0)).to.equal(0);
        expect(await markThreadRead(alice, (sent[0]?.id ?? 0) - 1)).to.equal(0);
        if (sent[1] !== undefined) await markRead(sent[1]);
        expect(await markThreadRead(alice, sent[2]?.id ?? 0)).to.equal(2);
        expect(await markThreadRead(alice, sent[2]?.id ?? 0)).to.equal(0);
        expect(await markThreadRead(alice, highest)).to.equal(1);
        expect(await markThreadRead(alice, highest)).to.equal(0);
        expect(await markThreadRead(bob, highest)).to.equal(0);
        expect(await unreadOf(alice)).to.equal(0);
        expect(await unreadCount(unitOfWork, alice)).to.equal(0);
      });

      it('may be done in parts, by the n-th message that is unread', async () => {
        await addMessage(unitOfWork, thread, alice);
        const sent = await addMessages(unitOfWork, thread, bob, 5);
        if (sent[1] !== undefined) await markRead(sent[1]);
        const nth = (reader: User, n: number) =>
          unitOfWork.run(({ messages }) => messages.nthUnread(thread, reader.id, n));
        expect(await nth(alice, 1)).to.equal(sent[0]?.id);
        expect(await nth(alice, 3)).to.equal(sent[3]?.id);
        expect(await nth(alice, 5)).to.equal(undefined);
        expect(await markThreadRead(alice, (await nth(alice, 3)) ?? 0)).to.equal(3);
        expect(await nth(alice, 1)).to.equal(sent[4]?.id);
        expect(await nth(alice, 2)).to.equal(undefined);
        expect(await nth(bob, 2)).to.equal(undefined);
      });

      it('counts each message once if twenty mark at the same time', async () => {
        await addMessages(unitOfWork, thread, bob, 5);
        const marked = await Promise.all(Array.from({ length: 20 }, () => markThreadRead(alice, highest)));
        expect(marked.toSorted()).to.deep.equal([...Array.from({ length: 19 }, () => 0), 5]);
        expect(await unreadCount(unitOfWork, alice)).to.equal(0);
      });

      it('marks what the same unit of work has sent since it found the thread', async () => {
        const marked = await unitOfWork.run(async (all) => {
          const found = await acts(all).find(thread.id);
          if (found === undefined) return expect.fail();
          await acts(all).add(newMessage(found, bob));
          return acts(all).markThreadRead(found, alice.id, highest);
        });
        expect(marked).to.equal(1);
        expect(await unreadOf(alice)).to.equal(0);
        expect(await unreadCount(unitOfWork, alice)).to.equal(0);
      });
    });

    describe('idempotency keys', () => {
      const findByKey = (sender: User, key: string) =>
        unitOfWork.run(({ messages }) => messages.findByIdempotencyKey({ sender: sender.id, key }));

      it('find the message, for its sender alone', async () => {
        const message = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        await addMessage(unitOfWork, thread, alice);
        expect(await findByKey(alice, 'key')).to.deep.equal(message);
        expect(await findByKey(bob, 'key')).to.equal(undefined);
        for (const key of ['KEY', 'key ', 'ke', 'k%', '']) {
          expect(await findByKey(alice, key), key).to.equal(undefined);
        }
      });

      it('may be the same for two senders', async () => {
        const first = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        const second = await addMessage(unitOfWork, thread, bob, { idempotencyKey: 'key' });
        expect(await findByKey(alice, 'key')).to.deep.equal(first);
        expect(await findByKey(bob, 'key')).to.deep.equal(second);
      });

      it('are forgotten when they are old, so many at a time, and the messages stay', async () => {
        const forget = (before: number, limit: number) =>
          unitOfWork.run(({ messages }) => messages.forgetIdempotencyKeys(at(before), limit));
        const sent: Message[] = [];
        for (const [index, sender] of [alice, bob, alice, bob].entries()) {
          const change = { idempotencyKey: `key ${index}`, created: at(10 + index) };
          sent.push(await addMessage(unitOfWork, thread, sender, change));
        }
        await addMessage(unitOfWork, thread, alice, { created: at(20) });
        expect(await forget(10, 9)).to.equal(0);
        expect(await forget(13, 2)).to.equal(2);
        expect(await forget(13, 2)).to.equal(1);
        expect(await forget(13, 2)).to.equal(0);
        expect(await findByKey(alice, 'key 0')).to.equal(undefined);
        expect(await findByKey(alice, 'key 2')).to.equal(undefined);
        expect(await findByKey(bob, 'key 3')).to.deep.equal(sent[3]);
        for (const message of sent) expect(await find(message.id)).to.deep.equal(message);
        await addMessage(unitOfWork, other, alice, { idempotencyKey: 'key 0' });
        expect(await unreadCount(unitOfWork, bob)).to.equal(3);
      });

      it('are walked through for one sender', async () => {
        const sent: { message: number; key: string }[] = [];
        for (const key of ['b', '~', 'A']) {
          const { id } = await addMessage(unitOfWork, thread, alice, { idempotencyKey: key });
          sent.push({ message: id, key });
        }
        await addMessage(unitOfWork, thread, alice);
        await addMessage(unitOfWork, thread, bob, { idempotencyKey: 'b' });
        const after = (key: string, limit: number) =>
          unitOfWork.read(({ messages }) => messages.keysOf(alice.id, key, limit));
        const all = await after('', 10);
        expect(all).to.have.deep.members(sent);
        expect(await after('', 2)).to.deep.equal(all.slice(0, 2));
        expect(await after(all[1]?.key ?? '', 2)).to.deep.equal(all.slice(2));
      });

      it('serve a sender once', async () => {
        const first = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        await rejectionOf(addMessage(unitOfWork, other, alice, { idempotencyKey: 'key' }));
        expect(await findByKey(alice, 'key')).to.deep.equal(first);
        expect((await summaryOf(unitOfWork, other)).thread).to.deep.equal(other);
        expect(await unreadCount(unitOfWork, carol)).to.equal(0);
      });

      it('have all visible ASCII in 255 characters', async () => {
        const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 0x21 + index));
        const idempotencyKey = visible.repeat(3).slice(0, 255);
        const message = await addMessage(unitOfWork, thread, alice, { idempotencyKey });
        expect(await findByKey(alice, idempotencyKey)).to.deep.equal(message);
        expect(await findByKey(alice, idempotencyKey.slice(0, -1))).to.equal(undefined);
      });

      it('make one message of twenty sends', async () => {
        const sends = Array.from({ length: 20 }, () =>
          unitOfWork.run(
            async (all) =>
              (await all.messages.findByIdempotencyKey({ sender: alice.id, key: 'key' })) ??
              acts(all).add(newMessage(thread, alice, { idempotencyKey: 'key' })),
          ),
        );
        expect(new Set(idsOf(await Promise.all(sends))).size).to.equal(1);
        expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(1);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
      });
    });

    describe('restore', () => {
      const message = (id: number, change: Partial<Message> = {}): Message => ({
        id,
        threadId: thread.id,
        participants: thread.participants,
        senderId: bob.id,
        text: 'From before',
        metadata: {},
        attachments: [],
        created: thread.updated,
        isRead: false,
        edited: undefined,
        ...change,
      });

      it('keeps ids, times and read states, and counts them', async () => {
        const restored = [
          message(40, { text: '😀', isRead: true, created: at(2) }),
          message(41, { created: at(3) }),
          message(90, { senderId: alice.id, created: at(4) }),
        ];
        await unitOfWork.run(async (all) => {
          for (const one of restored) await acts(all).restore(one);
        });
        expect((await page({ order: 'oldest-first', limit: 9, offset: 0 }))?.items).to.deep.equal(restored);
        const summary = await summaryOf(unitOfWork, thread);
        expect(summary.lastMessage).to.deep.equal(restored[2]);
        expect(summary.thread.messageCount).to.equal(3);
        expect(await unreadOf(alice)).to.equal(1);
        expect(await unreadOf(bob)).to.equal(1);
        expect(await unreadCount(unitOfWork, alice)).to.equal(1);
        expect(await unreadCount(unitOfWork, bob)).to.equal(1);
      });

      it('gives new messages ids after all restored ones', async () => {
        const added = await unitOfWork.run(async (all) => {
          await acts(all).restore(message(90));
          await acts(all).restore(
            message(7, { threadId: other.id, participants: other.participants, senderId: carol.id }),
          );
          return acts(all).add(newMessage(thread, alice));
        });
        expect(added.id).to.be.greaterThan(90);
      });

      it('keeps an idempotency key', async () => {
        const restored = message(40);
        await unitOfWork.run((all) => acts(all).restore(restored, 'key: 1'));
        const found = await unitOfWork.run(({ messages }) =>
          messages.findByIdempotencyKey({ sender: bob.id, key: 'key: 1' }),
        );
        expect(found).to.deep.equal(restored);
      });

      it('refuses an id that is taken', async () => {
        const [sent] = await addMessages(unitOfWork, thread, alice, 1);
        if (sent === undefined) return expect.fail();
        await rejectionOf(unitOfWork.run((all) => acts(all).restore(message(sent.id))));
        expect(await find(sent.id)).to.deep.equal(sent);
        expect((await summaryOf(unitOfWork, thread)).thread.messageCount).to.equal(1);
      });
    });
  });
}
