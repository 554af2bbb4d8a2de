import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Body } from '../support/client.js';
import {
  expectRefusal,
  installed,
  launch,
  processSuite,
  production,
  RemoteApi,
  run,
  runMain,
  sql,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

const accounts = { admin: 'admin', test1: 'test1test1', test2: 'test2test2' };
const tables = ['users', 'threads', 'messages'].map((table) => `SELECT * FROM ${table} ORDER BY id`);

/** Whether it listens on an address that only those who listen on all addresses have. */
async function listensEverywhere(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.2');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

processSuite('test data in development', () => {
  const env = { DATABASE_URL: storeUrl('better-sqlite3') };
  let api: RemoteApi;
  let loaded: unknown;
  const unread = (threads: Body[]) => threads.map((thread) => thread.unread_count ?? 0);

  before(async () => {
    api = new RemoteApi(await launch(env));
    loaded = await sql(env.DATABASE_URL, ...tables);
  });

  for (const [username, password] of Object.entries(accounts)) {
    it(`has ${username}, with threads`, async () => {
      const { status, body } = await api.signIn(username, password);
      expect(status).to.equal(200);
      const call = api.as(body.access);
      const me = (await call('GET', '/users/me')).body;
      expect(me).to.include({ username, role: username === 'admin' ? 'admin' : 'user' });
      const threads = await api.all(call, '/threads');
      expect(threads).not.to.be.empty;
      const messages: Body[] = [];
      for (const { id, unread_count } of threads) {
        const some = await api.all(call, `/threads/${id}/messages`);
        const mine = some.filter(({ sender, is_read }) => sender !== me.id && !is_read);
        expect(unread_count).to.equal(mine.length);
        messages.push(...some);
      }
      const { count } = (await call('GET', '/users/me/unread-count')).body;
      expect(count).to.equal(unread(threads).reduce((a, b) => a + b));
      expect(new Set(messages.map(({ is_read }) => is_read))).to.deep.equal(new Set([true, false]));
    });
  }

  it('is loaded once, and nothing is changed by the next start', async () => {
    await api.process.stop();
    api.process = await launch(env);
    expect(await sql(env.DATABASE_URL, ...tables)).to.deep.equal(loaded);
    const { access } = (await api.signIn('test1', accounts.test1)).body;
    const [{ id } = expect.fail('no thread')] = await api.all(api.as(access), '/threads');
    await api.as(access)('DELETE', `/threads/${id}`);
    await api.process.stop();
    api.process = await launch(env);
    expect((await api.as(access)('GET', `/threads/${id}`)).status, 'what is deleted').to.equal(404);
  });
});

processSuite('development', () => {
  let secretFile: string;
  const secret = () => readFileSync(secretFile, 'utf8');

  before(async () => (secretFile = join(await installed(), 'database', '.jwt-secret')));
  beforeEach(() => rmSync(secretFile, { force: true })); // that of the tests' own installation

  it('makes a secret once and keeps it, for the owner alone', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const api = new RemoteApi(await launch(env));
    expect(statSync(secretFile).mode & 0o777).to.equal(0o600);
    const first = secret();
    expect(Buffer.byteLength(first)).to.be.at.least(32);
    const { access, refresh } = (await api.signIn('test1', accounts.test1)).body;
    await api.process.stop();
    api.process = await launch(env);
    expect(secret()).to.equal(first);
    expect((await api.as(access)('GET', '/users/me')).status).to.equal(200);
    expect((await api.anonymous('POST', '/auth/token/refresh', { refresh })).status).to.equal(200);
    await api.process.stop();
  });

  it('has one secret also if several processes make it at once', async () => {
    const starts = Array.from({ length: 4 }, () => launch({ DATABASE_URL: 'memory:' }));
    const apis = (await Promise.all(starts)).map((service) => new RemoteApi(service));
    for (const api of apis) {
      const { access } = (await api.signIn('test1', accounts.test1)).body;
      for (const other of apis) expect((await other.as(access)('GET', '/users/me')).status).to.equal(200);
    }
    await Promise.all(apis.map(({ process }) => process.stop()));
  });

  for (const rest of ['', 'cut']) {
    it(`does not sign with the rest of a secret: "${rest}"`, async () => {
      writeFileSync(secretFile, rest, { mode: 0o600 });
      const service = await launch({ DATABASE_URL: 'memory:' }).catch(() => undefined);
      if (service === undefined) {
        const { code, stderr } = await runMain({ DATABASE_URL: 'memory:' });
        expect(code).to.equal(1);
        expect(stderr).to.match(/^[^\n]*(JWT_SECRET|\.jwt-secret)[^\n]*\n$/);
      } else {
        expect(Buffer.byteLength(secret())).to.be.at.least(32);
        await service.stop();
      }
    });
  }

  it('listens to this machine only, and says what to try', async () => {
    const service = await launch({ DATABASE_URL: 'memory:' });
    expect(service.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    if (process.platform === 'linux') expect(await listensEverywhere(service.url)).to.equal(false);
    expect((await fetch(`${service.url}/readyz`)).status).to.equal(200);
    const { stdout } = await (service.stop(), service.ended);
    expect(stdout.replaceAll(service.url, '<url>').split('\n').slice(0, 5)).to.deep.equal([
      'Duet listens on <url>',
      '  the chat page:      <url>/',
      '  the API, to try it: <url>/docs',
      '  accounts:           admin/admin, test1/test1test1, test2/test2test2',
      '',
    ]);
  });
});

processSuite('the accounts of the test data', () => {
  it('stop a production until nobody can log in with what everybody knows', async () => {
    const url = storeUrl('better-sqlite3');
    await (await launch({ DATABASE_URL: url })).stop();
    expectRefusal(await runMain(production(url)), 'admin, test1, test2', 'DATABASE_URL', 'user:password');
    const user = 'dist/programs/user.js';
    expect(
      (await run(['node', user, 'password', 'admin'], { DATABASE_URL: url }, 'another password\n')).code,
    ).to.equal(0);
    expect((await run(['node', user, 'deactivate', 'test1'], { DATABASE_URL: url })).code).to.equal(0);
    expectRefusal(await runMain(production(url)), 'everybody knows: test2\\.');
    expect((await run(['node', user, 'deactivate', 'test2'], { DATABASE_URL: url })).code).to.equal(0);
    const api = new RemoteApi(await launch(production(url)));
    expect((await api.signIn('admin', 'another password')).status).to.equal(200);
    await api.process.stop();
  });

  it('are offered only where they are', async () => {
    const url = storeUrl('better-sqlite3');
    const first = await launch(production(url));
    await new RemoteApi(first).register('ann');
    await first.stop();
    const second = await launch({ DATABASE_URL: url });
    await second.stop();
    expect(second.stdout).not.to.include('test1');
  });
});

processSuite('production', () => {
  it('listens to all, and has nobody in it', async () => {
    const env = { ...production(storeUrl('better-sqlite3')), HOST: '' };
    const api = new RemoteApi(await launch(env));
    if (process.platform === 'linux') expect(await listensEverywhere(api.process.url)).to.equal(true);
    for (const [username, password] of Object.entries(accounts)) {
      expect((await api.signIn(username, password)).status, username).to.equal(401);
    }
    const ann = await api.register('ann');
    const page = (await ann.call('GET', '/users')).body;
    expect(page.results).to.deep.equal([{ id: ann.id, username: 'ann', name: null, avatar_url: null }]);
    await api.process.stop();
    expect(api.process.stdout, 'no word of test accounts').not.to.include('test1');
  });
});
