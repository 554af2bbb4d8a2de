import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createServer, get, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { password, tally, times, until, type Body } from '../support/client.js';
import {
  fileOf,
  launch,
  processSuite,
  production,
  run,
  runMain,
  within,
  type Process,
} from '../support/process.js';
import { noPostgres, postgresUrl } from '../support/postgres.js';
import { storeUrl, type StoreName } from '../support/service.js';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  raw: string;
  body: Body;
}

/** One request over a connection of its own: the next worker gets it. */
function ask(
  service: Process,
  method: string,
  path: string,
  given: {
    body?: object;
    form?: Record<string, string>;
    bytes?: Buffer;
    headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const type = given.form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const text =
    given.form === undefined ? JSON.stringify(given.body) : new URLSearchParams(given.form).toString();
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, ...given.headers };
    const sent = request(
      service.url + path,
      { method, headers, agent: false, timeout: 30_000 },
      (response) => {
        let raw = '';
        response.setEncoding('utf8').on('data', (piece: string) => (raw += piece));
        response.once('error', reject).once('end', () => {
          const json = /json/.test(response.headers['content-type'] ?? '') && raw !== '';
          const body = (json ? JSON.parse(raw) : undefined) as Body;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, raw, body });
        });
      },
    );
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${path} gets no answer.`)));
    sent.once('error', reject).end(given.bytes ?? text);
  });
}

const api = (
  service: Process,
  method: string,
  path: string,
  body?: object,
  access = '',
  more: Record<string, string> = {},
) =>
  ask(service, method, `/api/v1${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: { ...(access === '' ? {} : { authorization: `Bearer ${access}` }), ...more },
  });

const logIn = (service: Process, username: string, word = password) =>
  api(service, 'POST', '/auth/token', { username, password: word });

async function join(service: Process, username: string) {
  const { status, body, raw } = await api(service, 'POST', '/users', { username, password });
  expect(status, raw).to.equal(201);
  const { access, refresh } = (await logIn(service, username)).body;
  return { id: body.id, access, refresh };
}

type Joined = Awaited<ReturnType<typeof join>>;

/** A stream of events, over a connection of its own. */
function listen(service: Process, access: string): Promise<{ text: () => string; close: () => void }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${access}` };
    const sent = get(`${service.url}/api/v1/events`, { headers, agent: false }, (response) => {
      let raw = '';
      response.setEncoding('utf8').on('data', (piece: string) => (raw += piece));
      response.once('error', () => undefined); // it was closed here
      resolve({ text: () => raw, close: () => response.destroy() });
    });
    sent.once('error', reject);
  });
}

/** In seconds. What is waited for comes at once where the machine is idle; it takes this long at most where it is not. */
const patience = 120;

/** The processes that this one has started and that live. */
function workersOf({ pid }: Process): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}

async function takePort(): Promise<{ number: string; free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { number: String(port), free: () => new Promise((resolve) => server.close(() => resolve())) };
}

const lives = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Which workers have logged a request. */
const heardFrom = ({ stdout }: Process) =>
  new Set([...stdout.matchAll(/"worker":(\d+),.*"request completed"/g)].map(([, worker]) => worker));

/** Where there is no PostgreSQL, other tests say so. */
const on = (...names: readonly StoreName[]) =>
  names.filter((name) => name !== 'postgres' || noPostgres() === undefined);

const urlFor = (store: StoreName) => (store === 'postgres' ? postgresUrl() : storeUrl(store));

for (const store of on('better-sqlite3', 'postgres')) {
  processSuite(`two workers, on ${store}`, () => {
    let env: Record<string, string>;
    let service: Process;

    before(async () => {
      env = { ...production(await urlFor(store)), WORKERS: '2', LOG_LEVEL: 'info' };
      service = await launch(env);
    });

    it('take files at the same time, and each serves what the other has taken', async () => {
      const [ann, bob] = [await join(service, 'files.ann'), await join(service, 'files.bob')];
      const sizes = [1, 2, 3, 4];
      const taken = await Promise.all(
        sizes.map((size) =>
          ask(service, 'POST', `/api/v1/attachments?name=${size}.bin`, {
            bytes: Buffer.alloc(size * 300_000, size),
            headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${ann.access}` },
          }),
        ),
      );
      expect(taken.map(({ status }) => status)).to.deep.equal([201, 201, 201, 201]);
      const attachments = taken.map(({ body }) => body.id);
      const thread = await api(service, 'POST', '/threads', { participants: [bob.id] }, ann.access);
      const path = `/threads/${thread.body.id}/messages`;
      const sent = await api(service, 'POST', path, { text: 'all', attachments }, ann.access);
      expect(sent.status, sent.raw).to.equal(201);
      const [message] = (await api(service, 'GET', path, undefined, bob.access)).body.results as [Body];
      const before = service.stdout.length;
      for (const [index, { url }] of (message.attachments as { url: string }[]).entries()) {
        const { pathname, search } = new URL(url);
        const answers = await times(4, () => ask(service, 'GET', pathname + search));
        for (const { status, raw } of answers) {
          expect([status, raw.length, raw.charCodeAt(raw.length - 1)]).to.deep.equal([
            200,
            sizes[index]! * 300_000,
            index + 1,
          ]);
        }
      }
      await until(
        'both have served',
        async () => heardFrom({ stdout: service.stdout.slice(before) } as Process).size === 2,
      );
    });

    it('serve one port, as one service', async () => {
      expect(workersOf(service)).to.have.lengthOf(2);
      const [ann, bob] = [await join(service, 'ann'), await join(service, 'bob')];
      const opened = await times(20, () =>
        api(service, 'POST', '/threads', { participants: [bob.id] }, ann.access),
      );
      expect(tally(opened)).to.deep.equal({ 200: 19, 201: 1 });
      const thread = opened[0]!.body.id;
      const sent = await times(40, (index) =>
        api(service, 'POST', `/threads/${thread}/messages`, { text: `№ ${index}` }, ann.access),
      );
      expect(tally(sent)).to.deep.equal({ 201: 40 });
      for (let look = 0; look < 4; look += 1) {
        expect(
          (await api(service, 'GET', '/users/me/unread-count', undefined, bob.access)).body.count,
        ).to.equal(40);
      }
      await until('both have logged', async () => heardFrom(service).size === 2);
      for (const line of service.stdout.split('\n').filter((text) => text.startsWith('{'))) JSON.parse(line);
      expect(service.stdout.match(/^Duet listens on .*$/gm)).to.have.lengthOf(1);
    });

    it('tell the metrics of both, whichever is asked', async () => {
      const count = async () => {
        const { status, raw, headers } = await ask(service, 'GET', '/metrics');
        expect(status, raw).to.equal(200);
        expect(headers['content-type']).to.match(/^text\/plain; version=0\.0\.4/);
        expect(raw).to.match(/^process_cpu_seconds_total [\d.]+$/m);
        const samples = [
          ...raw.matchAll(/^http_request_duration_seconds_count\{.*route="\/healthz".*\} (\d+)$/gm),
        ];
        return samples.reduce((sum, [, value]) => sum + Number(value), 0);
      };
      const before = await count();
      await times(10, () => ask(service, 'GET', '/healthz'));
      for (let look = 0; look < 4; look += 1) {
        await until('all are counted', async () => (await count()) === before + 10);
      }
    });

    it('show in the streams of both who is typing, once, and to nobody else', async () => {
      const people = [await join(service, 'dan'), await join(service, 'eve'), await join(service, 'flo')];
      const [dan, eve, flo] = people as [Joined, Joined, Joined];
      const { id } = (await api(service, 'POST', '/threads', { participants: [eve.id] }, dan.access)).body;
      const hers = [await listen(service, eve.access), await listen(service, eve.access)];
      const others = [await listen(service, dan.access), await listen(service, flo.access)];
      // On PostgreSQL a worker may listen a moment later than its stream is open.
      const { id: toEve } = (await api(service, 'POST', '/threads', { participants: [eve.id] }, flo.access))
        .body;
      await until('both workers hear of typing', async () => {
        await api(service, 'POST', `/threads/${toEve}/typing`, undefined, flo.access);
        return hers.every(({ text }) => text().includes(`{"thread":${toEve},"user":${flo.id}}`));
      });
      expect((await api(service, 'POST', `/threads/${id}/typing`, undefined, dan.access)).status).to.equal(
        204,
      );
      const typing = `event: typing\ndata: {"thread":${id},"user":${dan.id}}\n\n`;
      for (const { text } of hers) await until('it has come', async () => text().includes(typing));
      // What comes after it has come, too: so nothing of it is still on its way.
      const { body } = await api(service, 'POST', `/threads/${id}/messages`, { text: 'Ready' }, dan.access);
      const { id: toFlo } = (await api(service, 'POST', '/threads', { participants: [flo.id] }, dan.access))
        .body;
      for (const { text } of hers)
        await until('the message has come', async () => text().includes(body.text));
      for (const { text } of others) {
        await until('the thread has come', async () => text().includes(`"id":${toFlo},`));
      }
      expect(hers.map(({ text }) => text().split(typing).length - 1)).to.deep.equal([1, 1]);
      expect(others.map(({ text }) => text().includes('typing'))).to.deep.equal([false, false]);
      for (const { close } of [...hers, ...others]) close();
    });

    it('end a login, and shut out a deactivated user, wherever that was asked for', async () => {
      const cyd = await join(service, 'cyd');
      for (let look = 0; look < 4; look += 1) {
        expect((await api(service, 'GET', '/users/me', undefined, cyd.access)).status).to.equal(200);
      }
      expect((await api(service, 'POST', '/auth/token/revoke', { refresh: cyd.refresh })).status).to.equal(
        204,
      );
      const refreshed = await times(4, () =>
        api(service, 'POST', '/auth/token/refresh', { refresh: cyd.refresh }),
      );
      expect(tally(refreshed)).to.deep.equal({ 401: 4 });
      const { code, stderr } = await run(['node', 'dist/programs/user.js', 'deactivate', 'cyd'], env);
      expect(code, stderr).to.equal(0);
      await until('both workers have felt it', async () => {
        const looks = await times(4, () => api(service, 'GET', '/users/me', undefined, cyd.access));
        return looks.every(({ status }) => status === 401);
      });
    });

    it('answer what is under way when they are stopped, and leave no process', async () => {
      const workers = workersOf(service);
      const asked = times(8, () => logIn(service, 'ann')); // which takes a while
      await until('they are at work', async () => (await ask(service, 'GET', '/readyz')).status === 200);
      service.signal('SIGTERM');
      expect(tally(await asked)).to.deep.equal({ 200: 8 });
      const { code, signal, stderr } = await within(patience, 'it has ended', service.ended);
      expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
      expect(workers.filter(lives)).to.deep.equal([]);
    });
  });
}

processSuite('workers that die', () => {
  const settings = (): Record<string, string> => ({
    ...production(storeUrl('better-sqlite3')),
    WORKERS: '2',
  });

  it('are replaced, one or all, and what was acknowledged is there', async () => {
    // A port of one's own: with 0, a new one is chosen when nobody is left that listens.
    const port = await takePort();
    await port.free();
    const service = await launch({ ...settings(), PORT: port.number, LOG_LEVEL: 'error' });
    const ann = await join(service, 'ann');
    const bob = await join(service, 'bob');
    const { id } = (await api(service, 'POST', '/threads', { participants: [bob.id] }, ann.access)).body;
    let acknowledged = 0;
    for (const victims of [1, 2]) {
      const workers = workersOf(service);
      expect(workers).to.have.lengthOf(2);
      const sending = times(30, async (index) => {
        try {
          const { status } = await api(
            service,
            'POST',
            `/threads/${id}/messages`,
            { text: `${index}` },
            ann.access,
          );
          if (status === 201) acknowledged += 1;
        } catch (error) {
          expect((error as NodeJS.ErrnoException).code, String(error)).to.match(
            /ECONNRESET|ECONNREFUSED|EPIPE/,
          );
        }
      });
      for (const pid of workers.slice(0, victims)) process.kill(pid, 'SIGKILL');
      await sending;
      await until(
        'there are two again',
        async () => {
          const now = workersOf(service);
          return now.length === 2 && workers.slice(0, victims).every((pid) => !now.includes(pid));
        },
        patience * 1000,
      );
      await until(
        'they are ready',
        async () => {
          const answers = await Promise.allSettled([1, 2].map(() => ask(service, 'GET', '/readyz')));
          return answers.every((answer) => answer.status === 'fulfilled' && answer.value.status === 200);
        },
        patience * 1000,
      );
    }
    const stored = (await api(service, 'GET', `/threads/${id}/messages`, undefined, ann.access)).body.count;
    expect(stored).to.be.at.least(acknowledged);
    expect(acknowledged).to.be.above(0);
    await until('it is in the log', async () => /"A worker ended by SIGKILL/.test(service.stdout));
    await service.stop();
  });

  it('are replaced also when their replacements are killed while they start', async () => {
    const port = await takePort();
    await port.free();
    const service = await launch({ ...settings(), PORT: port.number });
    let victims = workersOf(service);
    for (let round = 0; round < 2; round += 1) {
      const killed = victims;
      for (const pid of killed) process.kill(pid, 'SIGKILL');
      await until(
        'there are two others',
        async () => {
          victims = workersOf(service).filter((pid) => !killed.includes(pid));
          return victims.length === 2;
        },
        patience * 1000,
      );
    }
    const ready = async () => (await ask(service, 'GET', '/readyz')).status === 200;
    await until('they are ready', () => ready().catch(() => false), patience * 1000);
    await service.stop();
  });

  it('end the service if none is left and none can start, in one line', async () => {
    const env = settings();
    const service = await launch(env);
    const file = fileOf(env['DATABASE_URL']!);
    renameSync(file, `${file}.gone`);
    mkdirSync(file);
    for (const pid of workersOf(service)) process.kill(pid, 'SIGKILL');
    const { code, stderr } = await within(patience, 'it has ended', service.ended);
    expect(stderr).to.match(/^Duet cannot start: [^\n]*duet\.sqlite[^\n]*\n$/);
    expect(code).to.equal(1);
  });

  it('do not outlive the process that started them', async () => {
    const service = await launch(settings());
    const workers = workersOf(service);
    service.signal('SIGKILL');
    await service.ended;
    await until('they have ended', async () => !workers.some(lives));
  });

  it('cannot start: that is told in one line, once', async () => {
    const port = await takePort();
    const folder = settings();
    mkdirSync(fileOf(folder['DATABASE_URL']!));
    const [taken, none] = await Promise.all([runMain({ ...settings(), PORT: port.number }), runMain(folder)]);
    await port.free();
    for (const { code, stdout, stderr } of [taken, none]) {
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(/^Duet cannot start: [^\n]+\n$/);
    }
    expect(taken.stderr).to.match(new RegExp(`\\b${port.number}\\b.*PORT`));
  });
});

processSuite('workers in development', () => {
  it('load the test data once, and share one secret', async () => {
    const service = await launch({ DATABASE_URL: storeUrl('better-sqlite3'), WORKERS: '3' });
    const { access } = (await logIn(service, 'test1', 'test1test1')).body;
    const looks = await times(9, () => api(service, 'GET', '/users', undefined, access));
    expect(tally(looks)).to.deep.equal({ 200: 9 });
    expect(new Set(looks.map(({ body }) => body.count))).to.deep.equal(new Set([8]));
    await service.stop();
  });
});

for (const store of on('better-sqlite3', 'postgres')) {
  processSuite(`the limits of several workers, on ${store}`, () => {
    let service: Process;

    before(async () => {
      service = await launch({
        ...production(await urlFor(store)),
        WORKERS: '2',
        ADMIN: 'on',
        RATE_LIMIT: 'on',
        RATE_LIMIT_SEND: '6/60',
        RATE_LIMIT_LOGIN_ACCOUNT: '5/600',
        RATE_LIMIT_REGISTRATION: '9/600',
        TRUST_PROXY: '1',
      });
    });

    it('hold for what all of them send', async () => {
      const ann = await join(service, 'ann');
      const bob = await join(service, 'bob');
      const { id } = (await api(service, 'POST', '/threads', { participants: [bob.id] }, ann.access)).body;
      const answers = await times(10, (index) =>
        api(service, 'POST', `/threads/${id}/messages`, { text: `${index}` }, ann.access),
      );
      expect(tally(answers)).to.deep.equal({ 201: 6, 429: 4 });
      const left = answers.filter(({ status }) => status === 201).map(({ headers }) => headers['ratelimit']);
      expect(left.map((field) => /r=(\d)/.exec(String(field))?.[1]).sort()).to.deep.equal([
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
      ]);
      const other = await api(service, 'POST', `/threads/${id}/messages`, { text: 'mine' }, bob.access);
      expect(other.status).to.equal(201);
    });

    it('hold for registrations', async () => {
      const answers = await times(12, (index) =>
        api(service, 'POST', '/users', { username: `u${index}`, password }, '', {
          'x-forwarded-for': '203.0.113.9',
        }),
      );
      expect(tally(answers)).to.deep.equal({ 201: 9, 429: 3 });
    });

    it('hold for guesses, in the API and in the panel', async () => {
      for (let guess = 0; guess < 5; guess += 1) {
        expect((await logIn(service, 'ann', 'a wrong guess')).status).to.equal(401);
      }
      const right = await times(4, () => logIn(service, 'ann'));
      expect(tally(right)).to.deep.equal({ 429: 4 });

      const enter = (word: string) =>
        ask(service, 'POST', '/admin/login', { form: { email: 'bob', password: word } });
      for (let guess = 0; guess < 10; guess += 1) expect((await enter('a wrong guess')).status).to.equal(401);
      expect(tally(await times(4, () => enter(password)))).to.deep.equal({ 429: 4 });
    });
  });
}
