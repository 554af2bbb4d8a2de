import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { Duet, ok, type DuetEvent } from '../../client/index.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { launchChromium } from '../support/chromium.js';
import { until } from '../support/client.js';
import { addMessage, openThread } from '../support/fixtures.js';
import { untilTrue } from '../support/until-true.js';

const prefix = '/chat';

describe('behind a proxy that serves Duet under a path', function () {
  this.timeout(90_000);
  let world: AdminWorld | undefined;
  let proxy: Server | undefined;
  let browser: Browser;
  let shop: string;
  let ada: User;
  let grace: User;
  let thread: Thread;
  const cleanUp: (() => void)[] = [];
  /** What was asked for outside of the path. */
  const strayed: string[] = [];

  before(async function () {
    browser = await launchChromium(this, 'whole');
    let target = '';
    proxy = createServer((incoming, outgoing) => {
      const { url = '', method, headers } = incoming;
      if (!url.startsWith(`${prefix}/`)) {
        if (url !== '/favicon.ico') strayed.push(url); // Chromium asks on its own
        outgoing.writeHead(404).end();
        return;
      }
      const options = { method, headers };
      const forwarded = ask(target + url.slice(prefix.length), options, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.once('error', () => outgoing.destroy());
      outgoing.once('close', () => forwarded.destroy());
      incoming.pipe(forwarded);
    });
    await new Promise<void>((resolve) => proxy?.listen(0, '127.0.0.1', resolve));
    shop = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    world = await startAdmin({ PUBLIC_URL: shop + prefix }, `${prefix}/admin`);
    target = world.service.url;
    [ada, grace] = [await world.create('ada'), await world.create('grace')];
    thread = await openThread(world.service.store, ada, grace);
    await addMessage(world.service.store, thread, ada, { text: 'Good morning' });
  });

  after(async () => {
    for (const end of cleanUp) end();
    await (browser as Browser | undefined)?.close();
    proxy?.closeAllConnections();
    proxy?.close();
    await world?.service.stop();
  });

  afterEach(() => expect(strayed).to.deep.equal([]));

  async function open(path: string): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(shop + prefix + path);
    return page;
  }

  it('has the panel, which logs in, shows its pages, calls its API and logs out', async () => {
    const page = await open('/admin');
    await page.waitForURL(`${shop}${prefix}/admin/login`);
    await page.getByLabel('Username').fill('root');
    await page.getByLabel('Password').fill(adminPassword);
    await page.getByRole('button', { name: 'Log in' }).click();
    const dashboard = page.getByTestId('dashboard');
    await dashboard.waitFor();
    const [cookie] = await page.context().cookies(`${shop}${prefix}/admin`);
    expect(cookie?.path).to.equal(`${prefix}/admin`);

    await dashboard.getByRole('link', { name: 'ada & grace' }).click();
    await page.getByText('Good morning').waitFor();
    const pages = [
      `/resources/User/records/${ada.id}/show`,
      `/resources/User/records/${ada.id}/exportData`,
      '/resources/Message',
      '/resources/AuditEntry',
    ];
    for (const path of pages) {
      await page.goto(`${shop}${prefix}/admin${path}`);
      await page.waitForLoadState('networkidle');
      const links = await page.evaluate<string[]>(
        `[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))`,
      );
      expect(links, path).not.to.be.empty;
      for (const link of links) expect(link, path).to.match(/^(\/chat\/admin|#)/);
    }
    await page.goto(`${shop}${prefix}/admin/logout`);
    await page.waitForURL(`${shop}${prefix}/admin/login`);
    await page.context().close();
  });

  it('has the chat page and the typed client, which hear of each other', async () => {
    const duet = new Duet(`${shop}${prefix}`);
    await duet.logIn('grace', adminPassword);
    const heard: DuetEvent[] = [];
    const listening = new AbortController();
    cleanUp.push(() => listening.abort());
    const streaming = (async () => {
      for await (const event of duet.events({ signal: listening.signal })) heard.push(event);
    })();

    const page = await open('/');
    await page.context().grantPermissions(['notifications']);
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Password').fill(adminPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'grace' }).click();
    await page.getByRole('log').getByText('Good morning').waitFor();
    await page.getByRole('button', { name: 'Turn on' }).click();
    await untilTrue(
      page,
      `navigator.serviceWorker.getRegistration('${prefix}/chat/')
        .then((one) => one?.getNotifications())
        .then((all) => all?.length === 1)`,
    );
    const writing = page.getByRole('textbox', { name: /^Message to/ });
    await writing.fill('From under a path');
    await writing.press('Enter');
    await until('the client hears of it', async () =>
      heard.some((event) => event.event === 'message.created' && event.data.text === 'From under a path'),
    );

    const note = await duet.upload('note.txt', new Blob(['Under a path, too']));
    await duet.send(thread.id, 'And back', { attachments: [note.id] });
    await page.getByRole('log').getByText('And back').waitFor();
    const { results, next } = await ok(
      duet.api.GET('/api/v1/threads/{thread}/messages', {
        params: { path: { thread: thread.id }, query: { limit: 1 } },
      }),
    );
    expect([results.length, next]).to.deep.equal([
      1,
      `${shop}${prefix}/api/v1/threads/${thread.id}/messages?limit=1&offset=1`,
    ]);
    const file = page.getByRole('link', { name: 'note.txt' });
    const bytes = await fetch((await file.getAttribute('href')) ?? '');
    expect(await bytes.text()).to.equal('Under a path, too');
    expect(new URL(page.url()).pathname).to.equal(`${prefix}/`);
    listening.abort();
    await streaming;
    await page.context().close();
  });

  it('has /docs, which makes calls', async () => {
    const page = await open('/docs');
    const form = page.getByRole('form', { name: 'Log in to try the API' });
    await form.getByLabel('Username').fill('ada');
    await form.getByLabel('Password').fill(adminPassword);
    await form.getByRole('button', { name: 'Log in' }).click();
    await form.getByText('ada').waitFor();
    const operation = page.locator('#operations-Accounts-getOwnUser');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table').getByText('"username": "ada"').waitFor();
    await page.context().close();
  });
});
