import { expect } from 'chai';
import { RateLimited } from '../../src/application/ports/rate-limit.js';
import { FixedWindowRateLimit } from '../../src/infrastructure/rate-limits/fixed-window-rate-limit.js';
import { PostgresCounter } from '../../src/infrastructure/rate-limits/postgres-counter.js';
import { postgresSuite, postgresUrl, rowsOf } from '../support/postgres.js';
import { rejectionOf } from '../support/rejection-of.js';

postgresSuite('counting in PostgreSQL', () => {
  it('refuses beyond the quota, and for no longer than a window after the clock was set back', async () => {
    const url = await postgresUrl();
    const counter = await PostgresCounter.open({ server: { connectionString: url } });
    try {
      const limit = new FixedWindowRateLimit(
        { name: 'test', quota: 2, window: 600, counted: 'things' },
        counter,
      );
      expect((await limit.consume('ann')).remaining).to.equal(1);
      expect((await limit.consume('ann')).remaining).to.equal(0);
      expect(await rejectionOf(limit.consume('ann'))).to.be.instanceOf(RateLimited);
      expect(await rejectionOf(limit.check('ann'))).to.be.instanceOf(RateLimited);
      await limit.check('bob');
      // Another process may have a clock that is a little ahead.
      await rowsOf(url, 'UPDATE rate_limits SET expire = expire + 30000');
      expect(await rejectionOf(limit.check('ann'))).to.be.instanceOf(RateLimited);
      // As the row looks once the clock has gone back by some minutes.
      await rowsOf(url, 'UPDATE rate_limits SET expire = expire + 100000');
      await limit.check('ann');
      expect(await limit.consume('ann')).to.deep.equal({ remaining: 1, reset: 600 });
      // And as it looks once the window is over.
      await rowsOf(url, 'UPDATE rate_limits SET points = 2, expire = expire - 600001');
      await limit.check('ann');
      expect((await limit.consume('ann')).remaining).to.equal(1);
    } finally {
      await counter.close();
    }
  });
});
