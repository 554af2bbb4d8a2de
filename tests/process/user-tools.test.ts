import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { fileOf, launch, processSuite, production, RemoteApi, run } from '../support/process.js';
import { storeUrl } from '../support/service.js';

const user = (...given: string[]) => ['node', 'dist/programs/user.js', ...given];
const nothing = /^Nothing was changed: [^\n]+\n$/;

processSuite('npm run user:*', () => {
  it('makes the first admin of a production, from standard input', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const { DATABASE_URL = '' } = env;
    const made = await run(
      ['npm', 'run', '--silent', 'user:create', '--', '--admin', 'root'],
      { DATABASE_URL, NODE_ENV: 'production' },
      'a good password\n',
    );
    expect({ code: made.code, stderr: made.stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(made.stdout).to.equal('Admin root has the id 1.\n');
    const api = new RemoteApi(await launch(env));
    const { body } = await api.signIn('root', 'a good password');
    expect((await api.as(body.access)('GET', '/users/me')).body.role).to.equal('admin');
    await api.process.stop();
  });

  it('works beside a running service', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const api = new RemoteApi(await launch(env));
    const { ann } = await api.people('ann');
    const refresh = async (token: string) =>
      (await api.anonymous('POST', '/auth/token/refresh', { refresh: token })).status;

    expect((await run(user('password', 'ANN'), env, 'another password')).code).to.equal(0);
    expect(await refresh(ann.refresh), 'a login from before').to.equal(401);
    expect((await api.signIn('ann', ann.password)).status).to.equal(401);
    const { body, status } = await api.signIn('ann', 'another password');
    expect(status).to.equal(200);

    expect((await run(user('deactivate', 'ann'), env)).code).to.equal(0);
    expect(await refresh(body.refresh)).to.equal(401);
    expect((await api.signIn('ann', 'another password')).status).to.equal(401);
    expect((await run(user('activate', 'ann'), env)).code).to.equal(0);
    expect((await api.signIn('ann', 'another password')).status).to.equal(200);
    expect(await refresh(body.refresh), 'ended for good').to.equal(401);

    expect((await run(user('create', 'ben'), env, 'his password\r\n')).code).to.equal(0);
    expect((await api.signIn('ben', 'his password')).status).to.equal(200);
    await api.process.stop();
  });

  it('says in one line what is wrong', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const missing = await run(user('deactivate', 'ann'), env);
    expect(missing.code).to.equal(1);
    expect(missing.stderr).to.match(nothing);
    expect(existsSync(fileOf(env.DATABASE_URL)), 'made by that').to.equal(false);
    expect((await run(user('create', 'ann'), env, 'a good password')).code).to.equal(0);
    const wrong: [number, RegExp, string[], string?][] = [
      [1, /taken/, ['create', 'ANN'], 'a good password'],
      [1, /8 to 128/, ['create', 'ben'], 'short'],
      [1, /username/, ['create', 'two words'], 'a good password'],
      [1, /no password/, ['create', 'ben'], ''],
      [1, /no user ben/, ['password', 'ben'], 'a good password'],
      [2, /NAME/, ['create']],
      [2, /NAME/, ['create', 'ann', 'ben']],
      [2, /NAME/, ['deactivate', '--admin', 'ann']],
      [2, /user:create/, ['remove', 'ann']],
    ];
    for (const [code, mention, given, input] of wrong) {
      const ended = await run(user(...given), env, input);
      expect(ended.code, given.join(' ')).to.equal(code);
      expect(ended.stderr).to.match(nothing).and.match(mention);
      expect(ended.stdout).to.equal('');
    }
    const memory = await run(user('create', 'ann'), { DATABASE_URL: 'memory:' }, 'a good password');
    expect(memory.code).to.equal(1);
    expect(memory.stderr).to.match(/memory:/);
  });

  it('asks a terminal twice, and does not show the answers', async function () {
    if (spawnSync('script', ['--version']).error !== undefined) return this.skip(); // of util-linux
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const prompts = ['Password: ', 'Again: '];
    let count = 0;
    const typed = (command: string, ...answers: string[]) => {
      count += 1;
      const screen = `${fileOf(env.DATABASE_URL)}.screen${count}`;
      const typing = answers.map(
        (answer, index) =>
          `until grep -q '${prompts[index]}' ${screen}; do sleep 0.1; done; printf '${answer}'`,
      );
      const script = `: > ${screen}; { ${typing.join('; ')}; } | script -qefc '${command}' ${screen}`;
      return run(['sh', '-c', script], env);
    };
    const create = user('create', 'ann').join(' ');
    const differing = await typed(create, 'a good password\\r', 'another one\\r');
    expect(differing.code).to.equal(1);
    expect(differing.stdout).to.match(/Password: [^]*Again: [^]*differ/);
    const made = await typed(create, 'a good password\\r', 'a good password\\r');
    expect(made.code, made.stdout).to.equal(0);
    for (const { stdout } of [differing, made]) expect(stdout).not.to.match(/good|another/);
    const cancelled = await typed(user('password', 'ann').join(' '), '\\003');
    expect(cancelled.code, cancelled.stdout).to.equal(1);
    expect(cancelled.stdout).to.match(/Nothing was changed: no password was given/);
  });
});
