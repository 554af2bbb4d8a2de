import { expect } from 'chai';
import { DomainError } from '../../../src/domain/errors.js';
import { StoreHealth } from '../../../src/infrastructure/persistence/store-health.js';
import { storageUnavailable } from '../../../src/infrastructure/persistence/storage-unavailable.js';
import { rejectionOf } from '../../support/rejection-of.js';

const damage = new Error('damaged');
const full = new Error('full');

describe('the health of a store', () => {
  const now = performance.now.bind(performance);
  let health: StoreHealth;
  let written: number;
  let damaged: boolean;

  beforeEach(() => {
    written = 0;
    damaged = true;
    const tryToWrite = async () => (written += 1);
    const faults = {
      isDamage: (error: unknown) => error === damage,
      isFull: (error: unknown) => error === full,
    };
    health = new StoreHealth(tryToWrite, faults);
  });

  afterEach(() => {
    performance.now = now;
  });

  const pass = (milliseconds: number) => {
    performance.now = () => now() + milliseconds;
  };
  const touch = async () => {
    if (damaged) throw storageUnavailable('It is damaged.', damage);
  };
  const isWell = () =>
    health.check().then(
      () => true,
      () => false,
    );

  for (const [what, meet] of [
    ['a read', () => health.read(touch)],
    ['a write', () => health.write(touch, touch)],
  ] as const) {
    it(`is bad for as long as there is damage that ${what} met, and no longer`, async () => {
      expect(await isWell()).to.equal(true);
      await rejectionOf(meet());
      expect(await isWell()).to.equal(false);
      pass(3_600_000);
      expect(await isWell()).to.equal(false);
      damaged = false;
      expect(await isWell()).to.equal(true);
      damaged = true;
      expect(await isWell(), 'what is well is not looked at again').to.equal(true);
    });
  }

  it('is good if what met damage is refused by a rule when it is tried again', async () => {
    let tries = 0;
    const once = async () => {
      tries += 1;
      if (tries === 1) await touch();
      throw new DomainError('thread_not_found', 'It was deleted.');
    };
    await rejectionOf(health.read(once));
    expect(await isWell()).to.equal(true);
    expect(tries).to.equal(2);
  });

  it('is bad while commits are not answered, which a write that is refused finds out, too', async () => {
    let answer = (): void => expect.fail('Nothing was tried.');
    const hanging = new StoreHealth(() => new Promise<void>((resolve) => (answer = resolve)), {
      isDamage: () => false,
      isFull: () => false,
    });
    hanging.refuseWhileHanging();
    hanging.hang();
    expect(() => hanging.refuseWhileHanging()).to.throw(/does not answer commits/);
    expect(() => hanging.refuseWhileHanging()).to.throw(/does not answer commits/);
    answer();
    await hanging.check();
    hanging.refuseWhileHanging();
  });

  it('is bad for a while after the disk was full, and until a write succeeds', async () => {
    await rejectionOf(
      health.write(async () => {
        throw storageUnavailable('No space.', full);
      }),
    );
    expect(await isWell()).to.equal(false);
    expect(written).to.equal(0);
    pass(5001);
    expect(await isWell()).to.equal(true);
    expect(written).to.equal(1);
  });
});
