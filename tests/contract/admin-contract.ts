import { expect } from 'chai';
import { ChangeUser } from '../../src/application/admin/change-user.js';
import { DeleteUser } from '../../src/application/admin/delete-user.js';
import { EraseUser } from '../../src/application/privacy/erase-user.js';
import { operator, type User } from '../../src/domain/accounts/user.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { FixedClock, PlainHasher } from '../support/fakes.js';
import { newUser } from '../support/fixtures.js';

export function describeAdmins(current: () => UnitOfWork): void {
  describe('admins', () => {
    const addAdmins = (count: number) =>
      current().run(async ({ users }) => {
        const added: User[] = [];
        while (added.length < count) {
          added.push(await users.add(newUser(`admin${added.length}`, { role: 'admin' })));
        }
        return added;
      });
    const left = () => current().run(({ users }) => users.holdAdmins());

    it('leave one of them, whatever twenty do to each other at once', async () => {
      const unitOfWork = current();
      const admins = await addAdmins(20);
      const changeUser = new ChangeUser(unitOfWork, new PlainHasher(), new FixedClock());
      const eraseUser = new EraseUser(unitOfWork, new FixedClock(), 'keep');
      const deeds: ((user: number, admin: number) => Promise<unknown>)[] = [
        (user, id) => changeUser.execute({ caller: { id, role: 'admin' }, user, role: 'user' }),
        (user) => changeUser.execute({ caller: operator, user, active: false }),
        (user, id) => eraseUser.execute({ caller: { id, role: 'admin' }, user }),
      ];
      const outcomes = await Promise.allSettled(
        admins.map(async ({ id }, index) => deeds[index % 3]?.(id, admins[(index + 1) % 20]?.id ?? 0)),
      );
      expect(await left()).to.have.lengthOf(1);
      const refused = outcomes.filter((one) => one.status === 'rejected');
      expect(refused.map(({ reason }) => (reason as { code: string }).code)).to.deep.equal(['last_admin']);
    });

    it('leave one of them when two delete each other at once', async () => {
      const [one, other] = (await addAdmins(2)) as [User, User];
      const deleteUser = new DeleteUser(current(), new FixedClock());
      const remove = (admin: User, user: User) =>
        deleteUser.execute({ caller: { id: admin.id, role: 'admin' }, user: user.id, withThreads: false });
      await Promise.allSettled([remove(one, other), remove(other, one)]);
      expect(await left()).to.have.lengthOf(1);
    });
  });
}
