import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { launchChromium } from '../support/chromium.js';
import { addMessage, openThread } from '../support/fixtures.js';

const prefix = '/chat';

describe('the admin panel in a browser, behind a proxy that serves Duet under a path', function () {
  this.timeout(90_000);
  let world: AdminWorld | undefined;
  let proxy: Server | undefined;
  let browser: Browser | undefined;

  after(async () => {
    await browser?.close();
    proxy?.closeAllConnections();
    proxy?.close();
    await world?.service.stop();
  });

  it('logs in, shows its pages, calls its API and logs out, all under that path', async function () {
    browser = await launchChromium(this);
    let target = '';
    const strayed: string[] = [];
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
      incoming.pipe(forwarded);
    });
    await new Promise<void>((resolve) => proxy?.listen(0, '127.0.0.1', resolve));
    const shop = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    world = await startAdmin({ PUBLIC_URL: shop + prefix }, `${prefix}/admin`);
    target = world.service.url;
    const [ada, grace] = [await world.create('ada'), await world.create('grace')];
    const thread = await openThread(world.service.store, ada, grace);
    await addMessage(world.service.store, thread, ada, { text: 'Good morning' });

    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${shop}${prefix}/admin`);
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
    expect(strayed).to.deep.equal([]);
  });
});
