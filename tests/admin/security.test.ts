import { request } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { ChangeUser, type UserChanges } from '../../src/application/admin/change-user.js';
import { operator } from '../../src/domain/accounts/user.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { AdminClient, adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { addMessage, openThread } from '../support/fixtures.js';
import { cheapHasher, startService, storeUrl } from '../support/service.js';

describe('the admin panel: who gets in', function () {
  this.timeout(60_000);
  let world: AdminWorld;

  before(async () => (world = await startAdmin()));
  after(() => world.service.stop());

  const change = (input: { user: number } & UserChanges) =>
    new ChangeUser(world.service.store, cheapHasher, new SystemClock()).execute({
      caller: operator,
      ...input,
    });
  const stranger = () => new AdminClient(world.service);

  it('lets nobody in without a login, whatever they ask for', async () => {
    for (const path of ['', '/', '/resources/User', '/api/dashboard', '/api/resources/User/actions/list']) {
      const { status, headers } = await stranger().get(path);
      expect(status, path).to.equal(303);
      expect(headers.get('location')).to.equal('/admin/login');
    }
    const { status } = await stranger().act('User', world.root.id, 'edit', { isActive: 'false' });
    expect(status).to.equal(303);
  });

  it('tells a wrong password, an unknown name, a plain user and a deactivated admin the same', async () => {
    await world.create('plain');
    const former = await world.create('former', 'admin');
    await change({ user: former.id, active: false });
    const pages = new Set<string>();
    for (const [username, password] of [
      ['root', 'wrong password'],
      ['nobody', adminPassword],
      ['plain', adminPassword],
      ['former', adminPassword],
    ] as const) {
      const client = stranger();
      const { status, raw, headers } = await client.submitLogin(username, password);
      expect(status, username).to.equal(401);
      expect(headers.getSetCookie()).to.deep.equal([]);
      pages.add(raw.replaceAll(username, '?'));
      expect(await client.isIn()).to.equal(false);
    }
    expect(pages.size).to.equal(1);
  });

  it('shows a username that is no name as it is, and runs nothing of it', async () => {
    const { raw } = await stranger().submitLogin('"><script>alert(1)</script>', 'x');
    expect(raw).not.to.include('<script');
  });

  it('has a cookie for itself alone', async () => {
    const { headers } = await stranger().submitLogin('root', adminPassword);
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie)
      .to.match(/; Path=\/admin;/)
      .and.match(/; HttpOnly/)
      .and.match(/; SameSite=Strict/);
    expect(cookie).not.to.match(/Secure/);
  });

  it('takes a new session at each login, and none that somebody planted', async () => {
    const client = await stranger().logIn();
    const first = client.cookie;
    await client.logIn();
    expect(client.cookie).not.to.equal(first);
    const old = stranger();
    old.cookie = first;
    expect(await old.isIn(), 'the session from before').to.equal(false);
    const planted = stranger();
    planted.cookie = 'duet.admin=s%3Aplanted.signature';
    await planted.logIn();
    expect(planted.cookie).not.to.include('planted');
  });

  it('begins no session when the admin is demoted while the password is being checked', async () => {
    const admin = await world.create('leaving', 'admin');
    const { store } = world.service;
    const run = store.run.bind(store);
    const client = stranger();
    // The first write of the login is that of its session: the password has been checked by then.
    store.run = async (work, options) => {
      store.run = run;
      await change({ user: admin.id, role: 'user' });
      return run(work, options);
    };
    try {
      expect((await client.submitLogin('leaving', adminPassword)).status).to.equal(401);
    } finally {
      store.run = run;
    }
    expect(await store.read(({ sessions }) => sessions.allOf(admin.id))).to.deep.equal([]);
    await change({ user: admin.id, role: 'admin' });
    expect(await client.isIn()).to.equal(false);
  });

  it('keeps no key in the database that opens the panel', async () => {
    const client = await stranger().logIn();
    const sid =
      decodeURIComponent(client.cookie?.split('=')[1] ?? '')
        .slice(2)
        .split('.')[0] ?? '';
    const found = await world.service.store.read(({ sessions }) => sessions.find(sid));
    expect(found).to.equal(undefined);
  });

  it('ends with the logout, in the database too', async () => {
    const client = await stranger().logIn();
    const kept = client.cookie;
    expect((await client.get('/logout')).headers.get('location')).to.equal('/admin/login');
    client.cookie = kept;
    expect(await client.isIn()).to.equal(false);
  });

  for (const [title, input] of [
    ['a deactivation', { active: false }],
    ['the loss of the role', { role: 'user' }],
    ['a new password', { password: 'another password' }],
  ] as const) {
    it(`ends with ${title}, at the next request`, async () => {
      const name = `admin-${title.replace(/\W/g, '')}`;
      const admin = await world.create(name, 'admin');
      const client = await stranger().logIn(name);
      expect(await client.isIn()).to.equal(true);
      await change({ user: admin.id, ...input });
      expect(await client.isIn()).to.equal(false);
      const { status } = await client.post('/api/resources/User/actions/new', { username: 'sneaked' });
      expect(status).to.equal(303);
    });
  }

  for (const [title, ending, restoring] of [
    ['a deactivation', { active: false }, { active: true }],
    ['the loss of the role', { role: 'user' }, { role: 'admin' }],
  ] as const) {
    it(`stays ended after ${title} that is taken back`, async () => {
      const name = `back-${title.replace(/\W/g, '')}`;
      const admin = await world.create(name, 'admin');
      const client = await stranger().logIn(name);
      const { cookie } = client;
      await change({ user: admin.id, ...ending });
      await change({ user: admin.id, ...restoring });
      client.cookie = cookie;
      expect(await client.isIn()).to.equal(false);
      expect(await (await stranger().logIn(name)).isIn(), 'a new login').to.equal(true);
    });
  }

  it('changes nothing for HEAD, whichever action it names', async () => {
    const { client, service } = world;
    const [one, other] = [await world.create('head-one'), await world.create('head-other')];
    const thread = await openThread(service.store, one, other);
    const message = await addMessage(service.store, thread, one, { text: 'still here' });
    const audited = async () => (await client.list('AuditEntry')).meta.total;
    const before = await audited();
    for (const path of [
      `/api/resources/Message/records/${message.id}/delete`,
      `/api/resources/Message/records/${message.id}/markRead`,
      `/api/resources/Message/bulk/bulkDelete?recordIds=${message.id}`,
      `/api/resources/Thread/records/${thread.id}/delete`,
      `/api/resources/User/actions/new`,
      ...['edit', 'deactivate', 'erase', 'remove'].map(
        (action) => `/api/resources/User/records/${one.id}/${action}`,
      ),
      `/api/exports/${one.id}`,
      '/logout',
      '',
    ]) {
      const { status, raw } = await client.fetch('HEAD', path);
      expect(status, path).to.be.below(500);
      expect(raw, path).to.equal('');
    }
    // fetch sends no body with HEAD, and AdminJS would read one.
    await headWithBody(`/api/resources/User/records/${one.id}/edit`, { role: 'admin', isActive: 'false' });
    await headWithBody(`/api/resources/User/records/${one.id}/remove`, { confirm: 'head-one' });
    await headWithBody('/api/resources/User/actions/new', { username: 'headmade', password: adminPassword });
    expect(await client.isIn(), 'still logged in').to.equal(true);
    expect((await client.show('User', one.id)).record.params).to.include({ role: 'user', isActive: true });
    expect((await client.show('Message', message.id)).record.params).to.include({ isRead: false });
    expect((await client.list('User', { 'filters.username': 'headmade' })).meta.total).to.equal(0);
    expect(await audited()).to.equal(before);
  });

  async function headWithBody(path: string, fields: Record<string, string>): Promise<void> {
    const body = JSON.stringify(fields);
    const headers = {
      cookie: world.client.cookie ?? '',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    await new Promise<void>((resolve, reject) => {
      const call = request(`${world.service.url}/admin${path}`, { method: 'HEAD', headers }, (response) => {
        response.resume().once('end', resolve);
      });
      call.once('error', reject);
      call.end(body);
    });
  }

  it('says nosniff in every answer', async () => {
    const page = await stranger().get('/login');
    for (const { headers } of [
      page,
      await stranger().get(''),
      await stranger().get('/assets/logo.svg'),
      await stranger().get('/frontend/assets/app.bundle.js'),
      await world.client.get('/api/dashboard'),
      await world.client.get('/api/nothing'),
      await world.client.post('/api/resources/User/actions/new', '{', { 'content-type': 'application/json' }),
      await stranger().get('/login', { origin: 'https://evil.example' }),
    ]) {
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
    }
  });

  it('refuses what every object inherits as the name of a parameter or of a field', async () => {
    for (const name of [...Object.getOwnPropertyNames(Object.prototype), 'prototype']) {
      for (const query of [`filters.${name}=1`, `filters.created~~${name}=1`, `${name}=1`]) {
        const { status } = await world.client.get(`/api/resources/User/actions/list?${query}`);
        expect(status, query).to.equal(400);
      }
      const { status } = await world.client.post('/api/resources/User/actions/new', {
        [`username.${name}`]: 'x',
      });
      expect(status, name).to.equal(400);
    }
  });

  it('refuses what other sites send, and lets links in', async () => {
    const { client } = world;
    const path = `/api/resources/User/records/${world.root.id}/show`;
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      expect((await client.get(path, headers)).status, JSON.stringify(headers)).to.equal(403);
      expect((await client.post('/api/resources/User/actions/new', {}, headers)).status).to.equal(403);
      expect((await client.get('/logout', headers)).status).to.equal(403);
      expect((await stranger().submitLogin('root', adminPassword, headers)).status).to.equal(403);
    }
    expect(
      (await client.post('/api/resources/User/actions/new', {}, { 'sec-fetch-site': 'none' })).status,
    ).to.equal(403);
    expect((await client.get('', { 'sec-fetch-site': 'cross-site' })).status, 'a link').to.equal(200);
    const own = { origin: world.service.url, 'sec-fetch-site': 'same-origin' };
    expect((await client.get(path, own)).status).to.equal(200);
    expect(await client.isIn()).to.equal(true);
  });

  it('loads nothing from elsewhere, runs nothing but its own, and is framed by nobody', async () => {
    const { headers, raw } = await world.client.get('');
    const policy = headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).to.include(`default-src 'none'`).and.include(`frame-ancestors 'none'`);
    expect(policy).not.to.match(/unsafe-eval|https?:|script-src[^;]*unsafe-inline/);
    const scripts = raw.match(/<script[^>]*>/g) ?? [];
    expect(scripts).not.to.be.empty;
    for (const script of scripts) expect(script).to.include(`nonce="${nonce}"`);
    expect(raw.replace(/https?:\/\/(meyerweb\.com|www\.w3\.org)/g, '')).not.to.match(
      /(src|href)="(https?:)?\/\//,
    );
    expect((await world.client.get('')).headers.get('content-security-policy')).not.to.include(nonce);
    expect(headers.get('cache-control')).to.equal('no-store');
  });

  it('takes no uploads, before the login or after', async () => {
    const form = new FormData();
    form.set('email', 'root');
    form.set('file', new Blob(['x'.repeat(1000)]), 'evil.html');
    expect((await stranger().fetch('POST', '/login', form)).status).to.equal(400);
    expect((await stranger().post('/api/resources/User/actions/new', form)).status).to.equal(303);
    expect((await world.client.post('/api/resources/User/actions/new', form)).status).to.equal(400);
    const large = new FormData();
    large.set('username', 'x'.repeat(100_000));
    expect((await world.client.post('/api/resources/User/actions/new', large)).status).to.equal(413);
  });

  it('is not confused by bodies that are no forms', async () => {
    const path = '/api/resources/User/actions/new';
    for (const [body, type] of [
      ['{', 'application/json'],
      ['[1]', 'application/json'],
      ['"x"', 'application/json'],
      ['--x\r\n', 'multipart/form-data; boundary=x'],
      ['x', 'multipart/form-data'],
      ['{"__proto__.role":"admin"}', 'application/json'],
      ['constructor.prototype.x=1', 'application/x-www-form-urlencoded'],
    ] as const) {
      const { status } = await world.client.post(path, body, { 'content-type': type });
      expect(status, body).to.equal(400);
    }
    for (const query of ['filters.__proto__.x=1', 'sortBy=id&sortBy=id']) {
      expect((await world.client.get(`/api/resources/User/actions/list?${query}`)).status, query).to.equal(
        400,
      );
    }
  });

  it('has no answer of its own making to what is not there', async () => {
    for (const path of [
      '/api/resources/Session/actions/list',
      '/api/resources/TokenFamily/actions/list',
      '/api/resources/User/actions/nothing',
      '/api/resources/User/actions/constructor',
      '/api/resources/User/records/1/constructor',
      '/api/resources/User/bulk/toString?recordIds=1',
      '/api/nothing',
      '/nothing',
      '/frontend/assets/../../package.json',
    ]) {
      expect((await world.client.get(path)).status, path).to.equal(404);
    }
  });

  it('answers nonsense with anything but a failure of its own', async () => {
    for (const path of [
      '/api/resources/User/actions/list?page=-1&perPage=abc&direction=x',
      '/api/resources/User/actions/list?page=1e99&perPage=1e99',
      '/api/resources/User/actions/list?filters.created=x',
      '/api/resources/User/actions/list?filters.created~~from=x',
      '/api/resources/User/actions/list?filters.username.x=1',
      '/api/resources/Message/actions/list?filters.threadId=abc',
      '/api/resources/Message/actions/list?filters=x',
      '/api/resources/User/records/abc/show',
      '/api/resources/User/records/99999/show',
      '/api/resources/User/records/99999999999999999999/show',
      '/api/resources/User/actions/new',
      '/api/resources/Thread/bulk/bulkDelete',
      '/api/resources/Thread/bulk/bulkDelete?recordIds=x,y',
      '/api/resources/User/actions/search/%25_%5C?searchProperty=passwordHash',
      '/api/resources/User/search/a?searchProperty=passwordHash',
      '/api/resources/Thread/records/1/messages?before=x',
      '/api/pages/nothing',
      '/api/pages/toString',
      '/resources/toString',
      '/api/resources/User/actions/list?sortBy=toString',
      '/api/resources/User/actions/list?filters[username]=a&filters[username]=b',
      '/api/resources/User/actions/list?filters.username.0=a&filters.username.1=b',
      '/api/resources/User/actions/list?filters.role.x=admin',
      '/api/resources/User/actions/list?filters.isActive.0=true',
      '/api/resources/User/actions/list?filters.username=a&filters.username.x=b',
      '/api/resources/User/actions/search/toString?searchProperty=toString',
      '/resources/Nothing',
    ]) {
      expect((await world.client.get(path)).status, path).to.be.below(500);
    }
  });
});

describe('the admin panel: logins by guessing', function () {
  this.timeout(60_000);

  it('are slowed down by account, though all guess at once, and the right password waits too', async () => {
    const { service } = await startAdmin();
    try {
      const client = new AdminClient(service);
      const answers = await Promise.all(
        Array.from({ length: 14 }, () => client.submitLogin('ROOT', 'wrong password')),
      );
      const statuses = answers.map(({ status }) => status);
      // Four are tried at once, so that three more may slip through.
      expect(statuses.filter((status) => status === 401).length).to.be.within(10, 13);
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.headers.get('retry-after')).to.match(/^\d+$/);
      expect((await client.submitLogin('root', adminPassword)).status).to.equal(429);
    } finally {
      await service.stop();
    }
  });

  it('are slowed down by address, whichever accounts they try', async () => {
    const { service } = await startAdmin();
    try {
      const client = new AdminClient(service);
      const answers = await Promise.all(
        Array.from({ length: 36 }, (_, index) => client.submitLogin(`user${index}`, 'wrong password')),
      );
      expect(answers.filter(({ status }) => status === 429).length).to.be.within(3, 6);
    } finally {
      await service.stop();
    }
  });
});

describe('the admin panel: logins behind a proxy', function () {
  this.timeout(60_000);

  it('count by the address that the proxy tells', async () => {
    const { service } = await startAdmin({ TRUST_PROXY: '1' });
    try {
      const client = new AdminClient(service);
      const answers = await Promise.all(
        Array.from({ length: 36 }, (_, index) =>
          client.submitLogin(`user${index}`, 'wrong password', { 'x-forwarded-for': `198.51.100.${index}` }),
        ),
      );
      expect(answers.filter(({ status }) => status === 401)).to.have.length(36);
    } finally {
      await service.stop();
    }
  });
});

describe('the admin panel: its process', function () {
  this.timeout(60_000);

  it('keeps sessions over a restart', async () => {
    const databaseUrl = storeUrl('sqlite3');
    const first = await startAdmin({ DATABASE_URL: databaseUrl });
    expect(await first.client.isIn()).to.equal(true);
    await first.service.stop();
    const second = await startService({
      ADMIN: 'on',
      DATABASE_URL: databaseUrl,
      JWT_SECRET: first.service.secret,
    });
    const client = new AdminClient(second);
    client.cookie = first.client.cookie;
    expect(await client.isIn()).to.equal(true);
    await second.stop();
  });

  it('has a cookie for HTTPS alone in production', async () => {
    const { service, client } = await startAdmin({ NODE_ENV: 'production', HOST: '127.0.0.1' });
    const { headers } = await client.submitLogin('root', adminPassword);
    expect(headers.getSetCookie()[0]).to.match(/; Secure/);
    expect(await client.isIn()).to.equal(true);
    await service.stop();
  });

  it('is not there with ADMIN=off, nor without a database', async () => {
    for (const env of [{ ADMIN: 'off' }, { ADMIN: 'on', DATABASE_URL: 'memory:' }]) {
      const service = await startService(env);
      for (const path of ['', '/login', '/api/dashboard']) {
        expect((await new AdminClient(service).get(path)).status).to.equal(404);
      }
      await service.stop();
    }
  });

  it('answers the API while it is loading, and those who ask for the panel when it is there', async () => {
    const service = await startService({ ADMIN: 'on' });
    const [panel, api] = await Promise.all([
      new AdminClient(service).get('/login'),
      fetch(`${service.url}/api/v1/users/me`),
    ]);
    expect(api.status).to.equal(401);
    expect(panel.status).to.equal(200);
    await service.stop();
  });

  it('speaks HTTP with clients that break off in the middle of a form', async () => {
    const { service, client } = await startAdmin();
    const { hostname, port } = new URL(service.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /admin/api/resources/User/actions/new HTTP/1.1\r\nHost: x\r\nCookie: ${client.cookie ?? ''}\r\n` +
            'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 500\r\n\r\n--x\r\n',
          () => socket.destroy(),
        );
      });
      socket.once('close', () => resolve());
    });
    expect(await client.isIn()).to.equal(true);
    await service.stop();
  });
});
