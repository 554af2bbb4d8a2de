import { expect } from 'chai';
import { RateLimited } from '../../../src/application/ports/rate-limit.js';
import { FixedWindowRateLimit } from '../../../src/infrastructure/rate-limits/fixed-window-rate-limit.js';
import { MemoryCounter } from '../../../src/infrastructure/rate-limits/memory-counter.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('counting in memory', () => {
  const dateNow = Date.now;
  const setTimeOfDay = (ahead: number) => {
    Date.now = () => dateNow() + ahead;
  };

  afterEach(() => {
    Date.now = dateNow;
  });

  for (const [what, ahead] of [
    ['forward', 10 * 86_400_000],
    ['back', -10 * 86_400_000],
  ] as const) {
    it(`goes on as before when the time of day is set ${what}`, async () => {
      const policy = { name: 'test', quota: 2, window: 600, counted: 'things' };
      const limit = new FixedWindowRateLimit(policy, new MemoryCounter());
      await limit.consume('ann');
      await limit.consume('ann');
      setTimeOfDay(ahead);
      for (const refused of [
        await rejectionOf(limit.consume('ann')),
        await rejectionOf(limit.check('ann')),
      ]) {
        expect(refused).to.be.instanceOf(RateLimited);
        expect((refused as RateLimited).retryAfter).to.be.within(500, 600);
      }
      await limit.check('bob');
      expect((await limit.consume('bob')).reset).to.be.within(500, 600);
    });
  }

  it('begins anew after the window', async () => {
    let now = 0;
    const counter = new MemoryCounter(() => now);
    await counter.add('ann', 1000);
    now = 999;
    expect(await counter.add('ann', 1000)).to.deep.equal({ count: 2, left: 1 });
    now = 1000;
    expect(await counter.look('ann')).to.equal(undefined);
    expect(await counter.add('ann', 1000)).to.deep.equal({ count: 1, left: 1000 });
  });

  it('forgets keys whose windows have ended, and no others', async () => {
    let now = 0;
    const counter = new MemoryCounter(() => now);
    await counter.add('lasting', 600_000);
    for (; now < 50_000; now += 10) await counter.add(`short ${now}`, 1);
    expect(counter.size).to.be.at.most(1001);
    expect(await counter.look('lasting')).to.include({ count: 1 });
  });
});
