import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SMTPServer } from 'smtp-server';
import webPush from 'web-push';
import { until, type Host, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { launch, processSuite, production, RemoteApi, run, type Process } from '../support/process.js';
import { freePort } from '../support/postgres-cluster.js';
import { storeUrl } from '../support/service.js';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'notifications.md'), 'utf8');

function recipe(name: string): string {
  const pattern = new RegExp(`<!-- ${name} -->\\s*\`\`\`js\\n([^]*?)^\`\`\`$`, 'm');
  return (
    pattern.exec(page)?.[1] ?? expect.fail(`docs/notifications.md has no block marked <!-- ${name} -->.`)
  );
}

processSuite('docs/notifications.md', () => {
  let folder: string;
  let service: Process;
  let api: RemoteApi;
  let shop: Host['call'];
  let buyer: User;
  let seller: User;
  let thread: number;
  const receivers: ChildProcess[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duet-recipes-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const env = { ...production(storeUrl('better-sqlite3')), WEBHOOK_PRIVATE: 'on' };
    const { stdout } = await run(['node', 'dist/programs/key.js', 'create', 'shop'], env);
    service = await launch(env);
    api = new RemoteApi(service);
    shop = api.as(stdout.trim());
    for (const [id, name] of [
      ['buyer-17', 'Bea Buyer'],
      ['seller-3', 'Sam Seller'],
    ]) {
      await shop('PUT', `/users/ext:${id}`, { name });
    }
    const signIn = async (id: string): Promise<User> => {
      const { body } = await shop('POST', `/users/ext:${id}/tokens`, {});
      const me = await api.as(body.access)('GET', '/users/me');
      return { ...me.body, ...body, id: me.body.id, password: '', call: api.as(body.access) };
    };
    [buyer, seller] = [await signIn('buyer-17'), await signIn('seller-3')];
    thread = (await api.open(buyer, seller)).id;
  });

  afterEach(() => {
    for (const receiver of receivers.splice(0)) receiver.kill();
  });

  after(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs a receiver of the page, with a webhook for it. */
  async function receive(name: string, env: Record<string, string>, settings: object): Promise<string> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { status, raw } = await shop('POST', '/webhooks', {
      url: `${url}/duet`,
      events: ['*'],
      ...settings,
    });
    expect(status, raw).to.equal(201);
    const { secret } = JSON.parse(raw) as { secret: string };
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, recipe(name));
    const receiver = spawn(process.execPath, [file], {
      env: { ...process.env, ...env, WEBHOOK_SECRET: secret, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receivers.push(receiver);
    let output = '';
    receiver.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await until('the receiver listens', async () => output.includes('listens'));
    return url;
  }

  it('mails what is still unread, and not what was read', async () => {
    const mails: { to: string[]; text: string }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        let text = '';
        stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        stream.on('end', () => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    await receive('mail', { SMTP_URL: `smtp://127.0.0.1:${port}` }, { delay: 1, only_unread: true });
    const read = await api.send(seller, thread, 'You will read this.');
    await buyer.call('PATCH', `/messages/${read.id}`, { is_read: true });
    await api.send(seller, thread, 'Your parcel is on its way.');
    await until('a mail came', async () => mails.length > 0);
    await new Promise((resolve) => server.close(() => resolve(undefined)));
    expect(mails).to.have.lengthOf(1);
    expect(mails[0]?.to).to.deep.equal(['buyer-17@customers.example']);
    expect(mails[0]?.text)
      .to.match(/^Subject: Sam Seller wrote to you\r$/m)
      .and.include('Your parcel is on its way.');
  });

  it('pushes to who is not there, encrypted for their browser', async () => {
    const [key, certificate] = [join(folder, 'push.key'), join(folder, 'push.crt')];
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '2',
        ],
        ...[
          '-subj',
          '/CN=127.0.0.1',
          '-addext',
          'subjectAltName=IP:127.0.0.1',
          '-keyout',
          key,
          '-out',
          certificate,
        ],
      ],
      { stdio: 'ignore' },
    );
    const pushed: { path: string; authorization: string; body: Buffer }[] = [];
    const pushService = createServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      (request, response) => {
        void request.toArray().then((chunks) => {
          const { url: path = '', headers } = request;
          pushed.push({
            path,
            authorization: headers.authorization ?? '',
            body: Buffer.concat(chunks as Buffer[]),
          });
          response.writeHead(path === '/gone' ? 410 : 201).end();
        });
      },
    );
    await new Promise<void>((resolve) => pushService.listen(0, '127.0.0.1', resolve));
    const { port } = pushService.address() as AddressInfo;
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    const url = await receive(
      'push',
      { VAPID_PUBLIC: publicKey, VAPID_PRIVATE: privateKey, NODE_EXTRA_CA_CERTS: certificate },
      {},
    );
    // What a browser keeps to itself, and what it hands out.
    const browser = createECDH('prime256v1');
    const p256dh = browser.generateKeys('base64url');
    const auth = randomBytes(16).toString('base64url');
    for (const path of ['gone', 'here']) {
      const subscription = { endpoint: `https://127.0.0.1:${port}/${path}`, keys: { p256dh, auth } };
      const body = JSON.stringify({ user: 'buyer-17', subscription });
      await fetch(`${url}/subscriptions`, { method: 'POST', body });
    }
    const stream = await EventStream.open(api.base, buyer.access);
    await api.send(seller, thread, 'While you are there.');
    await stream.expect('message.created');
    // As long as that is not delivered, nobody must leave: what counts is who is there then.
    const { raw } = await shop('GET', '/webhooks?limit=100');
    const hooks = (JSON.parse(raw) as { results: { id: number; url: string }[] }).results;
    const hook = hooks.find((one) => one.url === `${url}/duet`);
    await until('the receiver was told', async () => {
      const { raw } = await shop('GET', `/webhooks/${hook?.id}/deliveries`);
      const { results } = JSON.parse(raw) as { results: { type: string; delivered: boolean }[] };
      return results.some(({ type, delivered }) => type === 'message.created' && delivered);
    });
    await stream.cut();
    await until('the stream has ended at the service, too', async () => {
      const metrics = await (await fetch(`${service.url}/metrics`)).text();
      return /^duet_event_streams(\{.*\})? 0$/m.test(metrics);
    });
    expect(pushed, 'to somebody who is there').to.deep.equal([]);
    await api.send(seller, thread, 'Come back.');
    await until('it is pushed', async () => pushed.some(({ path }) => path === '/here'));
    await api.send(seller, thread, 'Please.');
    await until(
      'that is pushed, too',
      async () => pushed.filter(({ path }) => path === '/here').length === 2,
    );
    pushService.closeAllConnections();
    await new Promise((resolve) => pushService.close(resolve));
    expect(
      pushed.filter(({ path }) => path === '/gone'),
      'once, and never again',
    ).to.have.lengthOf(1);
    const { decrypt } = createRequire(import.meta.url)('http_ece') as {
      decrypt: (body: Buffer, options: object) => Buffer;
    };
    const texts = pushed
      .filter(({ path }) => path === '/here')
      .map(({ body }) =>
        decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth }).toString(),
      );
    expect(texts.map((text) => JSON.parse(text) as unknown)).to.deep.equal([
      { title: 'Sam Seller', body: 'Come back.', thread },
      { title: 'Sam Seller', body: 'Please.', thread },
    ]);
    expect(pushed[0]?.authorization).to.match(/^vapid t=/);
  });
});
