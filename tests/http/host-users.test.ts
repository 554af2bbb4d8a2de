import { expect } from 'chai';
import { Api, idsOf, maxId, password, suite, tally, times, until, type User } from '../support/client.js';
import { HostApplication, makeKey, type SigningKey } from '../support/issuer.js';

suite('users of the application behind', (api) => {
  let boss: User;
  let ann: User;
  let number = 0;
  const unheardOf = () => `shop ${(number += 1)}`;
  const pathOf = (externalId: string) => `/users/ext:${encodeURIComponent(externalId)}`;
  const put = (externalId: string, body?: unknown, by = boss) => by.call('PUT', pathOf(externalId), body);

  before(async () => {
    ({ boss, ann } = await api.people('boss', 'ann'));
    await api.promote(boss, ann);
  });

  it('are made by PUT, and brought up to date', async () => {
    const id = unheardOf();
    const made = await put(id, { name: 'Ada Lovelace', avatar_url: 'https://shop.example/ada.png' });
    expect(made.status).to.equal(201);
    expect(made.headers.get('location')).to.match(new RegExp(`/users/${made.body.id}$`));
    expect(made.body).to.deep.include({
      username: 'Ada_Lovelace',
      name: 'Ada Lovelace',
      avatar_url: 'https://shop.example/ada.png',
      external_id: id,
      role: 'user',
      active: true,
      unread_count: 0,
    });
    const again = await put(id);
    expect([again.status, again.body]).to.deep.equal([200, made.body]);
    const changed = await put(id, { name: null, username: 'ada' });
    expect(changed.body).to.deep.equal({ ...made.body, name: null, username: 'ada' });
    for (const path of [pathOf(id), `/users/${made.body.id}`]) {
      expect((await boss.call('GET', path)).body).to.deep.equal(changed.body);
    }
  });

  it('get a username like their id where they have no name, and never that of another', async () => {
    expect((await put('ann')).body.username).to.equal('ann_2');
    expect((await put('a|b c')).body.username).to.equal('a_b_c');
    const taken = await put(unheardOf(), { username: 'ANN' });
    expect([taken.status, taken.body.code]).to.deep.equal([409, 'username_taken']);
    expect((await put('ann', { username: 'boss' })).status).to.equal(409);
  });

  it('are one account, however many make them at once', async () => {
    const id = unheardOf();
    const answers = await times(20, () => put(id, { name: 'Crowd' }));
    expect(tally(answers)).to.deep.equal({ 200: 19, 201: 1 });
    expect(new Set(answers.map(({ body }) => body.id)).size).to.equal(1);
    expect((await ann.call('GET', '/users?search=crowd')).body.count).to.equal(1);
    const others = await times(20, () => put(unheardOf(), { name: 'Same Name' }));
    expect(new Set(others.map(({ status }) => status))).to.deep.equal(new Set([201]));
    expect(new Set(others.map(({ body }) => body.username)).size).to.equal(20);
  });

  it('have no password, and log in by tokens that the application hands out', async () => {
    const id = unheardOf();
    const user = (await put(id)).body;
    const handed = await boss.call('POST', `${pathOf(id)}/tokens`);
    expect(handed.status).to.equal(201);
    const me = await api.as(handed.body.access)('GET', '/users/me');
    expect(me.body).to.deep.include({ id: user.id, external_id: id });
    const refreshed = await api.anonymous('POST', '/auth/token/refresh', { refresh: handed.body.refresh });
    expect(refreshed.status).to.equal(200);
    for (const [path, status, code] of [
      ['/users/ext:nobody/tokens', 404, 'user_not_found'],
      [`/users/${maxId}/tokens`, 404, 'user_not_found'],
    ] as const) {
      const refused = await boss.call('POST', path);
      expect([refused.status, refused.body.code]).to.deep.equal([status, code]);
    }
    expect((await ann.call('POST', `${pathOf(id)}/tokens`)).status).to.equal(403);
  });

  it('are out within a second when they are deactivated, and in again when they are not', async () => {
    const id = unheardOf();
    await put(id);
    const { access, refresh } = (await boss.call('POST', `${pathOf(id)}/tokens`)).body;
    expect((await boss.call('PATCH', pathOf(id), { active: false })).body.active).to.equal(false);
    await until('the user is refused', async () => (await api.as(access)('GET', '/users/me')).status === 401);
    const refused = await boss.call('POST', `${pathOf(id)}/tokens`);
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'not_active']);
    expect((await put(id, { active: true })).body.active).to.equal(true);
    expect((await boss.call('POST', `${pathOf(id)}/tokens`)).status).to.equal(201);
    expect((await api.anonymous('POST', '/auth/token/refresh', { refresh })).status).to.equal(401);
  });

  it('are nobody’s to see and change but admins’', async () => {
    const id = unheardOf();
    await put(id);
    for (const [method, path, body] of [
      ['GET', pathOf(id), undefined],
      ['GET', `/users/${ann.id}`, undefined],
      ['PATCH', `/users/${ann.id}`, { name: 'Ann' }],
      ['PUT', pathOf(unheardOf()), {}],
      ['POST', '/users/me/tokens', undefined],
    ] as const) {
      const { status, body: refusal } = await ann.call(method, path, body);
      expect([status, refusal.code], `${method} ${path}`).to.deep.equal([403, 'admins_only']);
    }
  });

  it('are named by an external id, and described by what can be shown', async () => {
    for (const path of ['/users/1', `/users/${ann.id}`, '/users/ext:', '/users/ext:%00', '/users/ext:%20']) {
      expect((await boss.call('PUT', path, {})).body.code, path).to.equal('validation_error');
    }
    expect((await boss.call('PUT', '/users/me', {})).status).to.equal(405);
    const bodies: object[] = [
      ...['', ' ', '\u200b', '\0', '\ud800', 'x'.repeat(101), 1].map((name) => ({ name })),
      ...['', 'http://a.example/b', 'https://', 'https:a', '//a.example', 'javascript:alert(1)'].map(
        (url) => ({
          avatar_url: url,
        }),
      ),
      ...['https://u:p@a.example/', 'https://a.example/ b', 'https://a.example/"b', 'https://[::1/x'].map(
        (url) => ({ avatar_url: url }),
      ),
      { avatar_url: `https://a.example/${'x'.repeat(2048)}` },
      ...[
        { username: null },
        { username: 'a b' },
        { active: 'yes' },
        { role: 'admin' },
        { external_id: 'x' },
      ],
    ];
    for (const body of bodies) {
      for (const path of [pathOf('fine'), `/users/${ann.id}`]) {
        const { body: refusal } = await boss.call(path.includes('ext') ? 'PUT' : 'PATCH', path, body);
        expect(refusal.code, JSON.stringify(body)).to.equal('validation_error');
      }
    }
    expect((await boss.call('GET', pathOf('fine'))).status).to.equal(404);
    const name = '\u{1F600}'.repeat(100);
    const avatar_url = `https://a.example:8443/${'x'.repeat(2025)}`;
    expect((await put('fine', { name, avatar_url })).body).to.include({ name, avatar_url });
  });

  it('say themselves how they are shown, too, wherever they are seen', async () => {
    const { access } = (await boss.call('POST', `/users/${(await put(unheardOf())).body.id}/tokens`)).body;
    const call = api.as(access);
    const { status, body } = await call('PATCH', '/users/me', { name: 'Bé van Dyck' });
    expect([status, body.name, body.avatar_url]).to.deep.equal([200, 'Bé van Dyck', null]);
    const avatar_url = 'https://a.example/be.png';
    expect((await call('PATCH', '/users/me', { avatar_url })).body).to.include({
      name: body.name,
      avatar_url,
    });
    expect((await ann.call('GET', '/users?search=dyck')).body.results).to.deep.equal([
      { id: body.id, username: body.username, name: body.name, avatar_url },
    ]);
    const thread = await api.open(ann, { ...ann, id: body.id });
    expect(idsOf(thread.participants)).to.have.members([ann.id, body.id]);
    expect(thread.participants.find(({ id }) => id === body.id)).to.include({ name: body.name, avatar_url });
    expect((await call('PATCH', '/users/me', { name: null })).body.name).to.equal(null);
    expect((await call('PATCH', '/users/me', { username: 'x' })).status).to.equal(400);
  });

  it('leave an admin, and admins do not lock themselves out', async () => {
    const { status, body } = await boss.call('PATCH', '/users/me', { active: false });
    expect([status, body.code]).to.deep.equal([400, 'validation_error']);
    const own = await boss.call('PATCH', `/users/${boss.id}`, { active: false });
    expect([own.status, own.body.code]).to.deep.equal([403, 'own_account']);
    expect((await boss.call('PATCH', `/users/${boss.id}`, { name: 'The Boss' })).body.name).to.equal(
      'The Boss',
    );
  });
});

suite('a new password', (api) => {
  it('is chosen with the present one, and ends all other logins', async () => {
    const user = await api.register('zoe');
    const other = (await api.anonymous('POST', '/auth/token', { username: 'zoe', password })).body;
    const change = (current: string, next: string) =>
      user.call('PUT', '/users/me/password', { current, password: next });
    expect((await change(password, 'short')).body.code).to.equal('validation_error');
    const wrong = await change('wrong', 'another horse');
    expect([wrong.status, wrong.body.code]).to.deep.equal([401, 'invalid_credentials']);
    expect((await change(password, 'another horse')).status).to.equal(204);
    const refresh = (token: string) => api.anonymous('POST', '/auth/token/refresh', { refresh: token });
    expect((await refresh(other.refresh)).body.code).to.equal('token_revoked');
    expect((await refresh(user.refresh)).status).to.equal(200);
    const logIn = async (secret: string) =>
      (await api.anonymous('POST', '/auth/token', { username: 'zoe', password: secret })).status;
    expect([await logIn(password), await logIn('another horse')]).to.deep.equal([401, 200]);
  });
});

describe('a closed directory', function () {
  this.timeout(60_000);
  const api = new Api();
  let ann: User;
  let boss: User;

  before(async () => {
    await api.start({ USER_DIRECTORY: 'closed' });
    ({ ann, boss } = await api.people('ann', 'boss'));
    await api.promote(boss, ann);
  });
  after(() => api.stop());

  it('is for admins', async () => {
    for (const path of ['/users', '/users?search=a']) {
      const { status, body } = await ann.call('GET', path);
      expect([status, body.code]).to.deep.equal([403, 'directory_closed']);
      expect((await boss.call('GET', path)).status).to.equal(200);
    }
    expect((await ann.call('GET', '/users/me')).status).to.equal(200);
  });
});

describe('the two ways in', function () {
  this.timeout(60_000);
  const host = new HostApplication();
  const api = new Api();
  let key: SigningKey;
  let boss: User;
  let ann: User;
  const now = () => Math.floor(Date.now() / 1000);

  before(async () => {
    key = await makeKey('ES256', 'ec');
    host.published = [key];
    await host.start();
    await api.start(host.env);
    ({ boss, ann } = await api.people('boss', 'ann'));
    await api.promote(boss, ann);
  });
  after(async () => {
    await api.stop();
    await host.stop();
  });

  const put = (id: string, body: unknown = {}) => boss.call('PUT', `/users/ext:${id}`, body);
  const me = async (sub: string, claims: Record<string, unknown> = {}) =>
    (await api.as(await host.token(key, { sub, ...claims }))('GET', '/users/me')).body;

  it('lead to the same user, in either order and all at once', async () => {
    const { id } = (await put('first')).body;
    expect((await me('first')).id).to.equal(id);
    const second = await me('second');
    expect((await put('second')).body.id).to.equal(second.id);
    const ids = await times(20, async (index) =>
      index % 2 === 0 ? (await put('third')).body.id : (await me('third')).id,
    );
    expect(new Set(ids).size).to.equal(1);
  });

  it('both say how somebody is shown, and the latest word wins', async () => {
    const said = { name: 'Ann Lee', picture: 'https://host.example/1.png', iat: now() - 60 };
    const shown = { name: 'Ann Lee', avatar_url: 'https://host.example/1.png' };
    expect(await me('who', said)).to.include(shown);
    expect((await put('who', { name: 'Ann Smith' })).body.name).to.equal('Ann Smith');
    // What it said before is no news, in however new a token; and what is older than the last word is none, either.
    expect((await me('who', { ...said, iat: now(), n: 1 })).name).to.equal('Ann Smith');
    expect((await me('who', { ...said, name: 'Ann Old', n: 2 })).name).to.equal('Ann Smith');
    const news = await me('who', { ...said, name: 'Ann Jones', iat: now(), n: 3 });
    expect(news).to.include({ ...shown, name: 'Ann Jones' });
    expect((await put('who')).body.name).to.equal('Ann Jones');
  });

  it('take no harm from claims that cannot be shown', async () => {
    const odd = { name: ' ', picture: 'http://host.example/1.png' };
    expect(await me('odd', odd)).to.include({ name: null, avatar_url: null });
    expect(await me('odd', { name: 7, picture: {} })).to.include({ name: null, avatar_url: null });
  });
});

describe('claims under other names', () => {
  const host = new HostApplication();
  const api = new Api();
  let key: SigningKey;

  before(async () => {
    key = await makeKey('ES256', 'ec');
    host.published = [key];
    await host.start();
    await api.start({ ...host.env, JWT_NAME_CLAIM: 'display_name', JWT_PICTURE_CLAIM: 'photo' });
  });
  after(async () => {
    await api.stop();
    await host.stop();
  });

  it('say how somebody is shown, and the usual ones do not', async () => {
    const claims = {
      display_name: 'Ann Lee',
      photo: 'https://host.example/1.png',
      name: 'No',
      picture: 'https://no.example/',
    };
    const { status, body } = await api.as(await host.token(key, { sub: 'ann', ...claims }))(
      'GET',
      '/users/me',
    );
    expect(status).to.equal(200);
    expect(body).to.include({
      name: 'Ann Lee',
      avatar_url: 'https://host.example/1.png',
    });
  });
});
