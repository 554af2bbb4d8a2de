import { expect } from 'chai';
import { replace } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import type { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { Api, type Body, type Host, type User } from '../support/client.js';
import { storeUrl } from '../support/service.js';
import { observeStatements } from './observe-statements.js';

describe('What calls of a service ask the database', () => {
  const api = new Api();
  const seen: string[] = [];
  let shop: Host;
  let ann: User;
  let bob: User;
  let thread: Body;

  before(async () => {
    const now = new Date(); // a time that stands still, so that nothing is looked up again
    const standingStill = replace(tokens.clock, { now: () => now, elapsed: () => 0 });
    const undisturbed = replace(tokens.couriersOptions, { look: 3_600_000 });
    await api.start({ DATABASE_URL: storeUrl('better-sqlite3') }, standingStill, undisturbed);
    const { writer, reader } = api.service.store as SqliteStore;
    for (const source of [writer, reader]) {
      observeStatements(source, (text) => {
        if (!text.includes('SELECT 1 FROM users LIMIT 1')) seen.push(text.trim());
      });
    }
    ({ ann, bob } = await api.people('ann', 'bob'));
    thread = await api.open(ann, bob);
    await api.identify(ann, 'buyer');
    shop = await api.host('shop');
    // Who is who, once: keys, ids and roles are remembered for half a second.
    await shop.call('GET', `/users/${bob.id}`);
    await shop.actAs('ext:buyer')('GET', '/users/me');
  });
  after(() => api.stop());

  const statementsOf = async (call: () => Promise<{ status: number; raw: string }>): Promise<string[]> => {
    seen.length = 0;
    const { status, raw } = await call();
    expect(status, raw).to.be.below(300);
    return seen.map((text) => /^\w+(?: INTO| IMMEDIATE)?/.exec(text)?.[0] ?? text);
  };

  it('reads in a user’s name as the user does, with nothing more', async () => {
    const path = `/threads/${thread.id}/messages`;
    const own = await statementsOf(() => ann.call('GET', path));
    expect(own).not.to.deep.equal([]);
    expect(await statementsOf(() => shop.actAs('ext:buyer')('GET', path))).to.deep.equal(own);
    expect(await statementsOf(() => shop.call('GET', path)), 'as nobody').to.deep.equal(own);
  });

  it('writes in a user’s name with the line of the trail beside it, and the name for that', async () => {
    const path = `/threads/${thread.id}/messages`;
    const own = await statementsOf(() => ann.call('POST', path, { text: 'own' }));
    const inName = await statementsOf(() => shop.actAs('ext:buyer')('POST', path, { text: 'in her name' }));
    const count = (statements: string[], verb: string) => statements.filter((one) => one === verb).length;
    expect(inName).to.have.lengthOf(own.length + 2);
    expect(count(inName, 'INSERT INTO')).to.equal(count(own, 'INSERT INTO') + 1);
    expect(count(inName, 'SELECT')).to.equal(count(own, 'SELECT') + 1);
  });
});
