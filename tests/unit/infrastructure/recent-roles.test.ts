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

  describe('while a read is under way', () => {
    const setUp = async () => {
      const store = new InMemoryUnitOfWork();
      const people = await addUsers(store, 'ann', 'bob', 'cyd');
      const clock = new FixedClock();
      const waiting: (() => void)[] = [];
      let failure: Error | undefined;
      const held: UnitOfWork = {
        run: (work) => store.run(work),
        decide: (question, decide) => store.decide(question, decide),
        read: async (work) => {
          const result = await store.read(work);
          await new Promise<void>((resolve) => waiting.push(resolve));
          if (failure) throw failure;
          return result;
        },
      };
      const roles = new RecentRoles(held, clock);
      return {
        store,
        people,
        roles,
        waiting,
        fail: (error: Error | undefined) => (failure = error),
        pass: (milliseconds: number) => (clock.time = new Date(clock.time.getTime() + milliseconds)),
        /** Lets all reads end that are under way or that begin because of it. */
        end: async <Result>(result: Promise<Result>): Promise<Result> => {
          const again = setInterval(() => waiting.splice(0).forEach((resolve) => resolve()), 1);
          return result.finally(() => clearInterval(again));
        },
      };
    };
    const turn = () => new Promise((resolve) => setImmediate(resolve));

    it('lets all whom it takes along wait for it, instead of beginning one for each', async () => {
      const { people, roles, waiting, pass, end } = await setUp();
      const ids = people.map(({ id }) => id);
      for (const id of ids) await end(roles.read(id));
      pass(500);
      const all = Promise.all(ids.map((id) => roles.read(id)));
      await turn();
      expect(waiting, 'reads under way').to.have.length(1);
      expect(await end(all)).to.deep.equal(['user', 'user', 'user']);
      pass(500);
      void roles.read(ids[0] as number);
      await turn();
      expect(waiting, 'the next is a new one').to.have.length(1);
    });

    it('reads again for somebody who was not active when it began', async () => {
      const { store, people, roles, pass, end } = await setUp();
      const [ann, bob] = people;
      for (const { id } of [ann, bob]) await end(roles.read(id));
      await store.run(({ users }) => users.update({ ...bob, active: false }));
      pass(500);
      const first = roles.read(ann.id);
      await turn();
      await store.run(({ users }) => users.update(bob));
      expect(await end(Promise.all([first, roles.read(bob.id)]))).to.deep.equal(['user', 'user']);
    });

    it('does not wait for one that began half a second ago: what it finds may be as old', async () => {
      const { store, people, roles, waiting, pass, end } = await setUp();
      const [ann, bob] = people;
      for (const { id } of [ann, bob]) await end(roles.read(id));
      pass(500);
      const slow = roles.read(ann.id);
      await turn();
      await store.run(({ users }) => users.update({ ...bob, active: false }));
      pass(500);
      const late = roles.read(bob.id);
      await turn();
      expect(waiting).to.have.length(2);
      expect(await end(Promise.all([slow, late]))).to.deep.equal(['user', undefined]);
    });

    it('ends with its error for all who wait, and not for who comes afterwards', async () => {
      const { people, roles, fail, pass, end } = await setUp();
      const [ann, bob] = people;
      for (const { id } of [ann, bob]) await end(roles.read(id));
      pass(500);
      fail(new Error('away'));
      const both = await end(Promise.allSettled([roles.read(ann.id), roles.read(bob.id)]));
      expect(both.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
      fail(undefined);
      expect(await end(roles.read(ann.id))).to.equal('user');
    });
  });
});
