import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import S3rver from '@20minutes/s3rver';
import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import {
  ConfigError,
  createDuet,
  type Duet,
  type DuetOptions,
  type FileStore,
  type PasswordHasher,
  type WebhookSender,
} from '../../src/composition/embedding/index.js';
import { collect } from '../support/collect.js';
import { until } from '../support/client.js';
import { Gate } from '../support/gate.js';
import { EventStream } from '../support/event-stream.js';
import { rejectionOf } from '../support/rejection-of.js';
import { cheapHasher } from '../support/service.js';

const express4 = createRequire(import.meta.url)('express4') as typeof express;
const secret = 'a secret of the tests, of more than 32 bytes';

/** Of src/application, in a file of endpoints. */
const importsOfUseCases = /^import (?:type )?\{([^}]*)\} from '[./]*\/application\/(?!ports)[^']*';$/gm;

/** What is about tokens, streams and one's own account, and what is no use case. */
const ofTheApiAlone = new Set<string>([
  ...['ChangeOwnPassword', 'ChangeOwnProfile', 'EraseOwnAccount', 'GetOwnUser'],
  ...['ObtainTokens', 'RefreshTokens', 'RevokeTokens', 'EventFeed', 'IssueTicket'],
]);

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
    readonly url: string;
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
      // The page registers it from beside its script. No header widens its scope, so it is its folder.
      const worker = await fetch(new URL('worker.js', shop + script));
      expect([worker.status, new URL(worker.url).pathname]).to.deep.equal([200, '/chat/chat/worker.js']);
      expect(worker.headers.get('content-type')).to.match(/^text\/javascript/);
      expect(worker.headers.get('cache-control')).to.equal('no-cache');
      expect(worker.headers.get('service-worker-allowed')).to.equal(null);
      expect(await (await fetch(shop + script)).text()).to.include('"worker.js",import.meta.url');
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

  it('keeps files in a store of the application, and has its use cases', async () => {
    const kept = new Map<string, Buffer>();
    const fileStore: FileStore = {
      name: 'the shop',
      check: () => Promise.resolve(),
      put: async (name, path) => void kept.set(name, await readFile(path)),
      read: async (name, range) => {
        const bytes = kept.get(name);
        return bytes && Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]);
      },
      sizeOf: async (name) => kept.get(name)?.length,
      remove: async (name) => void kept.delete(name),
    };
    const { shop, duet } = await embed(inExpress(express), {
      ...{ DATABASE_URL: 'memory:', NODE_ENV: 'development', ATTACHMENTS: undefined, fileStore },
    });
    const { useCases } = duet;
    const [seller, buyer] = await Promise.all(
      ['seller', 'buyer'].map(async (externalId) => {
        const { user } = await useCases.provisionUser.execute({ caller: shopService, externalId });
        return { id: user.id, role: 'user' } as const;
      }),
    );
    if (seller === undefined || buyer === undefined) throw new Error('Somebody is missing.');
    const opened = await useCases.openThread.execute({ caller: seller, participants: [buyer.id] });
    const upload = await useCases.uploadAttachment.execute({
      caller: seller,
      name: 'terms.txt',
      bytes: Readable.from([Buffer.from('As seen.')]),
    });
    expect([...kept.values()].map(String)).to.deep.equal(['As seen.']);
    const { message } = await useCases.sendMessage.execute({
      caller: seller,
      thread: opened.summary.thread.id,
      content: { text: '', attachments: [upload.id] },
    });
    expect(await useCases.getAttachment.execute({ caller: buyer, attachment: upload.id })).to.deep.include({
      ...{ name: 'terms.txt', messageId: message.id },
    });
    const { size, read } = await useCases.openAttachment.execute({ attachment: upload.id, thumbnail: false });
    expect([size, Buffer.concat(await collect(await read())).toString()]).to.deep.equal([8, 'As seen.']);
    const access = await logIn(`${shop}/chat/api/v1`, 'admin', 'admin');
    const { body } = await call('GET', `${shop}/chat/api/v1/attachments/${upload.id}`, access);
    expect(await (await fetch(body.url)).text()).to.equal('As seen.');

    const { report } = await useCases.reportMessage.execute({
      ...{ caller: buyer, message: message.id, reason: 'fraud' },
    });
    expect(await useCases.getReport.execute({ caller: shopService, report: report.id })).to.deep.equal(
      report,
    );
  });

  it('does not start with a store of files that does not work', async () => {
    const fileStore = { name: 'the shop', check: () => Promise.reject(new Error('it is closed')) };
    const options = {
      JWT_SECRET: secret,
      DATABASE_URL: 'memory:',
      fileStore: fileStore as unknown as FileStore,
    };
    expect(String(await rejectionOf(createDuet(options)))).to.match(/kept in the shop: it is closed/);
  });

  it('takes the credentials for S3 from its options', async () => {
    const directory = join(folder, 's3');
    const server = new S3rver({
      ...{ address: '127.0.0.1', port: 0, silent: true, directory },
      configureBuckets: [{ name: 'duet', configs: [] }],
    });
    const { port } = await server.run();
    try {
      const options = {
        ...{ JWT_SECRET: secret, DATABASE_URL: 'memory:', passwordHasher: cheapHasher },
        ATTACHMENTS: `s3://duet/files?region=us-east-1&endpoint=http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'S3RVER',
      };
      const refused = rejectionOf(createDuet({ ...options, AWS_SECRET_ACCESS_KEY: 'other' }));
      expect(String(await refused)).to.match(/signature/i);
      const duet = await createDuet({ ...options, AWS_SECRET_ACCESS_KEY: 'S3RVER' });
      await duet.close();
    } finally {
      await server.close();
    }
  });

  it('has a use case for each thing that the API lets others do', async () => {
    const { duet } = await embed(inExpress(express), { DATABASE_URL: 'memory:' });
    const api = new URL('../../src/infrastructure/http/api/', import.meta.url);
    const taken = readdirSync(api)
      .filter((file) => file.endsWith('-endpoints.ts'))
      .flatMap((file) => [...readFileSync(new URL(file, api), 'utf8').matchAll(importsOfUseCases)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim().replace(/^type /, '')))
      .filter((name) => /^[A-Z]/.test(name) && !ofTheApiAlone.has(name));
    expect(taken).to.include.members(['SendMessage', 'GetReport']);
    const has = new Set(Object.keys(Object.getOwnPropertyDescriptors(duet.useCases)));
    const missing = taken.filter((name) => !has.has(name.charAt(0).toLowerCase() + name.slice(1)));
    expect(missing).to.deep.equal([]);
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
      [
        /^fileStore takes the place of ATTACHMENTS/,
        { JWT_SECRET: secret, ATTACHMENTS: 'off', fileStore: {} },
      ],
      [/^AWS_ACCESS_KEY_ID and .* together$/, { JWT_SECRET: secret, AWS_ACCESS_KEY_ID: 'a' }],
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
