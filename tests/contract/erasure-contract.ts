import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { addUsers, at } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeErasures(current: () => UnitOfWork): void {
  describe('erasures', () => {
    const pending = (after: number, limit: number) =>
      current().run(({ erasures }) => erasures.pending(after, limit));
    const add = (userId: number, created = at(0)) =>
      current().run(({ erasures }) => erasures.add({ userId, created }));

    it('are pending by rising id of the user, until they are removed', async () => {
      const [alice, bob, carol] = await addUsers(current(), 'alice', 'bob', 'carol');
      for (const { id } of [carol, alice, bob]) await add(id, at(id));
      expect(await pending(0, 2)).to.deep.equal([
        { userId: alice.id, created: at(alice.id) },
        { userId: bob.id, created: at(bob.id) },
      ]);
      expect(await pending(bob.id, 2)).to.deep.equal([{ userId: carol.id, created: at(carol.id) }]);
      for (let time = 0; time < 2; time += 1) {
        await current().run(({ erasures }) => erasures.remove(alice.id));
      }
      expect((await pending(0, 9)).map(({ userId }) => userId)).to.deep.equal([bob.id, carol.id]);
    });

    it('are of users who are there, once, and go with them', async () => {
      const [alice] = await addUsers(current(), 'alice');
      await rejectionOf(add(alice.id + 1));
      await add(alice.id);
      await rejectionOf(add(alice.id));
      await current().run(({ users }) => users.remove(alice.id));
      expect(await pending(0, 9)).to.deep.equal([]);
    });
  });
}
