import { expect } from 'chai';
import type { Session } from '../../src/application/ports/session-repository.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { addUsers, at } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeSessions(current: () => UnitOfWork): void {
  describe('sessions', () => {
    let unitOfWork: UnitOfWork;
    let session: Session;

    beforeEach(async () => {
      unitOfWork = current();
      const [alice] = await addUsers(unitOfWork, 'alice');
      session = { id: 'one', userId: alice.id, data: `{"a":"'ü😀"}`, expires: at(1000) };
      await save(session);
    });

    const save = (one: Session) => unitOfWork.run(({ sessions }) => sessions.save(one));
    const find = (id: string) => unitOfWork.read(({ sessions }) => sessions.find(id));

    it('are found as they were saved, by their exact id', async () => {
      expect(await find('one')).to.deep.equal(session);
      for (const id of ['ONE', 'on', 'one ', '']) expect(await find(id), id).to.equal(undefined);
    });

    it('are replaced by one of the same id', async () => {
      const [bob] = await addUsers(unitOfWork, 'bob');
      const next = { id: 'one', userId: bob.id, data: '{}', expires: at(2000) };
      await save(next);
      expect(await find('one')).to.deep.equal(next);
    });

    it('belong to a user who is there', async () => {
      await rejectionOf(save({ ...session, id: 'two', userId: session.userId + 1 }));
      expect(await find('two')).to.equal(undefined);
    });

    it('are gone once removed, and may be removed again', async () => {
      await save({ ...session, id: 'two' });
      for (let time = 0; time < 2; time += 1) await unitOfWork.run(({ sessions }) => sessions.remove('one'));
      expect(await find('one')).to.equal(undefined);
      expect((await find('two'))?.id).to.equal('two');
    });

    it('are listed and ended for one user', async () => {
      const [bob] = await addUsers(unitOfWork, 'bob');
      const others = { ...session, id: 'others', userId: bob.id };
      const earlier = { ...session, id: 'two', expires: at(900) };
      for (const one of [others, earlier]) await save(one);
      const allOf = (id: number) => unitOfWork.read(({ sessions }) => sessions.allOf(id));
      expect(await allOf(session.userId)).to.deep.equal([earlier, session]);
      await unitOfWork.run(({ sessions }) => sessions.removeAllOf(session.userId));
      expect(await allOf(session.userId)).to.deep.equal([]);
      expect(await allOf(bob.id)).to.deep.equal([others]);
    });

    it('are removed when they have expired', async () => {
      await save({ ...session, id: 'later', expires: at(1001) });
      await unitOfWork.run(({ sessions }) => sessions.removeExpired(at(1000)));
      expect(await find('one')).to.equal(undefined);
      expect((await find('later'))?.id).to.equal('later');
    });
  });
}
