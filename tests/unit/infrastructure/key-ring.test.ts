import { expect } from 'chai';
import type { Readers, UnitOfWork } from '../../../src/application/ports/unit-of-work.js';
import { KeyRing } from '../../../src/infrastructure/auth/key-ring.js';
import { RandomServiceKeySource } from '../../../src/infrastructure/auth/random-service-key-source.js';
import { InMemoryUnitOfWork } from '../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { FixedClock } from '../../support/fakes.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('KeyRing', () => {
  const source = new RandomServiceKeySource();
  let store: InMemoryUnitOfWork;
  let clock: FixedClock;
  let reads: number;
  let uses: { key: number; used: Date }[];
  let fails: boolean;
  let ring: KeyRing;

  beforeEach(() => {
    store = new InMemoryUnitOfWork();
    clock = new FixedClock();
    [reads, uses, fails] = [0, [], false];
    const counting: UnitOfWork = {
      run: (work) => store.run(work),
      decide: (question, decide) => store.decide(question, decide),
      read: async <Result>(work: (readers: Readers) => Promise<Result>) => {
        reads += 1;
        if (fails) throw new Error('The store does not answer.');
        return store.read(work);
      },
    };
    ring = new KeyRing(counting, clock, (key, used) => uses.push({ key, used }));
  });

  const make = async (name: string) => {
    const { key, hash } = source.next();
    const kept = await store.run(({ serviceKeys }) => serviceKeys.add({ name, hash, created: clock.now() }));
    return { key, id: kept.id };
  };
  const pass = (milliseconds: number) => (clock.time = new Date(clock.time.getTime() + milliseconds));
  const nameOf = async (key: string) => (ring.known(key) ?? (await ring.find(key)))?.name;

  it('reads all keys at once, and again after half a second', async () => {
    const [shop, crm] = [await make('shop'), await make('crm')];
    expect(ring.known(shop.key)).to.equal(undefined);
    expect(await nameOf(shop.key)).to.equal('shop');
    for (let call = 0; call < 10; call += 1) {
      expect(await nameOf(shop.key)).to.equal('shop');
      expect(await nameOf(crm.key)).to.equal('crm');
    }
    expect(reads).to.equal(1);
    pass(500);
    expect(ring.known(shop.key)).to.equal(undefined);
    expect(await Promise.all([nameOf(shop.key), nameOf(crm.key)])).to.deep.equal(['shop', 'crm']);
    expect(reads, 'one for both').to.equal(2);
  });

  it('refuses a key within half a second of its end, however far the clock is set back', async () => {
    const { key } = await make('shop');
    expect(await nameOf(key)).to.equal('shop');
    await store.run(({ serviceKeys }) => serviceKeys.remove('shop'));
    clock.set = -600_000;
    pass(500);
    expect(await nameOf(key)).to.equal(undefined);
  });

  it('lets a key in that was made just now', async () => {
    const shop = await make('shop');
    await nameOf(shop.key);
    const crm = await make('crm');
    expect(await nameOf(crm.key)).to.equal('crm');
    expect(reads).to.equal(2);
  });

  it('reads no more than it can help for what is no key', async () => {
    const { key } = await make('shop');
    await nameOf(key);
    reads = 0;
    const unknown = Array.from({ length: 100 }, () => source.next().key);
    const found = await Promise.all(unknown.map(nameOf));
    expect(found.every((name) => name === undefined)).to.equal(true);
    expect(reads, 'for a hundred at once').to.be.within(1, 2);
    reads = 0;
    for (let call = 0; call < 10; call += 1) await nameOf(unknown[0] ?? '');
    expect(reads, 'for one that comes again').to.equal(0);
    pass(500);
    expect(await nameOf(key), 'meanwhile').to.equal('shop');
  });

  it('does not take what is nearly a key for one', async () => {
    const { key } = await make('shop');
    const [upper, longer, shorter] = [key.toUpperCase(), `${key}x`, key.slice(0, -1)];
    for (const one of [upper, longer, shorter, 'duet_']) expect(await nameOf(one), one).to.equal(undefined);
  });

  it('fails while the store does, and knows the keys again after that', async () => {
    const { key } = await make('shop');
    fails = true;
    expect(await rejectionOf(ring.find(key))).to.be.an.instanceOf(Error);
    fails = false;
    expect(await nameOf(key)).to.equal('shop');
  });

  it('tells of a use once a minute, unless another process has', async () => {
    const { key, id } = await make('shop');
    const first = clock.now();
    for (let second = 0; second < 60; second += 1) {
      await nameOf(key);
      pass(1000);
    }
    expect(uses).to.deep.equal([{ key: id, used: first }]);
    await nameOf(key);
    expect(uses).to.have.lengthOf(2);
    pass(60_000);
    await store.run(({ serviceKeys }) => serviceKeys.noteUse(id, clock.now()));
    await nameOf(key);
    expect(uses).to.have.lengthOf(2);
  });
});
