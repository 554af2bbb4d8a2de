import { acts } from '../support/acts.js';
import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import type { User } from '../../src/domain/accounts/user.js';
import { addUsers, at, openThread } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeBlocks(current: () => UnitOfWork): void {
  describe('blocks', () => {
    let unitOfWork: UnitOfWork;
    let alice: User;
    let bob: User;
    let carol: User;

    beforeEach(async () => {
      unitOfWork = current();
      [carol, alice, bob] = await addUsers(unitOfWork, 'Carol', 'alice', 'bob');
    });

    const add = (blocker: User, blocked: User, created = at(0)) =>
      unitOfWork.run(({ blocks }) => blocks.add({ blockerId: blocker.id, blockedId: blocked.id, created }));
    const remove = (blocker: User, blocked: User) =>
      unitOfWork.run(({ blocks }) => blocks.remove(blocker.id, blocked.id));
    const page = (blocker: User, limit = 100, offset = 0) =>
      unitOfWork.read(({ blocks }) => blocks.pageOf(blocker.id, { limit, offset }));
    const isBlocked = async (one: User, other: User) => {
      const pair = ParticipantPair.of(one.id, other.id);
      const summary = await unitOfWork.read(({ threads }) => threads.summaryOfPair(pair));
      const id = summary?.thread.id ?? 0;
      const found = await unitOfWork.run((all) => acts(all).hold(id));
      expect(found?.thread).to.deep.equal(summary?.thread);
      expect(found?.blocked).to.equal(summary?.blocked);
      return summary?.blocked;
    };

    it('are listed by username, whatever its case, page by page', async () => {
      expect(await page(alice)).to.deep.equal({ total: 0, items: [] });
      await add(alice, carol);
      await add(alice, bob);
      await add(bob, alice);
      expect(await page(alice)).to.deep.equal({ total: 2, items: [bob, carol] });
      expect(await page(alice, 1, 1)).to.deep.equal({ total: 2, items: [carol] });
      expect(await page(alice, 10, 2)).to.deep.equal({ total: 2, items: [] });
      expect(await page(carol)).to.deep.equal({ total: 0, items: [] });
    });

    it('list those who are not active, too', async () => {
      await add(alice, bob);
      await unitOfWork.run(({ users }) => users.update({ ...bob, active: false }));
      expect(await page(alice)).to.deep.equal({ total: 1, items: [{ ...bob, active: false }] });
    });

    it('are there once, and may be removed again', async () => {
      expect([await add(alice, bob), await add(alice, bob, at(9))]).to.deep.equal([true, false]);
      expect((await page(alice)).total).to.equal(1);
      expect(await remove(bob, alice)).to.equal(false);
      expect((await page(alice)).total).to.equal(1);
      expect([await remove(alice, bob), await remove(alice, bob)]).to.deep.equal([true, false]);
      expect((await page(alice)).total).to.equal(0);
    });

    it('show in the thread of the pair, from either side, and in no other', async () => {
      await openThread(unitOfWork, alice, bob);
      await openThread(unitOfWork, alice, carol);
      expect(await isBlocked(alice, bob)).to.equal(false);
      for (const [blocker, blocked] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        await add(blocker, blocked);
        expect(await isBlocked(alice, bob)).to.equal(true);
        expect(await isBlocked(alice, carol)).to.equal(false);
        await remove(blocker, blocked);
        expect(await isBlocked(alice, bob)).to.equal(false);
      }
      await add(alice, bob);
      await add(bob, alice);
      await remove(alice, bob);
      expect(await isBlocked(alice, bob)).to.equal(true);
    });

    it('have no standing for a thread that is not there', async () => {
      const thread = await openThread(unitOfWork, alice, bob);
      expect(await unitOfWork.run((all) => acts(all).hold(thread.id + 1))).to.equal(undefined);
    });

    it('are between two different users who are there', async () => {
      await rejectionOf(add(alice, alice));
      await rejectionOf(add(alice, { ...bob, id: bob.id + 100 }));
      await rejectionOf(add({ ...bob, id: bob.id + 100 }, alice));
      expect((await page(alice)).total).to.equal(0);
    });

    it('go with either user', async () => {
      await add(alice, bob);
      await add(bob, carol);
      await add(carol, bob);
      await add(alice, carol);
      await unitOfWork.run(({ users }) => users.remove(bob.id));
      expect(await page(alice)).to.deep.equal({ total: 1, items: [carol] });
      expect((await page(carol)).total).to.equal(0);
    });

    it('are walked through by rising id', async () => {
      await add(alice, bob, at(3));
      await add(alice, carol, at(2));
      await add(bob, carol);
      const block = (blocked: User, created: Date) => ({
        blockerId: alice.id,
        blockedId: blocked.id,
        created,
      });
      const after = (id: number, limit: number) =>
        unitOfWork.read(({ blocks }) => blocks.pageAfter(alice.id, id, limit));
      expect(await after(0, 10)).to.deep.equal([block(carol, at(2)), block(bob, at(3))]);
      expect(await after(0, 1)).to.deep.equal([block(carol, at(2))]);
      expect(await after(carol.id, 1)).to.deep.equal([block(bob, at(3))]);
      expect(await after(bob.id, 1)).to.deep.equal([]);
    });

    it('of and by a user are removed together', async () => {
      await add(alice, bob);
      await add(bob, carol);
      await add(alice, carol);
      await unitOfWork.run(({ blocks }) => blocks.removeAllOf(bob.id));
      expect((await page(alice)).items).to.deep.equal([carol]);
      expect((await page(bob)).total).to.equal(0);
    });

    it('leave no trace of a unit of work that fails', async () => {
      await openThread(unitOfWork, alice, bob);
      await rejectionOf(
        unitOfWork.run(async ({ blocks }) => {
          await blocks.add({ blockerId: alice.id, blockedId: bob.id, created: at(0) });
          throw new Error('Rolled back.');
        }),
      );
      expect(await isBlocked(alice, bob)).to.equal(false);
    });
  });
}
