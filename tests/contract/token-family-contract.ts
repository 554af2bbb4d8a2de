import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { addUsers, at } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeTokenFamilies(current: () => UnitOfWork): void {
  describe('token families', () => {
    let unitOfWork: UnitOfWork;
    let userId: number;

    beforeEach(async () => {
      unitOfWork = current();
      const [alice] = await addUsers(unitOfWork, 'alice');
      userId = alice.id;
      await add('family', 'first');
    });

    const add = (id: string, token: string) =>
      unitOfWork.run(({ tokenFamilies }) =>
        tokenFamilies.add({ id, userId, current: token, expires: at(1000) }),
      );
    const rotate = (id: string, spent: string, next: string) =>
      unitOfWork.run(({ tokenFamilies }) => tokenFamilies.rotate(id, spent, next, at(2000)));
    const remove = (id: string) => unitOfWork.run(({ tokenFamilies }) => tokenFamilies.remove(id));

    it('are listed for one user, those that end first before the others', async () => {
      const family = { id: 'family', userId, current: 'first', expires: at(1000) };
      const [bob] = await addUsers(unitOfWork, 'bob');
      const earlier = { ...family, id: 'other', expires: at(500) };
      await unitOfWork.run(async ({ tokenFamilies }) => {
        await tokenFamilies.add(earlier);
        await tokenFamilies.add({ ...family, id: 'of bob', userId: bob.id });
      });
      const found = await unitOfWork.read(({ tokenFamilies }) => tokenFamilies.allOf(userId));
      expect(found).to.deep.equal([earlier, family]);
    });

    it('are found by their ids, however many are asked for', async () => {
      await add('second', 'first');
      const find = (ids: readonly string[]) =>
        unitOfWork.read(async ({ tokenFamilies }) =>
          (await tokenFamilies.withIds(ids)).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
        );
      const family = { id: 'family', userId, current: 'first', expires: at(1000) };
      const strangers = Array.from({ length: 250 }, (_, index) => `stranger ${index}`);
      expect(await find([])).to.deep.equal([]);
      expect(await find(strangers)).to.deep.equal([]);
      expect(await find(['second', ...strangers, 'family'])).to.deep.equal([
        family,
        { ...family, id: 'second' },
      ]);
      await rotate('family', 'first', 'other');
      await remove('second');
      expect(await find(['second', 'family'])).to.deep.equal([
        { ...family, current: 'other', expires: at(2000) },
      ]);
    });

    it('rotate from the current token to the next', async () => {
      expect(await rotate('family', 'first', 'second')).to.equal(true);
      expect(await rotate('family', 'second', 'third')).to.equal(true);
    });

    it('do not rotate from a spent or an unknown token, and keep the current one', async () => {
      await rotate('family', 'first', 'second');
      for (const token of ['first', 'third', 'SECOND', '']) {
        expect(await rotate('family', token, 'fourth'), token).to.equal(false);
      }
      expect(await rotate('family', 'second', 'third')).to.equal(true);
    });

    it('do not rotate if they are not there', async () => {
      expect(await rotate('stranger', 'first', 'second')).to.equal(false);
    });

    it('let one of twenty rotate', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `next ${index}`);
      const outcomes = await Promise.all(names.map((name) => rotate('family', 'first', name)));
      expect(outcomes.filter((rotated) => rotated)).to.have.length(1);
      expect(await rotate('family', names[outcomes.indexOf(true)] ?? '', 'after')).to.equal(true);
    });

    it('are apart from each other', async () => {
      await add('other', 'first');
      await rotate('family', 'first', 'second');
      expect(await rotate('other', 'first', 'second')).to.equal(true);
      await remove('family');
      expect(await rotate('other', 'second', 'third')).to.equal(true);
    });

    it('are gone once removed, and may be removed again', async () => {
      await remove('family');
      expect(await rotate('family', 'first', 'second')).to.equal(false);
      await remove('family');
      await remove('stranger');
    });

    it('of a user are all gone at once, and those of others stay', async () => {
      const [bob] = await addUsers(unitOfWork, 'bob');
      await add('second', 'first');
      await unitOfWork.run(({ tokenFamilies }) =>
        tokenFamilies.add({ id: 'of bob', userId: bob.id, current: 'first', expires: at(1000) }),
      );
      await unitOfWork.run(({ tokenFamilies }) => tokenFamilies.removeAllOf(userId));
      expect(await rotate('family', 'first', 'second')).to.equal(false);
      expect(await rotate('second', 'first', 'second')).to.equal(false);
      expect(await rotate('of bob', 'first', 'second')).to.equal(true);
    });

    it('of a user end all but the one that is named', async () => {
      await add('second', 'first');
      await unitOfWork.run(({ tokenFamilies }) => tokenFamilies.removeAllOf(userId, 'second'));
      expect(await rotate('family', 'first', 'second')).to.equal(false);
      expect(await rotate('second', 'first', 'second')).to.equal(true);
    });

    it('are forgotten once they have expired, so many at a time', async () => {
      const prune = (now: number, limit: number) =>
        unitOfWork.run(({ tokenFamilies }) => tokenFamilies.removeExpired(at(now), limit));
      for (const id of ['second', 'third', 'fourth']) await add(id, 'first');
      await rotate('fourth', 'first', 'second'); // lives until 2000
      expect(await prune(999, 10)).to.equal(0);
      expect(await prune(1000, 2)).to.equal(2);
      expect(await prune(1000, 2)).to.equal(1);
      expect(await prune(1000, 2)).to.equal(0);
      for (const id of ['family', 'second', 'third'])
        expect(await rotate(id, 'first', 'x'), id).to.equal(false);
      expect(await rotate('fourth', 'second', 'third')).to.equal(true);
    });

    it('have ids of their own', async () => {
      await rejectionOf(add('family', 'other'));
      expect(await rotate('family', 'other', 'second')).to.equal(false);
      expect(await rotate('family', 'first', 'second')).to.equal(true);
    });
  });
}
