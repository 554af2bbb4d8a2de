import { expect } from 'chai';
import { replace, wrap } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { InMemoryUnitOfWork } from '../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { Api, password, until } from '../support/client.js';

describe('One token of the container, bound to something else, changes the whole service', () => {
  const api = new Api();
  afterEach(() => api.stop());

  it('a clock: tokens expire by it, messages and users are dated by it', async () => {
    let ahead = 0;
    const clock = {
      now: () => new Date(Date.UTC(2030, 0, 1) + ahead),
      elapsed: () => ahead,
    };
    await api.start(
      { ACCESS_TOKEN_SECONDS: '60', REFRESH_TOKEN_SECONDS: '120' },
      replace(tokens.clock, clock),
    );
    const { ann, bob } = await api.people('ann', 'bob');
    const { id } = await api.open(ann, bob);
    expect((await api.send(ann, id, 'Hi')).created).to.match(/^2030-01-01T00:00:00/);
    ahead = 59_000;
    expect((await ann.call('GET', '/users/me')).status).to.equal(200);
    ahead = 61_000;
    const late = await ann.call('GET', '/users/me');
    expect([late.status, late.body.code]).to.deep.equal([401, 'token_expired']);
    const refresh = () => api.anonymous('POST', '/auth/token/refresh', { refresh: ann.refresh });
    ahead = 121_000;
    expect((await refresh()).status).to.equal(401);
    const again = await api.logIn('ann');
    expect((await api.as(again.access)('GET', '/users/me')).status).to.equal(200);
  });

  it('a store: requests, readiness and the stop are its', async () => {
    let pings = 0;
    let closed = false;
    class Watched extends InMemoryUnitOfWork {
      override ping(): Promise<void> {
        pings += 1;
        return super.ping();
      }
      override close(): Promise<void> {
        closed = true;
        return super.close();
      }
    }
    const store = new Watched();
    // The file that the configuration names is never opened.
    await api.start({ DATABASE_URL: 'sqlite:/nowhere/at/all.sqlite' }, replace(tokens.store, store));
    await api.register('ann');
    expect(await store.read(({ users }) => users.findByUsername('ann'))).to.include({ username: 'ann' });
    expect((await fetch(`${api.service.url}/readyz`)).status).to.equal(200);
    expect(pings).to.be.at.least(1);
    await api.stop();
    expect(closed).to.equal(true);
  });

  it('something put around one: all that need it go through it', async () => {
    let hashed = 0;
    await api.start(
      {},
      wrap(tokens.hashMethod, (method) => ({
        hash: (text) => {
          hashed += 1;
          return method.hash(text);
        },
        needsRehash: (hash) => method.needsRehash(hash),
        verify: (hash, text) => method.verify(hash, text),
      })),
    );
    const before = hashed;
    await api.register('ann');
    await until('the password was hashed', async () => hashed === before + 1);
    expect((await api.anonymous('POST', '/auth/token', { username: 'ann', password })).status).to.equal(200);
  });
});
