import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { spendToken } from '../../src/domain/accounts/token-family.js';
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
    const spend = (id: string, spent: string, next: string) =>
      unitOfWork.decide({ tokenFamily: id }, (standing) => {
        const outcome = spendToken(standing, spent, { current: next, expires: at(2000) });
        return { outcome: () => outcome };
      });
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
      await spend('family', 'first', 'other');
      await remove('second');
      expect(await find(['second', 'family'])).to.deep.equal([
        { ...family, current: 'other', expires: at(2000) },
      ]);
    });

    it('go on from the current token to the next', async () => {
      expect(await spend('family', 'first', 'second')).to.equal(true);
      expect(await spend('family', 'second', 'third')).to.equal(true);
    });

    it('end by a token that was spent before or is unknown, which is kept although it is no', async () => {
      await spend('family', 'first', 'second');
      for (const [index, token] of ['first', 'third', 'SECOND', ''].entries()) {
        await add(`other ${index}`, 'second');
        expect(await spend(`other ${index}`, token, 'fourth'), token).to.equal(false);
        expect(await spend(`other ${index}`, 'second', 'fourth'), token).to.equal(false);
      }
      expect(await spend('family', 'second', 'third')).to.equal(true);
    });

    it('end if their user is deactivated, for good', async () => {
      const update = (active: boolean) =>
        unitOfWork.run(async ({ users }) => {
          const user = await users.hold(userId);
          if (user !== undefined) await users.update({ ...user, active });
        });
      await update(false);
      expect(await spend('family', 'first', 'second')).to.equal(false);
      await update(true);
      expect(await spend('family', 'first', 'second')).to.equal(false);
    });

    it('are not made by a token of one that is not there', async () => {
      expect(await spend('stranger', 'first', 'second')).to.equal(false);
      expect(await unitOfWork.read(({ tokenFamilies }) => tokenFamilies.withIds(['stranger']))).to.deep.equal(
        [],
      );
    });

    it('let one of twenty spend a token, and then end', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `next ${index}`);
      const outcomes = await Promise.all(names.map((name) => spend('family', 'first', name)));
      expect(outcomes.filter((good) => good)).to.have.length(1);
      expect(await spend('family', names[outcomes.indexOf(true)] ?? '', 'after')).to.equal(false);
    });

    it('are each spent for themselves, however many are at once', async () => {
      const ids = Array.from({ length: 40 }, (_, index) => `login ${index}`);
      for (const id of ids) await add(id, 'first');
      const outcomes = await Promise.all(
        ids.map((id, index) => spend(id, index % 4 === 0 ? 'spent' : 'first', `next ${index}`)),
      );
      expect(outcomes).to.deep.equal(ids.map((_, index) => index % 4 !== 0));
      const left = await unitOfWork.read(({ tokenFamilies }) => tokenFamilies.withIds(ids));
      const expected = ids.flatMap((id, index) =>
        index % 4 === 0 ? [] : [{ id, userId, current: `next ${index}`, expires: at(2000) }],
      );
      expect(left).to.have.deep.members(expected);
    });

    it('are apart from each other', async () => {
      await add('other', 'first');
      await spend('family', 'first', 'second');
      expect(await spend('other', 'first', 'second')).to.equal(true);
      await remove('family');
      expect(await spend('other', 'second', 'third')).to.equal(true);
    });

    it('are gone once removed, and may be removed again', async () => {
      await remove('family');
      expect(await spend('family', 'first', 'second')).to.equal(false);
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
      expect(await spend('family', 'first', 'second')).to.equal(false);
      expect(await spend('second', 'first', 'second')).to.equal(false);
      expect(await spend('of bob', 'first', 'second')).to.equal(true);
    });

    it('of a user end all but the one that is named', async () => {
      await add('second', 'first');
      await unitOfWork.run(({ tokenFamilies }) => tokenFamilies.removeAllOf(userId, 'second'));
      expect(await spend('family', 'first', 'second')).to.equal(false);
      expect(await spend('second', 'first', 'second')).to.equal(true);
    });

    it('are forgotten once they have expired, so many at a time', async () => {
      const prune = (now: number, limit: number) =>
        unitOfWork.run(({ tokenFamilies }) => tokenFamilies.removeExpired(at(now), limit));
      for (const id of ['second', 'third', 'fourth']) await add(id, 'first');
      await spend('fourth', 'first', 'second'); // lives until 2000
      expect(await prune(999, 10)).to.equal(0);
      expect(await prune(1000, 2)).to.equal(2);
      expect(await prune(1000, 2)).to.equal(1);
      expect(await prune(1000, 2)).to.equal(0);
      for (const id of ['family', 'second', 'third'])
        expect(await spend(id, 'first', 'x'), id).to.equal(false);
      expect(await spend('fourth', 'second', 'third')).to.equal(true);
    });

    it('have ids of their own', async () => {
      await rejectionOf(add('family', 'other'));
      expect(await spend('family', 'first', 'second')).to.equal(true);
    });
  });
}
