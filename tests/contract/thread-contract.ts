import { acts } from '../support/acts.js';
import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { changeThread } from '../../src/domain/conversation/conversation.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { User } from '../../src/domain/accounts/user.js';
import {
  addMessage,
  addMessages,
  addUsers,
  at,
  idsOf,
  newMessage,
  newUser,
  openThread,
  summaryOf,
  unreadCount,
} from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeThreads(current: () => UnitOfWork): void {
  describe('threads', () => {
    let unitOfWork: UnitOfWork;
    let alice: User;
    let bob: User;
    let carol: User;

    beforeEach(async () => {
      unitOfWork = current();
      [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
    });

    const open = (pair: ParticipantPair, now = at(0)) => unitOfWork.run((all) => acts(all).open(pair, now));
    const find = (id: number) => unitOfWork.run((all) => acts(all).find(id));
    const summaryOfPair = (pair: ParticipantPair) =>
      unitOfWork.read(({ threads }) => threads.summaryOfPair(pair));
    const page = (user: { id: number }, limit = 100, offset = 0) =>
      unitOfWork.read(({ threads }) => threads.pageOf(user.id, { limit, offset }));
    const idsOfPage = async (user: User, limit?: number, offset?: number) =>
      (await page(user, limit, offset))?.items.map(({ thread }) => thread.id);

    it('has undefined for a thread that is not there', async () => {
      const thread = await openThread(unitOfWork, alice, bob);
      for (const id of [thread.id + 1, Number.MAX_SAFE_INTEGER]) {
        expect(await find(id)).to.equal(undefined);
        expect(await unitOfWork.read(({ threads }) => threads.summary(id))).to.equal(undefined);
      }
      expect(await summaryOfPair(ParticipantPair.of(alice.id, carol.id))).to.equal(undefined);
      expect(await summaryOfPair(ParticipantPair.of(bob.id, carol.id))).to.equal(undefined);
    });

    it('knows which of some users share a thread with a user, however many these are', async () => {
      const some = await addUsers(unitOfWork, 'dave', 'erin', 'frank');
      const others = [...some, bob, carol].map(({ id }) => id);
      for (const other of [bob, some[0], some[2]]) await openThread(unitOfWork, alice, other);
      await openThread(unitOfWork, bob, some[1]);
      const partners = async (user: User, ids: number[]) =>
        (await unitOfWork.read(({ threads }) => threads.partnersAmong(user.id, ids))).toSorted(
          (a, b) => a - b,
        );
      expect(await partners(alice, others)).to.deep.equal([bob.id, some[0].id, some[2].id]);
      expect(await partners(alice, [some[2].id, carol.id])).to.deep.equal([some[2].id]);
      expect(await partners(alice, [alice.id])).to.deep.equal([]);
      expect(await partners(some[2], [alice.id])).to.deep.equal([alice.id]);
      expect(await partners(carol, others)).to.deep.equal([]);
      expect(await partners(alice, [])).to.deep.equal([]);
    });

    describe('open', () => {
      it('adds a thread without messages', async () => {
        const { thread, opened } = await open(ParticipantPair.of(bob.id, alice.id), at(1234));
        expect(opened).to.equal(true);
        expect(thread.id).to.be.at.least(1);
        expect(thread.participants).to.deep.equal(ParticipantPair.of(alice.id, bob.id));
        expect(thread.created).to.deep.equal(at(1234));
        expect(thread.updated).to.deep.equal(at(1234));
        expect(thread.messageCount).to.equal(0);
        expect([alice, bob, carol].map(({ id }) => thread.unreadOf(id))).to.deep.equal([0, 0, undefined]);
        expect(await find(thread.id)).to.deep.equal(thread);
      });

      it('finds the thread that the pair has', async () => {
        const pair = ParticipantPair.of(alice.id, bob.id);
        const first = await open(pair, at(1));
        await addMessage(unitOfWork, first.thread, alice, { created: at(2) });
        const { thread, opened } = await open(pair, at(3));
        expect(opened).to.equal(false);
        expect(thread).to.deep.equal(await find(first.thread.id));
        expect(thread.created).to.deep.equal(at(1));
        expect(thread.updated).to.deep.equal(at(2));
        expect(thread.messageCount).to.equal(1);
        expect(thread.unreadOf(bob.id)).to.equal(1);
      });

      it('finds it within the same unit of work too', async () => {
        const pair = ParticipantPair.of(alice.id, bob.id);
        const opened = await unitOfWork.run(async (all) => [
          (await acts(all).open(pair, at(0))).opened,
          (await acts(all).open(pair, at(0))).opened,
        ]);
        expect(opened).to.deep.equal([true, false]);
      });

      it('gives each pair its own', async () => {
        const ids = idsOf([
          await openThread(unitOfWork, alice, bob),
          await openThread(unitOfWork, bob, carol),
          await openThread(unitOfWork, carol, alice),
        ]);
        expect(new Set(ids).size).to.equal(3);
      });

      it('opens once if twenty open at the same time', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, index) => open(ParticipantPair.of(alice.id, bob.id), at(index))),
        );
        expect(new Set(outcomes.map(({ thread }) => thread.id)).size).to.equal(1);
        expect(outcomes.filter(({ opened }) => opened)).to.have.length(1);
        expect((await page(alice))?.total).to.equal(1);
        expect((await page(bob))?.total).to.equal(1);
      });

      it('refuses a user who is not there', async () => {
        await rejectionOf(open(ParticipantPair.of(alice.id, carol.id + 1)));
        expect(await page(alice)).to.deep.equal({ total: 0, items: [] });
      });
    });

    describe('summary', () => {
      it('has the participants in the order of the pair, and no last message at first', async () => {
        const profile = { name: 'Bob B.', avatarUrl: 'https://host.example/bob.png' };
        await unitOfWork.run(({ users }) => users.update({ ...bob, ...profile, active: false }));
        const thread = await openThread(unitOfWork, bob, alice);
        const expected = {
          thread,
          participants: [
            { id: alice.id, username: 'alice', name: undefined, avatarUrl: undefined, active: true },
            { id: bob.id, username: 'bob', ...profile, active: false },
          ],
          lastMessage: undefined,
        };
        expect(await summaryOf(unitOfWork, thread)).to.deep.equal(expected);
        expect(await summaryOfPair(thread.participants)).to.deep.equal({ ...expected, blocked: false });
        expect((await page(bob))?.items).to.deep.equal([expected]);
      });

      it('has the last message and the counts', async () => {
        const thread = await openThread(unitOfWork, alice, bob);
        await addMessages(unitOfWork, thread, alice, 2);
        const last = await addMessage(unitOfWork, thread, bob, { text: 'Last', created: at(5) });
        const summary = await summaryOf(unitOfWork, thread);
        expect(summary.lastMessage).to.deep.equal(last);
        expect(summary.thread.messageCount).to.equal(3);
        expect(summary.thread.unreadOf(alice.id)).to.equal(1);
        expect(summary.thread.unreadOf(bob.id)).to.equal(2);
        expect(summary.thread.updated).to.deep.equal(at(5));
        expect(summary.thread).to.deep.equal(await find(thread.id));
        expect(await summaryOfPair(thread.participants)).to.deep.equal({ ...summary, blocked: false });
        expect((await page(alice))?.items).to.deep.equal([summary]);

        await unitOfWork.run((all) => acts(all).markRead(last));
        expect((await summaryOf(unitOfWork, thread)).lastMessage).to.deep.equal({ ...last, isRead: true });
      });

      it('shows what the same unit of work has written', async () => {
        const summary = await unitOfWork.run(async (all) => {
          const { thread } = await acts(all).open(ParticipantPair.of(alice.id, bob.id), at(0));
          await acts(all).add(newMessage(thread, alice, { text: 'New' }));
          return all.threads.summary(thread.id);
        });
        expect(summary?.lastMessage?.text).to.equal('New');
        expect(summary?.thread.unreadOf(bob.id)).to.equal(1);
      });
    });

    describe('pages', () => {
      it('are undefined for a user who is not there, and empty for one without threads', async () => {
        await openThread(unitOfWork, alice, bob);
        expect(await page({ id: carol.id + 1 })).to.equal(undefined);
        expect(await page(carol)).to.deep.equal({ total: 0, items: [] });
      });

      it('come by latest activity, then by highest id', async () => {
        const [dave, erin] = await addUsers(unitOfWork, 'dave', 'erin');
        const first = await openThread(unitOfWork, carol, alice, at(5));
        const second = await openThread(unitOfWork, carol, dave, at(5));
        const third = await openThread(unitOfWork, carol, bob, at(5));
        const early = await openThread(unitOfWork, erin, carol, at(1));
        await openThread(unitOfWork, alice, bob, at(9));
        expect(await idsOfPage(carol)).to.deep.equal(idsOf([third, second, first, early]));

        await addMessage(unitOfWork, early, carol, { created: at(6) });
        await addMessage(unitOfWork, first, carol, { created: at(6) });
        expect(await idsOfPage(carol)).to.deep.equal(idsOf([early, first, third, second]));
      });

      it('give limit, offset and total', async () => {
        const threads = [];
        for (const index of Array.from({ length: 5 }).keys()) {
          const [other] = await addUsers(unitOfWork, `user${index}`);
          threads.unshift((await openThread(unitOfWork, bob, other, at(index))).id);
        }
        expect(await idsOfPage(bob, 2, 0)).to.deep.equal(threads.slice(0, 2));
        expect(await idsOfPage(bob, 2, 2)).to.deep.equal(threads.slice(2, 4));
        expect(await idsOfPage(bob, 2, 4)).to.deep.equal(threads.slice(4));
        expect((await page(bob, 2, 4))?.total).to.equal(5);
        expect(await page(bob, 2, 5)).to.deep.equal({ total: 5, items: [] });
        expect(await page(bob, 2, Number.MAX_SAFE_INTEGER)).to.deep.equal({ total: 5, items: [] });
      });

      it('come by any offset, from whichever end they are read', async () => {
        // Bob is on either side of a pair, has archived every third, and some were updated at the same moment.
        const threads: { id: number; updated: number; archived: boolean }[] = [];
        for (let n = 0; n < 340; n++) {
          const pair = ParticipantPair.of(bob.id, (n % 2 === 0 ? alice : carol).id);
          const archived = n % 3 === 0;
          // In a unit of work each: all in one would take longer than one may, on a busy machine.
          const { thread } = await unitOfWork.run((all) => acts(all).open(pair, at(n >> 1), `about ${n}`));
          if (archived) {
            const change = changeThread(thread, { view: { user: bob.id, archived } });
            await unitOfWork.run(({ conversations }) => conversations.apply(change));
          }
          threads.unshift({ id: thread.id, updated: n >> 1, archived });
        }
        const opened = threads.toSorted((a, b) => b.updated - a.updated || b.id - a.id);
        for (const archived of [undefined, false, true]) {
          const expected = idsOf(opened.filter((one) => archived === undefined || one.archived === archived));
          const { length } = expected;
          for (const offset of [
            0,
            99,
            100,
            length - 21,
            length - 20,
            length - 5,
            length - 1,
            length,
            length + 50,
          ]) {
            const found = await unitOfWork.read(({ threads }) =>
              threads.pageOf(bob.id, { limit: 20, offset }, { archived }),
            );
            expect(found?.total).to.equal(length);
            expect(
              found?.items.map(({ thread }) => thread.id),
              `${archived} ${offset}`,
            ).to.deep.equal(expected.slice(offset, offset + 20));
          }
        }
        const nobody = bob.id + 1000;
        expect(await page({ id: nobody }, 20, 500)).to.equal(undefined);
      });
    });

    describe('pageAfter', () => {
      it("walks through a user's threads by rising id", async () => {
        const first = await openThread(unitOfWork, carol, alice, at(9));
        await openThread(unitOfWork, bob, carol);
        const second = await openThread(unitOfWork, alice, bob, at(1));
        await addMessage(unitOfWork, first, carol, { created: at(10) });
        const after = (user: User, id: number, limit: number) =>
          unitOfWork.read(({ threads }) => threads.pageAfter(user.id, id, limit));
        const all = [await summaryOf(unitOfWork, first), await summaryOf(unitOfWork, second)];
        expect(await after(alice, 0, 10)).to.deep.equal(all);
        expect(await after(alice, 0, 1)).to.deep.equal(all.slice(0, 1));
        expect(await after(alice, first.id, 10)).to.deep.equal(all.slice(1));
        expect(await after(alice, second.id, 10)).to.deep.equal([]);
        expect(await after({ ...alice, id: carol.id + 1 }, 0, 10)).to.deep.equal([]);
      });
    });

    describe('remove', () => {
      it('takes the thread and its messages, for both', async () => {
        const thread = await openThread(unitOfWork, alice, bob);
        const other = await openThread(unitOfWork, alice, carol);
        const gone = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        const kept = await addMessage(unitOfWork, other, carol, { idempotencyKey: 'key' });
        await unitOfWork.run((all) => acts(all).removeThread(thread));

        expect(await find(thread.id)).to.equal(undefined);
        expect(await summaryOfPair(thread.participants)).to.equal(undefined);
        const slice = { order: 'oldest-first', limit: 10, offset: 0 } as const;
        await unitOfWork.read(async ({ messages }) => {
          expect(await messages.find(gone.id)).to.equal(undefined);
          expect(await messages.pageOf(thread.id, slice)).to.equal(undefined);
          expect(await messages.find(kept.id)).to.deep.equal(kept);
        });
        await unitOfWork.run(async ({ messages }) => {
          expect(await messages.findByIdempotencyKey({ sender: alice.id, key: 'key' })).to.equal(undefined);
          expect(await messages.findByIdempotencyKey({ sender: carol.id, key: 'key' })).to.deep.equal(kept);
        });
        expect(await page(bob)).to.deep.equal({ total: 0, items: [] });
        expect((await page(alice))?.total).to.equal(1);
        expect(await idsOfPage(alice)).to.deep.equal([other.id]);
      });

      it('takes what was unread from the counts of both', async () => {
        const thread = await openThread(unitOfWork, alice, bob);
        const other = await openThread(unitOfWork, carol, alice);
        await addMessages(unitOfWork, thread, alice, 2);
        await addMessages(unitOfWork, thread, bob, 3);
        await addMessages(unitOfWork, other, carol, 4);
        const [read] = await addMessages(unitOfWork, thread, alice, 1);
        await unitOfWork.run(async (all) => {
          if (read !== undefined) await acts(all).markRead(read);
          await acts(all).removeThread(thread); // whose counts are older than those stored
        });
        expect(await unreadCount(unitOfWork, alice)).to.equal(4);
        expect(await unreadCount(unitOfWork, bob)).to.equal(0);
        expect(await unreadCount(unitOfWork, carol)).to.equal(0);
      });

      it('leaves the pair free to begin again, under ids that were never used', async () => {
        const thread = await openThread(unitOfWork, alice, bob);
        const message = await addMessage(unitOfWork, thread, alice, { idempotencyKey: 'key' });
        await unitOfWork.run((all) => acts(all).removeThread(thread));
        const again = await open(thread.participants, at(9));
        expect(again.opened).to.equal(true);
        expect(again.thread.id).to.be.greaterThan(thread.id);
        expect(again.thread.messageCount).to.equal(0);
        const first = await addMessage(unitOfWork, again.thread, alice, { idempotencyKey: 'key' });
        expect(first.id).to.be.greaterThan(message.id);
      });
    });

    describe('restore', () => {
      it('keeps id, participants and times', async () => {
        const participants = ParticipantPair.of(alice.id, bob.id);
        const state = { id: 50, participants, created: at(1), updated: at(2) };
        await unitOfWork.run((all) => acts(all).restoreThread(state));
        const thread = await find(50);
        expect(thread).to.include({ id: 50, messageCount: 0 });
        expect(thread?.participants).to.deep.equal(participants);
        expect(thread?.created).to.deep.equal(at(1));
        expect(thread?.updated).to.deep.equal(at(2));
        expect(thread?.unreadOf(alice.id)).to.equal(0);
        expect((await page(bob))?.total).to.equal(1);
        expect((await summaryOf(unitOfWork, { id: 50 })).lastMessage).to.equal(undefined);
        const { thread: found, opened } = await open(participants, at(9));
        expect([found.id, opened]).to.deep.equal([50, false]);
      });

      it('gives new threads ids after all restored ones', async () => {
        const times = { created: at(1), updated: at(2) };
        const { thread } = await unitOfWork.run(async (all) => {
          await acts(all).restoreThread({
            id: 50,
            participants: ParticipantPair.of(alice.id, bob.id),
            ...times,
          });
          await acts(all).restoreThread({
            id: 7,
            participants: ParticipantPair.of(alice.id, carol.id),
            ...times,
          });
          return acts(all).open(ParticipantPair.of(bob.id, carol.id), at(3));
        });
        expect(thread.id).to.be.greaterThan(50);
      });

      it('refuses an id or a pair that has a thread, and users who are not there', async () => {
        const thread = await openThread(unitOfWork, alice, bob);
        const nobody = { ...newUser('nobody'), id: carol.id + 1 };
        for (const [id, one, other] of [
          [thread.id, bob, carol],
          [thread.id + 1, alice, bob],
          [thread.id + 2, carol, nobody],
        ] as const) {
          const participants = ParticipantPair.of(one.id, other.id);
          const state = { id, participants, created: at(0), updated: at(0) };
          await rejectionOf(unitOfWork.run((all) => acts(all).restoreThread(state)));
        }
        expect(await find(thread.id)).to.deep.equal(thread);
        expect((await page(alice))?.total).to.equal(1);
        expect((await page(carol))?.total).to.equal(0);
      });
    });
  });
}
