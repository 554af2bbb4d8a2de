import { expect } from 'chai';
import { RateLimited } from '../../../src/application/ports/rate-limit.js';
import { Outage } from '../../../src/application/ports/outage.js';
import { DomainError } from '../../../src/domain/errors.js';
import { FailedLoginLimit } from '../../../src/infrastructure/rate-limits/failed-login-limit.js';
import { MemoryCounter } from '../../../src/infrastructure/rate-limits/memory-counter.js';
import { FairTurns } from '../../../src/infrastructure/rate-limits/fair-turns.js';
import { FixedWindowRateLimit } from '../../../src/infrastructure/rate-limits/fixed-window-rate-limit.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('the limit of failed logins', () => {
  let limit: FailedLoginLimit;
  let tried: number;

  beforeEach(() => {
    const rate = (name: string, quota: number, window = 3600) =>
      new FixedWindowRateLimit({ name, quota, window, counted: 'failed logins' }, new MemoryCounter());
    const group = (address: string) => address.replace(/ .*/, '');
    limit = new FailedLoginLimit(
      {
        byAddress: rate('address', 20),
        byAccount: rate('account', 3),
        byPlace: rate('place', 3),
        pace: rate('pace', 1, 600),
        slowly: rate('slowly', 3),
      },
      group,
      new FairTurns(4, 1000),
    );
    tried = 0;
  });

  const succeed = async () => {
    tried += 1;
    return 'tokens';
  };
  const fail = (error: Error) => async () => {
    tried += 1;
    await new Promise(setImmediate);
    throw error;
  };
  const wrong = new DomainError('invalid_credentials', 'No.');
  const outage = new Outage('storage_unavailable', 'Not now.');
  const guess = (address = 'here', username = 'ann') =>
    rejectionOf(limit.attempt(address, username, fail(wrong)));

  it('returns what the login returns, however often', async () => {
    for (let time = 0; time < 10; time += 1) {
      expect(await limit.attempt('here', 'ann', succeed)).to.equal('tokens');
    }
  });

  it('does not count what fails for another reason', async () => {
    for (let time = 0; time < 10; time += 1) {
      const error = await rejectionOf(limit.attempt('here', 'ann', fail(outage)));
      expect(error).to.equal(outage);
    }
    expect(await limit.attempt('here', 'ann', succeed)).to.equal('tokens');
  });

  it('slows down who has failed once too many have, and lets another address try', async () => {
    for (const address of ['here', 'there', 'elsewhere']) await guess(address);
    for (const address of ['here', 'there', 'elsewhere']) {
      const error = (await rejectionOf(limit.attempt(address, 'ann', succeed))) as RateLimited;
      expect(error).to.be.instanceOf(RateLimited);
      expect(error.policy.name).to.equal('account');
      expect(error.retryAfter).to.be.within(500, 600);
    }
    expect(tried, 'the right password is not looked at').to.equal(3);
    expect(await limit.attempt('home', 'ann', succeed)).to.equal('tokens');
    expect(await limit.attempt('here', 'bob', succeed)).to.equal('tokens');
  });

  it('does not try any more once many addresses have tried slowly, too', async () => {
    for (let address = 0; address < 6; address += 1) expect(await guess(`far-${address}`)).to.equal(wrong);
    const error = (await rejectionOf(limit.attempt('home', 'ann', succeed))) as RateLimited;
    expect(error).to.be.instanceOf(RateLimited);
    expect(error.policy.name).to.equal('account');
    expect(error.retryAfter).to.be.within(3500, 3600);
    expect(tried).to.equal(6);
  });

  it('lets in who has logged in from there before, whatever others guess', async () => {
    expect(await limit.attempt('home', 'ann', succeed)).to.equal('tokens');
    for (let time = 0; time < 9; time += 1) await guess(`far-${time}`);
    expect(await guess('far-9')).to.be.instanceOf(RateLimited);
    for (let time = 0; time < 3; time += 1)
      expect(await limit.attempt('home', 'ANN', succeed)).to.equal('tokens');
    for (let time = 0; time < 3; time += 1) expect(await guess('home')).to.equal(wrong);
    const error = (await rejectionOf(limit.attempt('home', 'ann', succeed))) as RateLimited;
    expect(error.policy.name, 'guesses from there are limited, too').to.equal('place');
  });

  it('takes all spellings of a username for one account, and very long ones too', async () => {
    for (const name of ['ann', 'ANN', 'Ａnn']) await guess('here', name);
    expect(await guess('here', 'aNN')).to.be.instanceOf(RateLimited);
    const long = 'x'.repeat(60_000);
    for (const end of ['1', '2', '3']) await guess('here', long + end);
    expect(await guess('here', `${long}4`)).to.be.instanceOf(RateLimited);
  });

  it('lets guesses that come at once not outrun the count', async () => {
    const guesses = Array.from({ length: 200 }, (_, index) => guess(`far-${index}`));
    const errors = await Promise.all(guesses);
    const last = rejectionOf(limit.attempt('here', 'ann', succeed));
    expect(errors.filter((error) => error instanceof DomainError).length).to.be.within(3, 9); // and as many slowly, each from another address
    expect(await last).to.be.instanceOf(RateLimited);
  });

  it('counts by address over all accounts', async () => {
    for (let account = 0; account < 20; account += 1) await guess('here', `user${account}`);
    const error = (await rejectionOf(limit.attempt('here', 'ann', succeed))) as RateLimited;
    expect(error.policy.name).to.equal('address');
    expect(await limit.attempt('there', 'ann', succeed)).to.equal('tokens');
  });
});
