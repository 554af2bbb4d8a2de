import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { maxId, password, suite, tally, times, type User } from '../support/client.js';

type Claims = Record<string, unknown>;

const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const decode = (token: string, part: number) =>
  JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString()) as Claims;
const now = () => Math.floor(Date.now() / 1000);

suite('tokens', (api) => {
  let ann: User;
  let bea: User;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  const hmac = (header: unknown, claims: unknown, key: string, hash = 'sha256') => {
    const text = `${encode(header)}.${encode(claims)}`;
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
  };
  const asymmetric = (header: Claims, claims: Claims, key: KeyObject) => {
    const text = `${encode(header)}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const HS256 = { alg: 'HS256', typ: 'JWT' };
  const claims = (changes: Claims = {}): Claims => ({
    token_type: 'access',
    exp: now() + 300,
    iat: now(),
    jti: randomUUID().replaceAll('-', ''),
    user_id: ann.id,
    ...changes,
  });
  const signed = (changes: Claims = {}, header: Claims = HS256) =>
    hmac(header, claims(changes), api.service.secret);
  const without = (...names: string[]) => signed(Object.fromEntries(names.map((name) => [name, undefined])));
  const me = (token: string) => api.as(token)('GET', '/users/me');
  const refresh = (token: string) => api.anonymous('POST', '/auth/token/refresh', { refresh: token });
  const revoke = (token: string) => api.anonymous('POST', '/auth/token/revoke', { refresh: token });
  const family = async () => (await api.anonymous('POST', '/auth/token', { username: 'ann', password })).body;
  const expectRevoked = async (token: string) => {
    const { status, body } = await refresh(token);
    expect([status, body.code]).to.deep.equal([401, 'token_revoked']);
  };

  before(async () => {
    ({ ann, bea } = await api.people('ann', 'bea'));
  });

  it('have the shape of Simple JWT', () => {
    for (const [kind, token, lifetime] of [
      ['access', ann.access, 5 * 60],
      ['refresh', ann.refresh, 7 * 86_400],
    ] as const) {
      expect(decode(token, 0)).to.deep.include({ alg: 'HS256', typ: 'JWT' });
      const payload = decode(token, 1) as { exp: number; iat: number; jti: string };
      expect(payload).to.include({ token_type: kind, user_id: ann.id });
      expect(payload).to.include.all.keys('exp', 'iat', 'jti');
      expect(payload.exp - payload.iat).to.equal(lifetime);
      expect(payload.jti).to.be.a('string').and.not.equal('');
      const [header, body, signature] = token.split('.');
      const expected = createHmac('sha256', api.service.secret)
        .update(`${header}.${body}`)
        .digest('base64url');
      expect(signature, 'HMAC with the secret as it is').to.equal(expected);
    }
    expect(JSON.stringify(decode(ann.access, 1))).not.to.match(/password|argon/);
  });

  it('are accepted when made elsewhere with the same secret', async () => {
    expect((await me(signed())).body.id).to.equal(ann.id);
    expect((await me(signed({ user_id: bea.id }))).body.id).to.equal(bea.id);
  });

  const forgeries: Record<string, () => string> = {
    'no algorithm': () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`,
    'no algorithm, other case': () => `${encode({ alg: 'nOnE' })}.${encode(claims())}.`,
    'no algorithm, with the right signature': () => signed({}, { alg: 'none', typ: 'JWT' }),
    'no algorithm named': () => signed({}, { typ: 'JWT' }),
    'an algorithm in lower case': () => signed({}, { alg: 'hs256', typ: 'JWT' }),
    'an algorithm that is no string': () => signed({}, { alg: ['HS256'], typ: 'JWT' }),
    HS384: () => hmac({ alg: 'HS384', typ: 'JWT' }, claims(), api.service.secret, 'sha384'),
    HS512: () => hmac({ alg: 'HS512', typ: 'JWT' }, claims(), api.service.secret, 'sha512'),
    RS256: () => asymmetric({ alg: 'RS256', typ: 'JWT' }, claims(), rsa.privateKey),
    'RS256, key enclosed': () =>
      asymmetric({ alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) }, claims(), rsa.privateKey),
    'RS256 over an HMAC with the secret': () => signed({}, { alg: 'RS256', typ: 'JWT' }),
    'HMAC with a public key': () =>
      hmac(HS256, claims(), rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ES256: () => asymmetric({ alg: 'ES256', typ: 'JWT' }, claims(), ec.privateKey),
    'another secret': () => hmac(HS256, claims(), 'another secret of more than 32 bytes'),
    'an empty secret': () => hmac(HS256, claims(), ''),
    'an empty secret by key id': () => hmac({ ...HS256, kid: '/dev/null' }, claims(), ''),
    'a secret cut short': () => hmac(HS256, claims(), api.service.secret.slice(0, -1)),
    'no expiry': () => without('exp'),
    'an expiry of null': () => signed({ exp: null }),
    'an expiry of letters': () => signed({ exp: 'never' }),
    'an expiry as text': () => signed({ exp: String(now() + 300) }),
    'an expiry of 0': () => signed({ exp: 0 }),
    'an expiry long past': () => signed({ exp: now() - 3600 }),
    'an expiry just past': () => signed({ exp: now() - 1 }),
    'a start in the future': () => signed({ nbf: now() + 3600 }),
    'no token type': () => without('token_type'),
    'a sliding token': () => signed({ token_type: 'sliding' }),
    'a refresh token': () => ann.refresh,
    'a forged refresh token': () => signed({ token_type: 'refresh' }),
    'a token type in upper case': () => signed({ token_type: 'ACCESS' }),
    'a list of token types': () => signed({ token_type: ['access'] }),
    'no user': () => without('user_id'),
    'nothing but an expiry': () => without('token_type', 'iat', 'jti', 'user_id'),
    'a user that is not': () => signed({ user_id: maxId }),
    'user 0': () => signed({ user_id: 0 }),
    'user -1': () => signed({ user_id: -1 }),
    'user 1.5': () => signed({ user_id: 1.5 }),
    'a user out of range': () => signed({ user_id: 2 ** 53 }),
    'a user far out of range': () => signed({ user_id: 1e300 }),
    'user null': () => signed({ user_id: null }),
    'user true': () => signed({ user_id: true }),
    'a list of users': () => signed({ user_id: [ann.id] }),
    'a user condition': () => signed({ user_id: { $gt: 0 } }),
    'a user by name': () => signed({ user_id: 'ann' }),
    'an empty user': () => signed({ user_id: '' }),
    'a user in other notation': () => signed({ user_id: `0x${ann.id.toString(16)}` }),
    'a user with SQL': () => signed({ user_id: `${ann.id} OR 1=1` }),
    'claims in a list': () => hmac(HS256, [claims()], api.service.secret),
    'claims of null': () => hmac(HS256, null, api.service.secret),
    'claims of text': () => hmac(HS256, 'access', api.service.secret),
    'claims that are no JSON': () => hmac(HS256, '{"token_type":', api.service.secret),
    'a header that is no JSON': () => hmac('{', claims(), api.service.secret),
    'a header of null': () => hmac(null, claims(), api.service.secret),
    'other claims under a good signature': () => {
      const [header = '', , signature = ''] = bea.access.split('.');
      return `${header}.${encode(claims())}.${signature}`;
    },
    'another header under a good signature': () => {
      const [, body = '', signature = ''] = ann.access.split('.');
      return `${encode({ ...HS256, x: 1 })}.${body}.${signature}`;
    },
    'no signature': () => `${ann.access.split('.').slice(0, 2).join('.')}.`,
    'no signature and no dot': () => ann.access.split('.').slice(0, 2).join('.'),
    'half a signature': () => ann.access.slice(0, -20),
    'a fourth part': () => `${ann.access}.${ann.access.split('.')[2]}`,
    'something after it': () => `${ann.access}=`,
    'a comma after it': () => `${ann.access},${ann.access}`,
    'a plain word': () => 'garbage',
    'two dots': () => '..',
    'the text null': () => 'null',
    'the text undefined': () => 'undefined',
    'seven kilobytes': () => 'a'.repeat(7000),
    'seven kilobytes of claims': () => hmac(HS256, claims({ x: 'a'.repeat(5000) }), 'no'.repeat(20)),
  };

  for (const [name, forge] of Object.entries(forgeries)) {
    it(`refused: ${name}`, async () => {
      const { status, body } = await me(forge());
      expect(status).to.equal(401);
      if (name === 'an expiry long past') expect(body.code).to.equal('token_expired');
    });
    if (/refresh/.test(name)) continue;
    it(`refused for refreshing and revoking: ${name}`, async () => {
      const token = forge();
      const long = /kilobytes/.test(name) ? [400] : [];
      expect((await refresh(token)).status, 'refresh').to.be.oneOf([401, ...long]);
      // Garbage can be said to be revoked already; it must do no harm.
      expect((await revoke(token)).status, 'revoke').to.be.oneOf([204, 401, ...long]);
    });
  }

  for (const [name, make] of Object.entries<() => string>({
    'no jti': () => without('jti'),
    'no iat': () => without('iat'),
    'a user number as text': () => signed({ user_id: String(ann.id) }),
    'unknown claims': () => signed({ aud: 'x', iss: 'y', role: 'admin' }),
  })) {
    it(`either refused or taken for what it is: ${name}`, async () => {
      const { status, body } = await me(make());
      expect(status).to.be.oneOf([200, 401]);
      if (status === 200) expect([body.id, body.role]).to.deep.equal([ann.id, 'user']);
    });
  }

  const authorizations = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer  ',
    'Basic YW5uOnB3',
    'Token x',
    'Bearer a b',
    'x',
    ',',
  ];
  for (const value of authorizations) {
    it(`refused: Authorization: ${JSON.stringify(value)}`, async () => {
      const { status } = await api.raw({
        target: '/api/v1/users/me',
        headers: [['Authorization', value]],
      });
      expect(status).to.equal(401);
    });
  }

  it('count only in the header', async () => {
    const elsewhere = [
      { target: `/api/v1/users/me?access_token=${ann.access}` },
      { target: '/api/v1/users/me', headers: [['Cookie', `access=${ann.access}`]] as const },
      { target: '/api/v1/users/me', headers: [['Authorization', `Basic ${ann.access}`]] as const },
    ];
    for (const request of elsewhere) expect((await api.raw(request)).status).to.equal(401);
  });

  it('are renewed, and the new pair works', async () => {
    const first = await family();
    const { status, body } = await refresh(first.refresh);
    expect(status).to.equal(200);
    expect(body).to.have.all.keys('access', 'refresh');
    expect(body.refresh).not.to.equal(first.refresh);
    expect(decode(body.refresh, 1)['jti']).not.to.equal(decode(first.refresh, 1)['jti']);
    expect((await me(body.access)).body.id).to.equal(ann.id);
    expect((await refresh(body.refresh)).status).to.equal(200);
  });

  it('an access token renews nothing', async () => {
    expect((await refresh((await family()).access)).status).to.equal(401);
  });

  it('a replayed refresh token ends its family and no other', async () => {
    const [stolen, other] = [await family(), await family()];
    const second = (await refresh(stolen.refresh)).body;
    const third = (await refresh(second.refresh)).body;
    await expectRevoked(stolen.refresh);
    await expectRevoked(third.refresh);
    await expectRevoked(second.refresh);
    expect((await refresh(other.refresh)).status).to.equal(200);
    expect((await refresh((await family()).refresh)).status).to.equal(200);
  });

  it('of many who spend one at once, one succeeds, and its family ends', async () => {
    const { refresh: spent } = await family();
    const answers = await times(10, () => refresh(spent));
    expect(tally(answers)).to.deep.equal({ 200: 1, 401: 9 });
    const winner = answers.find(({ status }) => status === 200);
    await expectRevoked(winner?.body.refresh ?? '');
  });

  it('are revoked, as often as one likes', async () => {
    const { refresh: token } = await family();
    expect((await revoke(token)).status).to.equal(204);
    expect((await revoke(token)).status).to.equal(204);
    await expectRevoked(token);
  });

  it('a revoked one cannot be renewed through its successor', async () => {
    const first = await family();
    const second = (await refresh(first.refresh)).body;
    expect((await revoke(second.refresh)).status).to.equal(204);
    await expectRevoked(second.refresh);
    await expectRevoked(first.refresh);
  });

  it('revoking with an access token ends nothing', async () => {
    const pair = await family();
    expect((await revoke(pair.access)).status).to.be.oneOf([204, 401]);
    expect((await refresh(pair.refresh)).status).to.equal(200);
  });

  it('of a deactivated user count no more', async () => {
    const cat = await api.register('cat');
    expect((await cat.call('GET', '/users/me')).status).to.equal(200);
    await api.deactivate(cat);
    expect((await cat.call('GET', '/threads')).status).to.equal(401);
    expect((await refresh(cat.refresh)).status).to.equal(401);
    expect((await me(signed({ user_id: cat.id }))).status).to.equal(401);
  });

  it('a role bites without a new token', async () => {
    const dan = await api.register('dan');
    expect((await dan.call('GET', `/users/${ann.id}/threads`)).status).to.equal(403);
    await api.promote(dan, ann);
    expect((await dan.call('GET', '/users/me')).body.role).to.equal('admin');
  });
});
