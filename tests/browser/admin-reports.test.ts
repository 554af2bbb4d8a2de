import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Download, Page } from 'playwright-core';
import sharp from 'sharp';
import { ReportMessage } from '../../src/application/evidence/report-message.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { acts } from '../support/acts.js';
import { adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { expectAccessible } from '../support/accessible.js';
import { launchChromium } from '../support/chromium.js';
import { until } from '../support/client.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';
import { untilTrue } from '../support/until-true.js';

describe('reports in the admin panel, in a browser', function () {
  this.timeout(240_000);
  let world: AdminWorld;
  let browser: Browser;
  let page: Page;
  let thread: number;
  let report: number;

  before(async function () {
    browser = await launchChromium(this);
    world = await startAdmin();
    const { store } = world.service;
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const now = new Date();
    const opened = await openThread(store, ann, bob, now);
    thread = opened.id;
    await addMessage(store, opened, bob, { text: 'Is the bicycle still there?', created: now });
    const rude = await addMessage(store, opened, ann, { text: 'Send the money to me first', created: now });
    const gone = await addMessage(store, opened, ann, { text: 'Now, or else', created: now });
    ({
      report: { id: report },
    } = await new ReportMessage(store, new SystemClock()).execute({
      caller: { id: bob.id, role: 'user' },
      message: rude.id,
      reason: 'fraud',
      comment: 'I was to pay outside of the shop.',
    }));
    await store.run(async (all) => {
      await acts(all).edit(rude, 'Yes, it is', now);
      await acts(all).remove(gone, now);
    });
    page = await browser.newPage({ locale: 'en-GB', timezoneId: 'UTC' });
    await page.goto(`${world.service.url}/admin/login`);
    await page.getByLabel('Username').fill('root');
    await page.getByLabel('Password').fill(adminPassword);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (world as AdminWorld | undefined)?.service.stop();
  });

  for (const [device, viewport] of Object.entries({
    'a desktop': { width: 1440, height: 900 },
    'a phone': { width: 390, height: 844 },
  })) {
    it(`fit ${device}, and break no rule of axe-core’s`, async () => {
      await page.setViewportSize(viewport);
      for (const [path, text] of [
        ['Report', 'Send the money'],
        [`Report/records/${report}/show`, 'I was to pay outside of the shop.'],
        [`Thread/records/${thread}/show`, 'Now, or else'],
      ] as const) {
        await page.goto(`${world.service.url}/admin/resources/${path}`);
        await page.getByText(text).first().waitFor();
        const earlier = page.getByRole('button', { name: 'Edited: show what it said before' });
        if (path !== 'Report') await earlier.click();
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(wide, `${path}: pixels beyond the window`).to.be.at.most(0);
        await expectAccessible(page, path);
        const folder = process.env['REPORT_SCREENSHOTS'];
        if (folder !== undefined) {
          const name = `${device} ${path}`.replaceAll(/[ /]/g, '-');
          await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
        }
      }
    });
  }

  it('lead from the first page to what was said, and are closed with a note', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${world.service.url}/admin`);
    await page
      .getByTestId('dashboard')
      .getByRole('link', { name: /Open reports/ })
      .click();
    await page.locator('td[data-property="text"]').getByText('Send the money to me first').click();
    const shown = page.getByTestId('report');
    await shown.getByTestId('reported-text').getByText('Send the money to me first').waitFor();
    const messages = shown.getByTestId('message');
    await messages.filter({ hasText: 'Now, or else' }).filter({ hasText: 'deleted' }).waitFor();
    await messages.getByRole('button', { name: 'Edited: show what it said before' }).click();
    await shown.getByTestId('earlier').getByText('Send the money to me first').waitFor();
    await shown.getByRole('button', { name: 'Block for the reporter' }).click();
    await shown.getByRole('button', { name: 'Block', exact: true }).click();
    await shown.getByText('The sender is blocked for the reporter.').waitFor();
    await shown.getByRole('button', { name: 'Deactivate the sender' }).click();
    await shown.getByRole('button', { name: 'Deactivate', exact: true }).click();
    await shown.getByText('The sender is deactivated.').waitFor();
    await shown.getByLabel('Note, for admins').fill('Warned, then shut out.');
    await shown.getByRole('button', { name: 'Close the report' }).click();
    await shown.getByRole('heading', { name: 'Closed: fraud' }).waitFor();
    await page.goto(`${world.service.url}/admin`);
    await page
      .getByTestId('dashboard')
      .getByRole('link', { name: /Open reports 0/ })
      .waitFor();
  });

  it('show pictures and hand out files, also of a message that was deleted since', async () => {
    const api = `${world.service.url}/api/v1`;
    const call = async (token: string, method: string, path: string, body: object | Buffer) => {
      const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
      const response = await fetch(api + path, {
        method,
        headers: { 'content-type': type, ...(token !== '' && { authorization: `Bearer ${token}` }) },
        body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
      });
      expect(response.ok, path).to.equal(true);
      const text = await response.text();
      return (text === '' ? {} : JSON.parse(text)) as { id: number; access: string };
    };
    const [cleo, dan] = [await world.create('cleo'), await world.create('dan')];
    const logIn = async ({ username }: { username: string }) =>
      (await call('', 'POST', '/auth/token', { username, password: adminPassword })).access;
    const [hers, his] = [await logIn(cleo), await logIn(dan)];
    const { id: theirs } = await call(hers, 'POST', '/threads', { participants: [dan.id] });
    const send = async (...names: string[]) => {
      const attachments: number[] = [];
      for (const name of names) {
        const picture = sharp({ create: { width: 30, height: 20, channels: 3, background: '#a33' } }).png();
        const bytes = name.endsWith('.png') ? await picture.toBuffer() : Buffer.from('Dear Dan');
        attachments.push((await call(hers, 'POST', `/attachments?name=${name}`, bytes)).id);
      }
      return (await call(hers, 'POST', `/threads/${theirs}/messages`, { text: names.join(), attachments }))
        .id;
    };
    await send('standing.png');
    const reported = await send('reported.png', 'letter.txt');
    const { id } = await call(his, 'POST', `/messages/${reported}/reports`, { reason: 'abuse' });
    await call(hers, 'DELETE', `/messages/${reported}`, {});

    const seen = (name: string, within = 'body') =>
      untilTrue(
        page,
        `[...document.querySelectorAll('${within} img[alt="${name}"]')].some((image) => image.naturalWidth === 30)`,
      );
    await page.goto(`${world.service.url}/admin/resources/Report/records/${id}/show`);
    await seen('reported.png', '[data-testid="reported-text"]');
    await seen('reported.png', '[data-testid="message"]');
    // A link to another tab: the download is that tab's.
    const downloads: Download[] = [];
    page.context().on('page', (tab) => tab.on('download', (download) => downloads.push(download)));
    page.on('download', (download) => downloads.push(download));
    await page.getByTestId('reported-text').getByRole('link', { name: 'letter.txt' }).click();
    await until('the file is handed out', async () => downloads.length > 0);
    expect(downloads[0]?.suggestedFilename()).to.equal('letter.txt');
    expect(readFileSync((await downloads[0]?.path()) ?? '', 'utf8')).to.equal('Dear Dan');
    await page.goto(`${world.service.url}/admin/resources/Thread/records/${theirs}/show`);
    await seen('standing.png');
    await seen('reported.png');
  });
});
