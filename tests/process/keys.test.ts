import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { until } from '../support/client.js';
import { fileOf, launch, processSuite, production, RemoteApi, run } from '../support/process.js';
import { noPostgres, postgresUrl } from '../support/postgres.js';
import { storeUrl } from '../support/service.js';

const key = (...given: string[]) => ['node', 'dist/programs/key.js', ...given];
const nothing = /^Nothing was changed: [^\n]+\n$/;

processSuite('npm run key:*', () => {
  it('makes a key that is alone on standard output, lists it and revokes it', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const made = await run(['npm', 'run', '--silent', 'key:create', '--', 'shop'], env);
    expect(made.code, made.stderr).to.equal(0);
    expect(made.stdout).to.match(/^duet_[A-Za-z0-9_-]{43}\n$/);
    expect(made.stderr).to.match(/^This is the key of shop\..+\n$/);
    const listed = await run(['npm', 'run', '--silent', 'key:list'], env);
    expect(listed.stdout).to.match(/^shop: made \d{4}-[\dT:.-]+Z, never used\n$/);
    const revoked = await run(['npm', 'run', '--silent', 'key:revoke', '--', 'shop'], env);
    expect([revoked.code, revoked.stdout, revoked.stderr]).to.deep.equal([
      0,
      'The key of shop is revoked: it is refused within a second.\n',
      '',
    ]);
    expect((await run(key('list'), env)).stdout).to.equal('There are no service keys.\n');
  });

  it('says in one line what is wrong', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const missing = await run(key('revoke', 'shop'), env);
    expect([missing.code, missing.stderr]).to.satisfy(([, stderr]: [number, string]) => nothing.test(stderr));
    expect(existsSync(fileOf(env.DATABASE_URL)), 'made by that').to.equal(false);
    expect((await run(key('create', 'shop'), env)).code).to.equal(0);
    const wrong: [number, RegExp, string[]][] = [
      [1, /There is a key of the name shop/, ['create', 'shop']],
      [1, /name of a service is/, ['create', 'a shop']],
      [1, /no key of the name crm/, ['revoke', 'crm']],
      [2, /NAME/, ['create']],
      [2, /NAME/, ['create', '--admin']],
      [2, /NAME/, ['revoke', 'shop', 'crm']],
      [2, /key:list/, ['remove', 'shop']],
    ];
    for (const [code, mention, given] of wrong) {
      const ended = await run(key(...given), env);
      expect(ended.code, given.join(' ')).to.equal(code);
      expect(ended.stderr).to.match(nothing).and.match(mention);
      expect(ended.stdout).to.equal('');
    }
    expect((await run(key('list', 'shop'), env)).code).to.equal(2);
  });
});

for (const store of ['better-sqlite3', 'postgres'] as const) {
  processSuite(`a service key and two workers, on ${store}`, () => {
    it('is let in by both at once, and refused by both within a second of its end', async function () {
      const reason = store === 'postgres' ? noPostgres() : undefined;
      if (reason !== undefined) {
        console.log(reason);
        return this.skip();
      }
      const url = store === 'postgres' ? await postgresUrl() : storeUrl(store);
      const env = { ...production(url), WORKERS: '2', LOG_LEVEL: 'info' };
      const api = new RemoteApi(await launch(env));
      const { ann } = await api.people('ann');
      const made = await run(key('create', 'shop'), env);
      const token = made.stdout.trim();
      /** Each over a connection of its own, so that the workers take turns. */
      const ask = (count: number) =>
        Promise.all(
          Array.from({ length: count }, async () => {
            const headers = {
              authorization: `Bearer ${token}`,
              'duet-act-as': String(ann.id),
              connection: 'close',
            };
            return (await fetch(`${api.base}/users/me`, { headers })).status;
          }),
        );
      expect(new Set(await ask(20)), 'at once').to.deep.equal(new Set([200]));
      await run(key('revoke', 'shop'), env);
      const revoked = performance.now();
      await until('all refuse it', async () => (await ask(4)).every((status) => status === 401), 5000);
      await until('a second has passed', async () => performance.now() - revoked > 1000, 2000);
      expect(new Set(await ask(20)), 'a second later').to.deep.equal(new Set([401]));
      await api.process.stop();
      const lines = api.process.stdout.split('\n').filter((line) => line.includes('"service":"shop"'));
      expect(lines.length, 'requests in the log by the name of the key').to.be.at.least(20);
      expect(api.process.stdout, 'the key itself').not.to.include(token);
    });
  });
}
