import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'chai';
import { exportSPKI } from 'jose';
import { replace, type Replacement } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { IssuerKeys } from '../../src/infrastructure/auth/issuer-keys.js';
import { Api, password, times, until, type Answer, type User } from '../support/client.js';
import { HostApplication, makeKey, type SigningKey } from '../support/issuer.js';

const now = () => Math.floor(Date.now() / 1000);
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
let subjects = 0;
const unheardOf = () => `subject ${(subjects += 1)}`;

describe('tokens of another issuer', function () {
  this.timeout(60_000);
  const host = new HostApplication();
  const api = new Api();
  let rsa: SigningKey;
  let ec: SigningKey;
  let ed: SigningKey;
  let stranger: SigningKey;
  let ann: User;

  before(async () => {
    [rsa, ec, ed, stranger] = await Promise.all([
      makeKey('RS256', 'rsa'),
      makeKey('ES256', 'ec'),
      makeKey('EdDSA', 'ed'),
      makeKey('RS256', 'rsa'), // under the id of another
    ]);
    host.published = [rsa, ec, ed];
    await host.start();
    await api.start(host.env);
    ann = await api.register('ann');
  });
  after(async () => {
    await api.stop();
    await host.stop();
  });

  const me = (token: string) => api.as(token)('GET', '/users/me');
  const meWith = async (claims: Record<string, unknown>) => me(await host.token(rsa, claims));

  it('let their users in at first sight, by RS256, ES256 and EdDSA', async () => {
    const ids = [];
    for (const key of [rsa, ec, ed]) {
      const { status, body } = await me(
        await host.token(key, { sub: key.alg, preferred_username: `by-${key.alg}` }),
      );
      expect([status, body.username, body.role]).to.deep.equal([200, `by-${key.alg}`, 'user']);
      ids.push(body.id);
    }
    expect(new Set(ids).size).to.equal(3);
  });

  it('mean the same user each time, whatever else they say', async () => {
    const sub = unheardOf();
    const { id } = (await meWith({ sub, preferred_username: 'grace' })).body;
    const again = await me(
      await host.token(ec, {
        sub,
        preferred_username: 'renamed',
        exp: now() + 60,
        aud: ['other', host.audience],
      }),
    );
    expect(again.body).to.include({ id, username: 'grace' });
  });

  it('get tickets for events that end when the token must be looked at again', async () => {
    const exp = now() + 60;
    const token = await host.token(rsa, { sub: unheardOf(), preferred_username: 'listener', exp });
    const { status, body } = await api.as(token)('POST', '/events/ticket');
    expect(status).to.equal(201);
    const leeway = 30; // by which the clocks of issuer and service may differ
    expect(Date.parse(body.expires) / 1000).to.equal(exp + leeway);
    const response = await fetch(`${api.base}/events?ticket=${body.ticket}`);
    expect(response.status).to.equal(200);
    await response.body?.cancel();
    expect((await me(body.ticket)).status, 'as a token').to.equal(401);
  });

  it('make one account, however many come at once', async () => {
    const sub = unheardOf();
    const tokens = await times(20, (index) =>
      host.token(rsa, { sub, preferred_username: 'crowd', n: index }),
    );
    const answers = await Promise.all(tokens.map(me));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).to.equal(1);
    expect((await ann.call('GET', '/users?search=crowd')).body.count).to.equal(1);
  });

  it('never mean an account of the same name or number', async () => {
    for (const claims of [
      { sub: 'ann', preferred_username: 'ANN' },
      { sub: String(ann.id), preferred_username: 'ann' },
      {
        sub: unheardOf(),
        preferred_username: 'ann',
        user_id: ann.id,
        token_type: 'access',
        jti: 'x',
        role: 'admin',
      },
    ]) {
      const { status, body } = await meWith(claims);
      expect(status).to.equal(200);
      expect(body.id).not.to.equal(ann.id);
      expect(body.username).to.match(/^ann_\d+$/i);
      expect(body.role).to.equal('user');
    }
    expect((await ann.call('GET', '/users/me')).body.username).to.equal('ann');
  });

  it('name users after the subject where there is no better name', async () => {
    expect((await meWith({ sub: 'auth0|5f7c' })).body.username).to.equal('auth0_5f7c');
    expect((await meWith({ sub: 'x1', preferred_username: '' })).body.username).to.equal('x1');
    expect((await meWith({ sub: 'x2', preferred_username: ['a'] })).body.username).to.equal('x2');
    expect((await meWith({ sub: 4711 })).body.username).to.equal('4711');
  });

  it('are as good as others: their users write to people, and are found and written to', async () => {
    const token = await host.token(ed, { sub: unheardOf(), preferred_username: 'hosted' });
    const { id } = (await me(token)).body;
    const thread = (await api.as(token)('POST', '/threads', { participants: [ann.id] })).body;
    expect(await api.send(ann, thread.id, 'Hello')).to.include({ sender: ann.id });
    const sent = await api.as(token)('POST', `/threads/${thread.id}/messages`, { text: 'Hello' });
    expect(sent.body.sender).to.equal(id);
    expect((await ann.call('GET', '/users?search=hosted')).body.results).to.deep.equal([
      { id, username: 'hosted', name: null, avatar_url: null },
    ]);
  });

  it('leave users without a password, and their names taken', async () => {
    await meWith({ sub: unheardOf(), preferred_username: 'nopass' });
    for (const guess of ['!', 'nopass', password]) {
      const { status, body } = await api.anonymous('POST', '/auth/token', {
        username: 'nopass',
        password: guess,
      });
      expect([status, body.code]).to.deep.equal([401, 'invalid_credentials']);
    }
    const { status } = await api.anonymous('POST', '/users', { username: 'NoPass', password });
    expect(status).to.equal(409);
  });

  it('bear clocks that are half a minute apart', async () => {
    for (const claims of [{ exp: now() - 15 }, { nbf: now() + 15 }, { iat: now() + 15 }]) {
      expect((await meWith({ sub: unheardOf(), ...claims })).status, JSON.stringify(claims)).to.equal(200);
    }
  });

  it('of a deactivated user count no more, new ones either', async () => {
    const sub = unheardOf();
    const token = await host.token(rsa, { sub });
    const { id } = (await me(token)).body;
    const user = { ...ann, id, call: api.as(token) };
    await api.deactivate(user);
    const { status, body } = await meWith({ sub, preferred_username: 'back' });
    expect([status, body.code]).to.deep.equal([401, 'token_invalid']);
  });

  it('make a new account where the old one was deleted', async () => {
    const token = await host.token(rsa, { sub: unheardOf(), preferred_username: 'phoenix' });
    const { id } = (await me(token)).body;
    await api.service.store.run(({ users }) => users.remove(id));
    await until('there is a new one', async () => {
      const { status, body } = await me(token);
      return status === 200 && body.username === 'phoenix' && body.id > id;
    });
  });

  it('obey a role that is given here', async () => {
    const token = await host.token(rsa, { sub: unheardOf() });
    const user = { ...ann, id: (await me(token)).body.id, call: api.as(token) };
    expect((await user.call('GET', `/users/${ann.id}/threads`)).status).to.equal(403);
    await api.promote(user, ann);
  });

  it("leave Duet's own tokens as they are", async () => {
    expect((await ann.call('GET', '/users/me')).body.id).to.equal(ann.id);
    const { status, body } = await api.anonymous('POST', '/auth/token/refresh', { refresh: ann.refresh });
    expect(status).to.equal(200);
    ann = { ...ann, ...body, call: api.as(body.access) };
  });

  const hmac = (claims: object, key: string | Buffer, header: object = {}) => {
    const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'rsa', ...header })}.${encode(claims)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const claims = (changes: object = {}) => ({
    iss: host.issuer,
    aud: host.audience,
    sub: 'forged',
    exp: now() + 300,
    ...changes,
  });
  const ownClaims = () => ({ token_type: 'access', jti: 'x', iat: now(), exp: now() + 300, user_id: ann.id });
  const inPem = () => exportSPKI(rsa.public);

  const refused: Record<string, () => string | Promise<string>> = {
    'no algorithm': () => `${encode({ alg: 'none' })}.${encode(claims())}.`,
    'no algorithm, under a good signature': async () => {
      const [, body = '', signature = ''] = (await host.token(rsa)).split('.');
      return `${encode({ alg: 'none', kid: 'rsa' })}.${body}.${signature}`;
    },
    'HMAC with the public key in PEM': async () => hmac(claims(), await inPem()),
    'HMAC with the public key in PEM, without line break': async () => hmac(claims(), (await inPem()).trim()),
    'HMAC with the public key as JWK': () => hmac(claims(), JSON.stringify(rsa.jwk)),
    "HMAC with the public key's modulus": () => hmac(claims(), Buffer.from(rsa.jwk.n ?? '', 'base64url')),
    'HMAC with the public key, as one of ours': async () => hmac(ownClaims(), await inPem()),
    "HMAC with Duet's secret": () => hmac(claims(), api.service.secret),
    "HMAC with Duet's secret, and claims of ours": () =>
      hmac({ ...claims(), ...ownClaims() }, api.service.secret),
    'RS256 over an HMAC': async () => hmac(claims(), await inPem(), { alg: 'RS256' }),
    'claims of ours': () =>
      host.token(rsa, { ...ownClaims(), iss: undefined, aud: undefined, sub: undefined }),
    'a key of the same id': () => host.token(stranger),
    'a key id that is unknown': () => host.token(rsa, {}, { kid: 'unknown' }),
    'a key id of another kind of key': () => host.token(rsa, {}, { kid: 'ec' }),
    'a key id that is a path': () => host.token(rsa, {}, { kid: '../../dev/null' }),
    'its own key enclosed': async () => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const jwk = publicKey.export({ format: 'jwk' });
      const text = `${encode({ alg: 'RS256', jwk })}.${encode(claims())}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
    'a key server of its own': () => host.token(stranger, {}, { jku: 'http://127.0.0.1:1/keys' }),
    PS256: async () => {
      const other = await makeKey('PS256', 'rsa');
      return host.token(other);
    },
    'an extension that must be understood': async () => {
      const text = `${encode({ alg: 'ES256', kid: 'ec', crit: ['x'], x: 1 })}.${encode(claims())}`;
      return `${text}.${Buffer.alloc(64).toString('base64url')}`;
    },
    'other claims under a good signature': async () => {
      const [header = '', , signature = ''] = (await host.token(rsa)).split('.');
      return `${header}.${encode(claims())}.${signature}`;
    },
    'another issuer': () => host.token(rsa, { iss: 'https://evil.example/' }),
    'the issuer without its slash': () => host.token(rsa, { iss: host.issuer.slice(0, -1) }),
    'no issuer': () => host.token(rsa, { iss: undefined }),
    'a list of issuers': () => host.token(rsa, { iss: [host.issuer] as unknown as string }),
    'another audience': () => host.token(rsa, { aud: 'shop' }),
    'other audiences': () => host.token(rsa, { aud: ['shop', 'chats'] }),
    'no audience': () => host.token(rsa, { aud: undefined }),
    'no expiry': () => host.token(rsa, { exp: undefined }),
    'an expiry as text': () => host.token(rsa, { exp: String(now() + 300) as unknown as number }),
    'an expiry long past': () => host.token(rsa, { exp: now() - 3600 }),
    'an expiry past the tolerance': () => host.token(rsa, { exp: now() - 31 }),
    'a start in the future': () => host.token(rsa, { nbf: now() + 300 }),
    'a start as text': () => host.token(rsa, { nbf: 'now' as unknown as number }),
    'no user': () => host.token(rsa, { sub: undefined }),
    'an empty user': () => host.token(rsa, { sub: '' }),
    'a user of 256 characters': () => host.token(rsa, { sub: 'x'.repeat(256) }),
    'a user with NUL': () => host.token(rsa, { sub: 'a\0b' }),
    'a user who is a lone surrogate': () => host.token(rsa, { sub: 'a\ud800' }),
    'a list of users': () => host.token(rsa, { sub: ['a'] as unknown as string }),
    'a user who is null': () => host.token(rsa, { sub: null as unknown as string }),
    'a user who is a fraction': () => host.token(rsa, { sub: 1.5 as unknown as string }),
    'no claims': () => `${encode({ alg: 'RS256', kid: 'rsa' })}..`,
    'claims of null': () => `${encode({ alg: 'RS256', kid: 'rsa' })}.${encode(null)}.x`,
    'five parts': async () => `${await host.token(rsa)}.x.x`,
    'six kilobytes': () => host.token(stranger, { x: 'x'.repeat(6000) }),
  };

  for (const [title, forge] of Object.entries(refused)) {
    it(`refused: ${title}`, async () => {
      const { status, body } = await me(await forge());
      expect(status).to.equal(401);
      expect(body.code).to.equal(/past/.test(title) ? 'token_expired' : 'token_invalid');
    });
  }

  it('are refused in words that help to put them right, once they are known to be genuine', async () => {
    expect((await meWith({ aud: 'shop' })).body.detail)
      .to.include('"aud"')
      .and.to.include(host.issuer);
    expect((await meWith({ exp: undefined })).body.detail).to.include('"exp"');
    expect((await meWith({ sub: undefined })).body.detail).to.include('sub');
  });

  it('renew nothing', async () => {
    const refresh = await host.token(rsa);
    for (const call of ['refresh', 'revoke']) {
      const { status } = await api.anonymous('POST', `/auth/token/${call}`, { refresh });
      expect(status, call).to.equal(401);
    }
  });

  it('that name keys at random reach the key server once', async () => {
    const before = host.requests;
    for (let index = 0; index < 20; index += 1) {
      expect((await me(await host.token(rsa, {}, { kid: `random ${index}` }))).status).to.equal(401);
    }
    expect(host.requests - before).to.be.at.most(1);
  });
});

describe('tokens of another issuer, with other settings', function () {
  this.timeout(60_000);
  const host = new HostApplication();
  let key: SigningKey;

  before(async () => {
    key = await makeKey('ES256', 'one');
    host.published = [key];
    await host.start();
  });
  after(() => host.stop());

  const withService = async (env: Record<string, string>, work: (api: Api) => Promise<void>) => {
    const api = new Api();
    await api.start({ ...host.env, ...env });
    try {
      await work(api);
    } finally {
      await api.stop();
    }
  };

  it('name users by the claim that is configured', () =>
    withService({ JWT_USER_CLAIM: 'https://host.example/uid' }, async (api) => {
      const named = await host.token(key, { sub: 'x', 'https://host.example/uid': 'u-1' });
      expect((await api.as(named)('GET', '/users/me')).body.username).to.equal('u-1');
      const { status, body } = await api.as(await host.token(key))('GET', '/users/me');
      expect(status).to.equal(401);
      expect(body.detail).to.include('https://host.example/uid');
    }));

  it('are for anybody where no audience is configured', () =>
    withService({ JWT_AUDIENCE: '' }, async (api) => {
      for (const aud of [undefined, 'shop']) {
        expect((await api.as(await host.token(key, { aud }))('GET', '/users/me')).status).to.equal(200);
      }
    }));

  it('are the only ones with OWN_TOKENS=off', () =>
    withService({ OWN_TOKENS: 'off' }, async (api) => {
      const refusals: [string, unknown][] = [
        ['/users', { username: 'ann', password }],
        ['/auth/token', { username: 'ann', password }],
        ['/auth/token/refresh', { refresh: 'x' }],
        ['/auth/token/revoke', { refresh: 'x' }],
      ];
      for (const [path, body] of refusals) {
        const answer = await api.anonymous('POST', path, body);
        expect([answer.status, answer.body.code], path).to.deep.equal([403, 'own_tokens_off']);
      }
      const token = await host.token(key);
      const { id } = (await api.as(token)('GET', '/users/me')).body;
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
        token_type: 'access',
        jti: 'x',
        iat: now(),
        exp: now() + 300,
        user_id: id,
      })}`;
      const own = `${text}.${createHmac('sha256', api.service.secret).update(text).digest('base64url')}`;
      const { status, body } = await api.as(own)('GET', '/users/me');
      expect([status, body.code]).to.deep.equal([401, 'token_invalid']);
      expect(body.detail).to.include(host.issuer);
      expect((await api.as('garbage')('GET', '/users/me')).status).to.equal(401);
    }));

  it('are not known without an issuer', () =>
    withService({ JWT_ISSUER: '', JWKS_URL: '', JWT_AUDIENCE: '' }, async (api) => {
      expect((await api.as(await host.token(key))('GET', '/users/me')).status).to.equal(401);
    }));
});

describe('the key server of another issuer', function () {
  this.timeout(60_000);
  const host = new HostApplication();
  let api: Api;
  let first: SigningKey;
  let second: SigningKey;
  let stale: unknown[];

  /** By how much the service's clock is ahead, in milliseconds. */
  let ahead = 0;

  const keysWith = (options: ConstructorParameters<typeof IssuerKeys>[2]): Replacement =>
    replace(tokens.issuerKeys, new IssuerKeys(new URL(host.keysUrl), (error) => stale.push(error), options));

  /** The clock that is ahead, and keys that are never good for long. */
  const impatient = (): Replacement[] => [
    replace(tokens.clock, {
      now: () => new Date(Date.now() + ahead),
      elapsed: () => performance.now() + ahead,
    }),
    keysWith({ maxAge: -1, cooldown: 0 }),
  ];

  before(async () => {
    [first, second] = await Promise.all([makeKey('RS256', 'first'), makeKey('RS256', 'second')]);
  });
  beforeEach(async () => {
    stale = [];
    ahead = 0;
    host.published = [first];
    api = new Api();
    await host.start();
  });
  afterEach(async () => {
    await api.stop();
    await host.stop();
  });

  /** Not by Api, which takes no 5xx for an answer. */
  const me = async (token: string) => {
    const response = await fetch(`${api.base}/users/me`, { headers: { authorization: `Bearer ${token}` } });
    const body = (await response.json()) as Answer['body'];
    return { status: response.status, code: body.code, id: body.id, headers: response.headers, body };
  };
  const expectUnavailable = async (token: string) => {
    const { status, code, headers, body } = await me(token);
    expect([status, code]).to.deep.equal([503, 'issuer_unavailable']);
    expect(headers.get('retry-after')).to.equal('1');
    expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(JSON.stringify(body)).not.to.match(/127\.0\.0\.1|ECONN|fetch/);
  };

  it('may be away at first: its tokens wait, ours do not', async () => {
    await api.start(host.env);
    await host.stop();
    const token = await host.token(first);
    await expectUnavailable(token);
    await expectUnavailable(token);
    const ann = await api.register('ann');
    expect((await ann.call('GET', '/users/me')).status).to.equal(200);
    await host.start();
    await until('the keys are there', async () => (await me(token)).status === 200);
  });

  it('may go away: keys that are known stay good', async () => {
    await api.start(host.env);
    expect((await me(await host.token(first))).status).to.equal(200);
    await host.stop();
    expect((await me(await host.token(first, { sub: unheardOf() }))).status).to.equal(200);
  });

  it('may be away when it is time to ask again: that is told, and known keys stay good', async () => {
    await api.start({ ...host.env, OWN_TOKENS: 'off' }, ...impatient());
    expect((await me(await host.token(first))).status).to.equal(200);
    await host.stop();
    expect((await me(await host.token(first, { sub: unheardOf() }))).status).to.equal(200);
    await until('somebody is told', async () => stale.length > 0);
    expect((await me(await host.token(first, { sub: unheardOf() }))).status).to.equal(200);
    await expectUnavailable(await host.token(second));
  });

  const failures: Record<string, HostApplication['answer']> = {
    'an error': (_request, response) => response.writeHead(500).end(),
    'a page': (_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hi</h1>'),
    'another JSON': (_request, response) => response.end('{"keys":1}'),
    'a way to elsewhere': (_request, response) => response.writeHead(302, { Location: host.keysUrl }).end(),
    'a cut connection': (request) => request.socket.destroy(),
    nothing: () => undefined,
    'a beginning': (_request, response) => response.writeHead(200).write('{"keys":'),
  };
  for (const [title, answer] of Object.entries(failures)) {
    it(`may answer with ${title}: the caller is told so, in a time that has an end`, async () => {
      await api.start(host.env, keysWith({ patience: 300 }));
      host.answer = answer;
      await expectUnavailable(await host.token(first));
    });
  }

  it('is asked again for a key that is not known: so keys may change', async () => {
    await api.start({ ...host.env, OWN_TOKENS: 'off' }, ...impatient());
    expect((await me(await host.token(first))).status).to.equal(200);
    host.published = [first, second];
    expect((await me(await host.token(second))).status).to.equal(200);
    expect((await me(await host.token(first, { sub: unheardOf() }))).status).to.equal(200);
  });

  it('may withdraw a key: new tokens by it are refused', async () => {
    await api.start({ ...host.env, OWN_TOKENS: 'off' }, ...impatient());
    const { id } = await me(await host.token(first));
    host.published = [second];
    expect((await me(await host.token(second))).id).to.equal(id);
    expect((await me(await host.token(first, { n: 1 }))).status).to.equal(401);
  });

  it('may withdraw a key: in the end tokens that were let in before are refused, too', async () => {
    await api.start({ ...host.env, OWN_TOKENS: 'off' }, ...impatient());
    const token = await host.token(first, { exp: now() + 10 * 365 * 86_400 });
    expect((await me(token)).status).to.equal(200);
    host.published = [second];
    await until('the token is refused', async () => {
      ahead += 600_000; // for which what was checked is taken for good
      const { status, code } = await me(token);
      expect(status === 200 ? status : code).to.be.oneOf([200, 'token_invalid']);
      return status === 401;
    });
  });

  it('is left alone for a while after it was asked, and keys that appear are found all the same', async () => {
    await api.start(host.env, keysWith({ cooldown: 500 }));
    expect((await me(await host.token(first))).status).to.equal(200);
    host.published = [second];
    const token = await host.token(second);
    await until('the new key is known', async () => (await me(token)).status === 200);
  });

  it('may have several keys for tokens that name none', async () => {
    host.published = [first, second];
    await api.start(host.env);
    for (const key of [first, second]) {
      const token = await host.token(key, {}, { kid: undefined });
      expect((await me(token)).status).to.equal(200);
    }
    const third = await makeKey('RS256', 'third');
    expect((await me(await host.token(third, {}, { kid: undefined }))).status).to.equal(401);
  });
});
