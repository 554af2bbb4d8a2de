import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import {
  ConfigError,
  createDuet,
  type Duet,
  type DuetOptions,
  type PasswordHasher,
  type WebhookSender,
} from '../../src/composition/embedding/index.js';
import { until } from '../support/client.js';
import { Gate } from '../support/gate.js';
import { EventStream } from '../support/event-stream.js';
import { rejectionOf } from '../support/rejection-of.js';
import { cheapHasher } from '../support/service.js';

const express4 = createRequire(import.meta.url)('express4') as typeof express;
const secret = 'a secret of the tests, of more than 32 bytes';

const shopService = { id: undefined, role: 'admin', service: 'shop' } as const;

/** An application of somebody else that has Duet at /chat; not listening to anything but its own paths otherwise. */
type Host = (duet: Duet) => RequestListener;

const inExpress =
  (framework: typeof express): Host =>
  (duet) => {
    const app = framework();
    app.use(framework.json(), framework.urlencoded({ extended: true })); // as many hosts do, before all else
    app.get('/', (_request, response) => void response.send('the shop'));
    app.use('/chat', duet.handler);
    app.get('/chatter', (_request, response) => void response.send('about chatting'));
    return app;
  };

const hosts: Record<string, Host> = {
  'Express 4': inExpress(express4),
  'Express 5': inExpress(express),
  'node:http': (duet) => (request, response) => {
    duet.handler(request, response, () => {
      response.end(request.url === '/chatter' ? 'about chatting' : 'the shop');
    });
  },
};

describe('createDuet', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'duet-embedded-'));
  const servers: Server[] = [];
  const duets: Duet[] = [];

  after(async () => {
    await Promise.all(duets.map((duet) => duet.close()));
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns the address of the host's server, and Duet in it, at /chat. */
  async function embed(host: Host, options: DuetOptions) {
    let listener: RequestListener = () => undefined;
    const server = createServer((request, response) => listener(request, response));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const base = {
      JWT_SECRET: secret,
      PUBLIC_URL: `${shop}/chat`,
      ATTACHMENTS: `file:${join(folder, 'attachments')}`,
      passwordHasher: cheapHasher,
    };
    const duet = await createDuet({ ...base, NODE_ENV: 'test', ...options });
    duets.push(duet);
    listener = host(duet);
    return { shop, duet };
  }

  interface Answer {
    readonly id: number;
    readonly access: string;
    readonly status: string;
    readonly next: string | null;
    readonly servers: { url: string }[];
    readonly results: { username: string }[];
  }

  async function call(method: string, url: string, token?: string, body?: object) {
    const response = await fetch(url, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  const logIn = async (api: string, username: string, password: string) =>
    (await call('POST', `${api}/auth/token`, undefined, { username, password })).body.access;

  for (const [name, host] of Object.entries(hosts)) {
    it(`is mounted in an application with ${name}`, async () => {
      const file = join(folder, `${name.replace(/\W/g, '')}.sqlite`);
      const { shop, duet } = await embed(host, { DATABASE_URL: `sqlite:${file}`, NODE_ENV: 'development' });
      const api = `${shop}/chat/api/v1`;
      const text = async (path: string) => (await fetch(shop + path)).text();

      expect(await text('/')).to.equal('the shop');
      expect(await text('/chatter')).to.equal('about chatting');
      expect(await text('/chat/docs')).to.contain('/chat/docs/swagger-ui-bundle.js');
      const { body: document } = await call('GET', `${shop}/chat/openapi.json`);
      expect(document.servers).to.deep.equal([{ url: '/chat/' }]);
      expect((await call('GET', `${shop}/chat/readyz`)).body.status).to.equal('ready');

      const access = await logIn(api, 'test1', 'test1test1');
      const { user } = await duet.useCases.provisionUser.execute({
        caller: shopService,
        externalId: 'buyer-17',
        name: 'Bea Buyer',
      });
      const opened = await call('POST', `${api}/threads`, access, { participants: [user.id] });
      expect(opened.status).to.equal(201);
      const stream = await EventStream.open(api, access);
      const path = `${api}/threads/${opened.body.id}/messages`;
      const sent = await call('POST', path, access, { text: 'Hello' });
      await until('the message comes', async () =>
        stream.events.some(({ event }) => event === 'message.created'),
      );
      await stream.cut();
      const page = await call('GET', `${api}/threads?limit=1`, access);
      expect(page.body.next).to.equal(`${api}/threads?limit=1&offset=1`);
      const caller = { id: user.id, role: 'user' } as const;
      const read = await duet.useCases.getMessage.execute({ caller, message: sent.body.id });
      expect(read.text).to.equal('Hello');

      const page1 = await text('/chat/');
      const [, script = ''] = /src="(\/chat\/chat\/script-[^"]+)"/.exec(page1) ?? [];
      expect((await fetch(shop + script)).status, script).to.equal(200);
      const asked = await fetch(`${shop}/chat/admin`);
      expect([asked.url, asked.status]).to.deep.equal([`${shop}/chat/admin/login`, 200]);
      const inside = await fetch(`${shop}/chat/admin/login`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ email: 'admin', password: 'admin' }),
      });
      expect(inside.headers.get('location'), await inside.text()).to.equal('/chat/admin');
      const [cookie = ''] = inside.headers.getSetCookie();
      const users = await fetch(`${shop}/chat/admin/api/resources/User/actions/list`, {
        headers: { cookie },
      });
      expect(await users.text()).to.contain('Bea Buyer');
    });
  }

  it('can be there twice in one process, each with its own data and work', async () => {
    const posted: string[] = [];
    const webhookSender: WebhookSender = {
      refusalOf: () => Promise.resolve(undefined),
      post: ({ body }) => {
        posted.push(body);
        return Promise.resolve({ status: 204, duration: 1, error: undefined, response: undefined });
      },
    };
    const memory = { DATABASE_URL: 'memory:', ADMIN: false };
    const [one, two] = await Promise.all([
      embed(inExpress(express), { ...memory, webhookSender }),
      embed(inExpress(express), memory),
    ]);
    await one.duet.useCases.createWebhook.execute({
      caller: shopService,
      settings: {
        url: 'https://shop.example/hook',
        events: ['user.created'],
        delay: 0,
        onlyUnread: false,
        description: undefined,
      },
    });
    for (const { shop } of [one, two]) {
      const account = { username: `of-${new URL(shop).port}`, password: 'correct horse' };
      expect((await call('POST', `${shop}/chat/api/v1/users`, undefined, account)).status).to.equal(201);
    }
    await until('it was told', async () => posted.length > 0);
    expect(posted).to.have.length(1);
    expect(posted[0]).to.contain(`of-${new URL(one.shop).port}`);

    await one.duet.close();
    expect((await fetch(`${one.shop}/chat/readyz`)).status).to.equal(503);
    const access = await logIn(`${two.shop}/chat/api/v1`, `of-${new URL(two.shop).port}`, 'correct horse');
    const found = await call('GET', `${two.shop}/chat/api/v1/users?search=of-`, access);
    expect(found.body.results.map(({ username }) => username)).to.deep.equal([
      `of-${new URL(two.shop).port}`,
    ]);
  });

  it('answers what is under way before it closes, and ends the streams', async () => {
    const begun = new Gate();
    const open = new Gate();
    let slow = false;
    const passwordHasher: PasswordHasher = {
      hash: (password) => cheapHasher.hash(password),
      needsRehash: () => false,
      verify: async (hash, password) => {
        if (slow) {
          begun.open();
          await open.opened;
        }
        return cheapHasher.verify(hash, password);
      },
    };
    const { shop, duet } = await embed(inExpress(express), {
      DATABASE_URL: 'memory:',
      NODE_ENV: 'development',
      passwordHasher,
    });
    const api = `${shop}/chat/api/v1`;
    const stream = await EventStream.open(api, await logIn(api, 'test1', 'test1test1'));
    slow = true;
    const login = call('POST', `${api}/auth/token`, undefined, {
      username: 'test2',
      password: 'test2test2',
    });
    await begun.opened;
    const closed = duet.close();
    await stream.closed;
    open.open();
    await Promise.all([closed, duet.close()]);
    expect((await login).status).to.equal(200);
  });

  it('says what is wrong with its options, and takes nothing from the environment', async () => {
    process.env['JWT_SECRET'] = secret;
    const wrong: [RegExp, object][] = [
      [/^JWT_SECRET must be set in production/, {}],
      [/^there is no option JWT_SECERT$/, { JWT_SECERT: secret }],
      [/^PORT is a matter of the application/, { JWT_SECRET: secret, PORT: 3000 }],
      [/^DATABASE_URL must be/, { JWT_SECRET: secret, DATABASE_URL: 'mysql:x' }],
    ];
    try {
      for (const [message, options] of wrong) {
        const error = await rejectionOf(createDuet(options));
        expect(error).to.be.instanceOf(ConfigError);
        expect((error as Error).message).to.match(message);
      }
    } finally {
      delete process.env['JWT_SECRET'];
    }
  });

  it('says so when it is mounted elsewhere than PUBLIC_URL says', async () => {
    const { shop } = await embed(
      (duet) => {
        const app = express();
        app.use('/talk', duet.handler);
        app.use(((error: Error, _request, response, _next) => {
          response.status(500).send(error.message);
        }) as ErrorRequestHandler);
        return app;
      },
      { DATABASE_URL: 'memory:' },
    );
    expect(await (await fetch(`${shop}/talk/readyz`)).text()).to.match(/mounted at \/talk: set PUBLIC_URL/);
  });
});
