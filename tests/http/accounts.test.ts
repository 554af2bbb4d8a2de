import { expect } from 'chai';
import { Api, maxId, password, suite, tally, times, type User } from '../support/client.js';

suite('accounts', (api) => {
  let users: Record<'alba' | 'al.bert' | 'al_gore' | 'alxgore' | 'zalba' | 'quitter', User>;
  const register = (username: string, secret = password) =>
    api.anonymous('POST', '/users', { username, password: secret });
  const logIn = (username: string, secret = password) =>
    api.anonymous('POST', '/auth/token', { username, password: secret });
  const found = async (search: string) => {
    const { status, body } = await users.alba.call('GET', `/users?search=${encodeURIComponent(search)}`);
    expect(status, search).to.equal(200);
    expect(body.count, 'count').to.equal(body.results.length);
    return body.results.map(({ username }) => username);
  };

  before(async () => {
    users = await api.people('alba', 'al.bert', 'al_gore', 'alxgore', 'zalba', 'quitter');
  });

  it('registers and answers with the new account', async () => {
    const { status, body } = await register('Fresh.One+1@x-y_z');
    expect(status).to.equal(201);
    expect(body).to.have.all.keys(
      ...['id', 'username', 'name', 'avatar_url', 'role', 'external_id', 'created'],
    );
    expect([body.username, body.role]).to.deep.equal(['Fresh.One+1@x-y_z', 'user']);
    const { access } = (await logIn('Fresh.One+1@x-y_z')).body;
    expect((await api.as(access)('GET', '/users/me')).body).to.deep.equal(body);
  });

  it('takes a username once, whatever its case', async () => {
    for (const username of ['alba', 'ALBA', 'aLbA']) {
      const { status, body } = await register(username);
      expect([status, body.code], username).to.deep.equal([409, 'username_taken']);
    }
  });

  it('compares letters beyond ASCII without case too, if it takes them at all', async () => {
    const { status } = await register('élan');
    expect(status).to.be.oneOf([201, 400]);
    expect((await register('ÉLAN')).status).to.equal(status === 201 ? 409 : 400);
  });

  it('registers a name once for ten who want it at once', async () => {
    const answers = await times(10, (index) => register(index % 2 === 0 ? 'wanted' : 'WANTED'));
    expect(tally(answers)).to.deep.equal({ 201: 1, 409: 9 });
  });

  it('takes usernames of 150 characters and not of 151', async () => {
    expect((await register('u'.repeat(150))).status).to.equal(201);
    expect((await register('u'.repeat(151))).status).to.equal(400);
  });

  it('counts the characters of a password as people do', async () => {
    const cases: [string, string, number][] = [
      ['pw-7', 'x'.repeat(7), 400],
      ['pw-8', 'x'.repeat(8), 201],
      ['pw-128', 'x'.repeat(128), 201],
      ['pw-129', 'x'.repeat(129), 400],
      ['pw-astral-7', '😀'.repeat(7), 400],
      ['pw-astral-8', '😀'.repeat(8), 201],
      ['pw-astral-128', '😀'.repeat(128), 201],
      ['pw-astral-129', '😀'.repeat(129), 400],
    ];
    for (const [username, secret, status] of cases) {
      expect((await register(username, secret)).status, username).to.equal(status);
      expect((await logIn(username, secret)).status, username).to.be.oneOf(
        status === 201 ? [200] : [400, 401],
      );
    }
  });

  it('takes a password to the letter', async () => {
    const secret = '  Pass word é ';
    expect((await register('exact', secret)).status).to.equal(201);
    expect((await logIn('exact', secret)).status).to.equal(200);
    for (const wrong of [secret.trim(), secret.toLowerCase(), secret + ' ', 'x'.repeat(128)]) {
      expect((await logIn('exact', wrong)).status, JSON.stringify(wrong)).to.equal(401);
    }
  });

  it('refuses a wrong password, an unknown user and a deactivated one with the same words', async () => {
    await api.deactivate(users.quitter);
    const answers = [
      await logIn('alba', 'not the password'),
      await logIn('nobody-at-all'),
      await logIn('quitter'),
      await logIn('quitter', 'not the password'),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code]).to.deep.equal([401, 'invalid_credentials']);
      expect(body).to.deep.equal(answers[0]?.body);
    }
  });

  it('keeps the name of a deactivated user taken', async () => {
    await api.deactivate(users.quitter);
    expect((await register('Quitter')).body.code).to.equal('username_taken');
  });

  it('shows others an id and a name, in order of the name', async () => {
    const { body } = await users.alba.call('GET', '/users?limit=100');
    for (const user of body.results) expect(user).to.have.all.keys('id', 'username', 'name', 'avatar_url');
    expect(await found('al')).to.have.members(['al.bert', 'al_gore', 'alba', 'alxgore']);
    expect((await found('alb')).concat(await found('alx'))).to.deep.equal(['alba', 'alxgore']);
    const names = body.results.map(({ username }) => username).filter((name) => /^[a-z]+$/.test(name));
    expect(names).to.deep.equal(names.toSorted());
  });

  it('finds by a literal prefix without case', async () => {
    expect(await found('ALBA')).to.deep.equal(['alba']);
    expect(await found('al_')).to.deep.equal(['al_gore']);
    expect(await found('al.')).to.deep.equal(['al.bert']);
    expect(await found('lba')).to.deep.equal([]);
    for (const pattern of ['%', '_', 'al%', 'a*', 'a?', '[a', '\\', "'", 'alba ', 'al%gore', '^a', 'al\\_']) {
      expect(await found(pattern), pattern).to.deep.equal([]);
    }
  });

  it('answers any search text without a fault', async () => {
    for (const search of ['', '\0', 'x'.repeat(2000), '😀', '\ufffd', '" OR 1=1 --', '‮', 'é']) {
      const { status } = await users.alba.call('GET', `/users?search=${encodeURIComponent(search)}`);
      expect(status, JSON.stringify(search)).to.be.oneOf([200, 400]);
    }
  });

  it('counts what is searched for in characters', async () => {
    expect(await found('😀'.repeat(150))).to.deep.equal([]);
    const { status } = await users.alba.call('GET', `/users?search=${encodeURIComponent('😀'.repeat(151))}`);
    expect(status).to.equal(400);
  });

  it('tells of a user by number only what everybody sees', async () => {
    const { status, body } = await users.alba.call('GET', `/users/${maxId}/threads`);
    expect([status, body.code]).to.deep.equal([404, 'user_not_found']);
  });
});

describe('closed registration', function () {
  this.timeout(60_000);
  const api = new Api();
  before(() => api.start({ REGISTRATION: 'closed' }));
  after(() => api.stop());

  it('makes no accounts', async () => {
    const { status, body } = await api.anonymous('POST', '/users', { username: 'late', password });
    expect([status, body.code]).to.deep.equal([403, 'registration_closed']);
    expect((await api.anonymous('POST', '/auth/token', { username: 'late', password })).status).to.equal(401);
  });
});
