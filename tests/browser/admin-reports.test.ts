import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { ReportMessage } from '../../src/application/evidence/report-message.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { acts } from '../support/acts.js';
import { adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { expectAccessible } from '../support/accessible.js';
import { launchChromium } from '../support/chromium.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';

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
});
