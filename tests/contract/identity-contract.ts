import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { Identity } from '../../src/domain/accounts/identity.js';
import type { User } from '../../src/domain/accounts/user.js';
import { addUsers } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeIdentities(current: () => UnitOfWork): void {
  describe('identities', () => {
    let unitOfWork: UnitOfWork;
    let alice: User;
    let bob: User;
    const identity = { issuer: 'https://host.example', subject: `a|b "ü😀'` };

    beforeEach(async () => {
      unitOfWork = current();
      [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
      expect(await add(identity, alice)).to.equal(true);
    });

    const add = (one: Identity, { id }: { id: number }) =>
      unitOfWork.run(({ identities }) => identities.add(one, id));
    const userOf = (one: Identity) => unitOfWork.read(({ identities }) => identities.userOf(one));

    it('lead to their user, as the user is now', async () => {
      expect(await userOf(identity)).to.deep.equal(alice);
      await unitOfWork.run(({ users }) => users.update({ ...alice, active: false }));
      expect(await userOf(identity)).to.deep.equal({ ...alice, active: false });
    });

    it('count by the letter', async () => {
      const { issuer, subject } = identity;
      for (const other of [
        { issuer: `${issuer}/`, subject },
        { issuer, subject: subject.toUpperCase() },
        { issuer, subject: `${subject} ` },
        { issuer: subject, subject: issuer },
      ]) {
        expect(await userOf(other)).to.equal(undefined);
        expect(await add(other, bob)).to.equal(true);
        expect(await userOf(other)).to.deep.equal(bob);
      }
    });

    it('are one user each, the first', async () => {
      for (const user of [alice, bob]) expect(await add(identity, user)).to.equal(false);
      expect(await userOf(identity)).to.deep.equal(alice);
    });

    it('are seen and added within a unit of work, and go with it if it fails', async () => {
      const other = { ...identity, subject: 'other' };
      const failed = unitOfWork.run(async ({ identities }) => {
        await identities.add(other, bob.id);
        expect(await identities.userOf(other)).to.deep.equal(bob);
        throw new Error('no');
      });
      expect(await rejectionOf(failed)).to.have.property('message', 'no');
      expect(await userOf(other)).to.equal(undefined);
    });

    it('are listed, and taken off, for one user', async () => {
      const others = ['a', 'b'].map((subject) => ({ issuer: 'https://another.example', subject }));
      for (const other of others.toReversed()) await add(other, alice);
      const allOf = ({ id }: User) => unitOfWork.read(({ identities }) => identities.allOf(id));
      expect(await allOf(alice)).to.deep.equal([...others, identity]);
      expect(await allOf(bob)).to.deep.equal([]);

      await add({ ...identity, subject: 'bob' }, bob);
      await unitOfWork.run(({ identities }) => identities.removeAllOf(alice.id));
      expect(await allOf(alice)).to.deep.equal([]);
      expect(await userOf(identity)).to.equal(undefined);
      expect(await allOf(bob)).to.deep.equal([{ ...identity, subject: 'bob' }]);
    });

    it('belong to a user who is there, and go when the user goes', async () => {
      await rejectionOf(add({ ...identity, subject: 'other' }, { id: bob.id + 1 }));
      await unitOfWork.run(({ users }) => users.remove(alice.id));
      expect(await userOf(identity)).to.equal(undefined);
      expect(await add(identity, bob)).to.equal(true);
    });
  });
}
