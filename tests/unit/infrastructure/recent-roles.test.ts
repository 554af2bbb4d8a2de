import { expect } from 'chai';
import type { UnitOfWork } from '../../../src/application/ports/unit-of-work.js';
import { RecentRoles } from '../../../src/infrastructure/auth/recent-roles.js';
import { InMemoryUnitOfWork } from '../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { FixedClock } from '../../support/fakes.js';
import { addUsers } from '../../support/fixtures.js';

describe('RecentRoles', () => {
  it('reads those who called lately together, and remembers nobody who only listens', async () => {
    const store = new InMemoryUnitOfWork();
    const [ann, bob, cyd] = await addUsers(store, 'ann', 'bob', 'cyd');
    const clock = new FixedClock();
    let reads = 0;
    const counting: UnitOfWork = {
      run: (work) => store.run(work),
      decide: (question, decide) => store.decide(question, decide),
      read: (work) => {
        reads += 1;
        return store.read(work);
      },
    };
    const roles = new RecentRoles(counting, clock);
    const pass = (milliseconds: number) => (clock.time = new Date(clock.time.getTime() + milliseconds));
    const active = async (...ids: number[]) => [...(await roles.of(ids)).keys()];

    expect(await roles.read(cyd.id)).to.equal('user');
    expect(await active(ann.id, bob.id)).to.have.members([ann.id, bob.id]);
    expect(reads).to.equal(2);

    await store.run(({ users }) => users.update({ ...bob, active: false }));
    expect(await active(ann.id, bob.id)).to.deep.equal([ann.id]);
    expect(roles.known(ann.id), 'who only listens is not remembered').to.equal(undefined);

    await store.run(({ users }) => users.update({ ...cyd, role: 'admin' }));
    pass(500);
    expect(roles.known(cyd.id)).to.equal(undefined);
    expect(await roles.read(ann.id)).to.equal('user');
    expect(roles.known(cyd.id), 'she called lately, and was read along').to.equal('admin');
    expect(reads).to.equal(4);
  });
});
