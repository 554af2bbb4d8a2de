import { connect } from 'node:net';
import { expect } from 'chai';
import { Api, maxId, password, suite, until, type User } from '../support/client.js';

suite('errors and conventions', (api) => {
  let sue: User;
  let tom: User;
  let thread: number;
  let message: number;
  const auth = () => ['Authorization', `Bearer ${sue.access}`] as const;
  const json = ['Content-Type', 'application/json'] as const;

  before(async () => {
    ({ sue, tom } = await api.people('sue', 'tom'));
    thread = (await api.open(sue, tom)).id;
    message = (await api.send(tom, thread, 'hello')).id;
  });

  const fill = (path: string) => path.replace('T', String(thread)).replace('M', String(message));
  /** Everything that the contract names, and what it takes. */
  const routes: Record<string, string[]> = {
    '/users': ['GET', 'POST'],
    '/users/me': ['GET', 'PATCH', 'DELETE'],
    '/users/me/password': ['PUT'],
    '/users/me/blocks': ['GET'],
    '/users/me/export': ['GET'],
    '/users/1': ['GET', 'PUT', 'PATCH', 'DELETE'],
    '/users/1/tokens': ['POST'],
    '/users/1/block': ['PUT', 'DELETE'],
    '/users/me/threads': ['GET'],
    '/users/me/unread-count': ['GET'],
    '/auth/token': ['POST'],
    '/auth/token/refresh': ['POST'],
    '/auth/token/revoke': ['POST'],
    '/threads': ['GET', 'POST'],
    '/threads/T': ['GET', 'PATCH', 'DELETE'],
    '/threads/T/messages': ['GET', 'POST'],
    '/threads/T/read': ['POST'],
    '/messages/M': ['GET', 'PATCH', 'DELETE'],
    '/messages/M/history': ['GET'],
    '/messages/M/reports': ['POST'],
    '/reports': ['GET'],
    '/reports/1': ['GET', 'PATCH'],
    '/limits': ['GET'],
    '/events/ticket': ['POST'],
    '/webhooks': ['GET', 'POST'],
    '/webhooks/1': ['GET', 'PATCH', 'DELETE'],
    '/webhooks/1/secret': ['POST'],
    '/webhooks/1/test': ['POST'],
    '/webhooks/1/deliveries': ['GET'],
    '/webhooks/1/deliveries/1/retry': ['POST'],
  };

  for (const [path, methods] of Object.entries(routes)) {
    it(`${path}: other methods are 405 and told which there are`, async () => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
        (name) => !methods.includes(name),
      )) {
        for (const slash of ['', '/']) {
          const { status, headers } = await sue.call(method, fill(path) + slash);
          expect(status, `${method} ${path}${slash}`).to.equal(405);
          const allowed = (headers.get('allow') ?? '').split(/, ?/);
          expect(allowed, `${method} ${path}`).to.include.members(methods);
          expect(allowed, `${method} ${path}`).not.to.include(method);
        }
      }
      for (const method of ['PROPFIND', 'PURGE', 'LOCK', 'QUERY', 'TRACE']) {
        const { status } = await api.raw({
          method,
          target: `/api/v1${fill(path)}`,
          headers: [auth()],
          lenient: true,
        });
        expect(status, `${method} ${path}`).to.be.oneOf([400, 404, 405]);
      }
    });

    it(`${path}: HEAD and OPTIONS are answered`, async () => {
      const head = await sue.call('HEAD', fill(path));
      const options = await sue.call('OPTIONS', fill(path));
      expect(options.status).to.be.oneOf([200, 204, 405]);
      if (!methods.includes('GET')) {
        expect(head.status).to.equal(405);
        return;
      }
      const { status, headers } = await sue.call('GET', fill(path)); // 403 where only admins look
      expect([head.status, head.headers.get('content-type')]).to.deep.equal([
        status,
        headers.get('content-type'),
      ]);
    });
  }

  it('nobody in particular gets no further', async () => {
    for (const path of Object.keys(routes)) {
      expect((await api.anonymous('PUT', fill(path))).status, path).to.be.oneOf([401, 405]);
    }
    expect((await sue.call('GET', `/threads/${thread}`)).status).to.equal(200);
  });

  it('no such route is 404, for everybody and everywhere', async () => {
    const paths = [
      '/nope',
      '/nope/',
      '/nope?x=1',
      '/threads/1/nope',
      '/messages/1/nope',
      '/users/1/nope',
      '/users/me/nope',
    ];
    const below = [...paths, '/auth', '/auth/nope', '/threads/1/messages/1', '/messages/1/read', '/nope/%zz'];
    for (const path of below) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        const anonymous = await api.anonymous(method, path);
        expect(anonymous.status, `${method} ${path}`).to.be.oneOf(/%zz/.test(path) ? [400, 404] : [404]);
        expect((await sue.call(method, path)).status, `${method} ${path}`).to.equal(anonymous.status);
      }
    }
    for (const target of [
      '/nope',
      '/api',
      '/api/',
      '/api/v2/threads',
      '/API/v3',
      '/api/v1x',
      '/..%2f..%2fetc/passwd',
    ]) {
      expect((await api.raw({ target })).status, target).to.equal(404);
    }
    for (const target of [
      '/api/v1',
      '/api/v1/',
      '/.env',
      '/.git/config',
      '/package.json',
      '/src/domain/errors.ts',
    ]) {
      expect((await api.raw({ target })).status, target).to.be.oneOf([404, 401]);
    }
  });

  it('strange paths are clear errors', async () => {
    for (const target of [
      '//',
      '//api/v1/threads',
      '/api//v1/threads',
      '/api/v1//threads',
      '/api/v1/threads//',
      '/api/v1/threads/%',
      '/%',
      '/%00',
      '/api/v1/../../etc/passwd',
      '/api/v1/%2e%2e/threads',
      '/api/v1/threads;x=1',
      '/api/v1/threads%3Flimit=1',
      '/api/v1/threads#x',
      'http://evil.test/api/v1/threads/0',
      `http://evil.test:99999/api/v1/threads/0`,
      '/api/v1/\u00e9\u{1f600}',
      `/${'a/'.repeat(2000)}`,
      `/api/v1/${'x'.repeat(8000)}`,
    ]) {
      const { status } = await api.raw({ target, headers: [auth()], lenient: true });
      expect(status, target.slice(0, 80)).to.be.within(200, 499);
      if (/%$|%00$|\/\.\.\/|\/0$/.test(target)) expect(status, target).to.be.within(400, 499);
    }
  });

  it('a strange Host is no reason to fall over', async () => {
    for (const host of [
      '',
      'a b',
      '[',
      '[::1',
      '"',
      ':::',
      'x:99999',
      'exa mple:80',
      '<b>',
      'a/b?c#d',
      '%zz',
      '💥',
      '..',
    ]) {
      for (const path of ['/threads?limit=1&offset=1', '/users?limit=1', '/users?limit=1&offset=1']) {
        const { status, body } = await api.raw({
          target: `/api/v1${path}`,
          headers: [['Host', host], auth()],
          lenient: true,
        });
        expect(status, `${host} ${path}`).to.be.oneOf([200, 400]);
        if (status === 200) for (const url of [body.next, body.previous]) if (url !== null) new URL(url);
      }
    }
  });

  it('a Host without the number of its port is legal, and makes URLs without the colon', async () => {
    for (const host of ['duet.example:', '[::1]:']) {
      const target = '/api/v1/users?limit=1';
      const { status, body } = await api.raw({ target, headers: [['Host', host], auth()], lenient: true });
      expect(status, host).to.equal(200);
      expect(body.next).to.equal(`http://${host.slice(0, -1)}/api/v1/users?limit=1&offset=1`);
    }
  });

  it('a slash at the end changes nothing', async () => {
    for (const [path, methods] of Object.entries(routes)) {
      if (!methods.includes('GET')) continue;
      const [plain, slashed] = [await sue.call('GET', fill(path)), await sue.call('GET', `${fill(path)}/`)];
      expect(slashed.status, path).to.equal(plain.status);
      const [one, other] = [plain, slashed].map(({ body }) =>
        JSON.stringify({ ...body, exported: undefined }),
      );
      expect(other?.replaceAll('/?', '?')).to.equal(one);
    }
    const calls: [string, string, unknown, number][] = [
      ['POST', '/users/', { username: 'slash', password }, 201],
      ['POST', '/auth/token/', { username: 'slash', password }, 200],
      ['POST', '/auth/token/refresh/', { refresh: sue.refresh }, 200],
      ['POST', '/auth/token/revoke/', { refresh: tom.refresh }, 204],
      ['POST', '/threads/', { participants: [tom.id] }, 200],
      ['POST', `/threads/${thread}/messages/`, { text: 'slash' }, 201],
      ['POST', `/threads/${thread}/read/`, undefined, 200],
      ['PATCH', `/messages/${message}/`, { is_read: true }, 200],
      ['GET', `/threads/?limit=1`, undefined, 200],
      ['GET', `/threads/${maxId}/`, undefined, 404],
      ['GET', '/threads/x/', undefined, 400],
      ['DELETE', `/threads/${maxId}/`, undefined, 404],
    ];
    for (const [method, path, body, expected] of calls) {
      expect((await sue.call(method, path, body)).status, `${method} ${path}`).to.equal(expected);
    }
    const pages = await api.follow(sue.call, `/threads/${thread}/messages/?limit=1`);
    expect(pages.length).to.be.at.least(2);
  });

  it('a body may have 64 KiB and not a byte more, however it is sent', async () => {
    const sized = (size: number) => '{"text":"big"'.padEnd(size - 1) + '}';
    const chunked = (text: string) => {
      const pieces = text.match(/.{1,9000}/gs) ?? [];
      return [...pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`), '0\r\n\r\n'].join('');
    };
    const target = `/api/v1/threads/${thread}/messages`;
    for (const [size, expected] of [
      [65_535, 201],
      [65_536, 201],
      [65_537, 413],
      [200_000, 413],
    ] as const) {
      const plain = await api.raw({ method: 'POST', target, headers: [auth(), json], body: sized(size) });
      expect(plain.status, `${size} bytes`).to.equal(expected);
      const headers = [auth(), json, ['Transfer-Encoding', 'chunked']] as const;
      const inChunks = await api.raw({ method: 'POST', target, headers, body: chunked(sized(size)) });
      expect(inChunks.status, `${size} bytes in chunks`).to.equal(expected);
    }
    for (const path of ['/users', '/auth/token', '/auth/token/refresh', '/auth/token/revoke']) {
      const { status } = await api.raw({
        method: 'POST',
        target: `/api/v1${path}`,
        headers: [json],
        body: sized(65_537),
      });
      expect(status, path).to.equal(413);
    }
  });

  it('a body that never ends stores nothing', async () => {
    const messages = async () => (await sue.call('GET', `/threads/${thread}/messages?limit=1`)).body.count;
    const before = await messages();
    const { hostname, port } = new URL(api.service.url);
    const head = [`POST /api/v1/threads/${thread}/messages HTTP/1.1`, `Host: ${hostname}`, auth().join(': ')];
    const lines = [...head, 'Content-Type: application/json', 'Content-Length: 100', '', '{"text":"half"}'];
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end(lines.join('\r\n')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.resume();
    });
    expect(await messages()).to.equal(before);
  });

  it('says what is wrong where', async () => {
    for (const [method, path, body, where, field] of [
      ['GET', '/threads/abc', undefined, 'path', /./],
      ['GET', '/threads?limit=abc', undefined, 'query', /^limit$/],
      ['GET', '/threads?nope=1', undefined, 'query', /^nope$/],
      ['GET', '/threads?limit=1&limit=2', undefined, 'query', /^limit$/],
      ['POST', '/threads', { participants: 'x' }, 'body', /^participants$/],
      ['POST', '/threads', {}, 'body', /^participants$/],
      ['POST', '/threads', { participants: [1, 'x'] }, 'body', /^participants/],
      ['POST', `/threads/T/messages`, { text: 'x', colour: 'red' }, 'body', /^colour$/],
      ['POST', '/users', { username: 'someone' }, 'body', /^password$/],
      ['PATCH', '/messages/M', { is_read: false }, 'body', /^is_read$/],
    ] as const) {
      const { status, body: problem } = await sue.call(method, fill(path), body);
      expect([status, problem.code], path).to.deep.equal([400, 'validation_error']);
      expect(problem.errors?.[0]?.in, path).to.equal(where);
      expect(problem.errors?.[0]?.field, path).to.match(field);
    }
    const key = { 'Idempotency-Key': 'k'.repeat(256) };
    const { body } = await sue.call('POST', `/threads/${thread}/messages`, { text: 'x' }, key);
    expect([body.code, body.errors?.[0]?.in]).to.deep.equal(['validation_error', 'header']);
    expect(body.errors?.[0]?.field).to.match(/^idempotency-key$/i);
  });

  it('never repeats a secret', async () => {
    const secret = 'hunter2-hunter2-hunter2';
    const answers = [
      await api.anonymous('POST', '/users', { username: 'a b', password: secret }),
      await api.anonymous('POST', '/users', { username: 'leak', password: secret, more: 1 }),
      await api.anonymous('POST', '/users', { username: 'sue', password: secret }),
      await api.anonymous('POST', '/auth/token', { username: 'sue', password: secret }),
      await api.anonymous('POST', '/auth/token', { username: 'sue', password: [secret] }),
      await api.anonymous('POST', '/auth/token/refresh', { refresh: secret }),
      await api.as(secret)('GET', '/users/me'),
      await api.raw({
        method: 'POST',
        target: '/api/v1/users',
        headers: [json],
        body: `{"password":"${secret}`,
      }),
    ];
    for (const { raw } of answers) expect(raw).not.to.include(secret);
  });

  it('is alive and ready', async () => {
    const { url } = api.service;
    await until('it is ready', async () => (await fetch(`${url}/readyz`)).status === 200);
    for (const path of ['/healthz', '/readyz', '/healthz/', '/readyz/']) {
      for (const method of ['GET', 'HEAD']) {
        expect((await api.anonymous(method, url + path)).status, `${method} ${path}`).to.equal(200);
      }
    }
  });

  it('tells monitoring which methods there are', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/metrics/']) {
      const refused = await api.anonymous('POST', api.service.url + path);
      expect([refused.status, refused.headers.get('allow')], path).to.deep.equal([405, 'GET, HEAD, OPTIONS']);
    }
  });

  it('names no framework, and forbids sniffing', async () => {
    const { headers } = await sue.call('GET', '/users/me');
    expect(headers.get('x-powered-by')).to.equal(null);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('lets no other origin in', async () => {
    for (const origin of ['https://evil.test', 'null']) {
      const { headers } = await sue.call('GET', '/users/me', undefined, { Origin: origin });
      expect(headers.get('access-control-allow-origin')).to.equal(null);
      const preflight = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
      const { headers: allowed } = await api.anonymous('OPTIONS', '/threads', undefined, preflight);
      expect(allowed.get('access-control-allow-origin')).to.equal(null);
    }
  });
});

describe('other origins', function () {
  this.timeout(60_000);
  const api = new Api();
  before(() => api.start({ CORS_ORIGINS: 'https://app.example' }));
  after(() => api.stop());

  it('may call if they are configured', async () => {
    for (const [origin, allowed] of [
      ['https://app.example', 'https://app.example'],
      ['https://evil.test', null],
      ['https://app.example.evil.test', null],
      ['http://app.example', null],
    ] as const) {
      const headers = {
        Origin: origin,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization, content-type, idempotency-key',
      };
      const preflight = await api.anonymous('OPTIONS', '/messages/1', undefined, headers);
      expect(preflight.headers.get('access-control-allow-origin'), origin).to.equal(allowed);
      const { headers: plain } = await api.anonymous('GET', '/users/me', undefined, { Origin: origin });
      expect(plain.get('access-control-allow-origin'), origin).to.equal(allowed);
      if (allowed === null) continue;
      expect(plain.get('access-control-expose-headers')).to.include('Retry-After,RateLimit,RateLimit-Policy');
      expect(preflight.headers.get('access-control-allow-methods')).to.match(/\bPATCH\b/);
      const named = preflight.headers.get('access-control-allow-headers')?.toLowerCase();
      for (const name of ['authorization', 'content-type', 'idempotency-key']) expect(named).to.include(name);
    }
  });
});
