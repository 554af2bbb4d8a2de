import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { expectAccessible } from '../support/accessible.js';
import { launchChromium } from '../support/chromium.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';
import { Receiver } from '../support/receiver.js';
import { newWebhook } from '../support/webhooks.js';

describe('webhooks in the admin panel, in a browser', function () {
  this.timeout(240_000);
  let world: AdminWorld;
  let browser: Browser;
  let page: Page;
  let receiver: Receiver;
  let id: number;

  before(async function () {
    browser = await launchChromium(this);
    world = await startAdmin({ WEBHOOK_PRIVATE: 'on' });
    receiver = await new Receiver().start();
    receiver.answer = ({ type }, response) => {
      if (type !== 'test') response.writeHead(500).end('out of order');
    };
    const { store } = world.service;
    ({ id } = await store.run(async ({ webhooks, events }) =>
      webhooks.add(newWebhook({ url: receiver.url, position: await events.end() })),
    ));
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    await addMessage(store, await openThread(store, ann, bob), ann, { text: 'Hello' });
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
    await (receiver as Receiver | undefined)?.stop();
  });

  it('show what was not taken, and that a test was', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${world.service.url}/admin/resources/Webhook`);
    await page.locator('td[data-property="url"]').getByText(receiver.url).click();
    await page.getByRole('link', { name: 'Deliveries' }).click();
    const rows = page.getByTestId('deliveries').locator('tbody tr');
    await rows.filter({ hasText: 'Not taken (500)' }).filter({ hasText: 'out of order' }).first().waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await rows.filter({ hasText: 'test' }).filter({ hasText: 'Taken (204)' }).waitFor();
    await page
      .getByRole('button', { name: /^Send again: delivery \d+$/ })
      .first()
      .click();
    await rows.filter({ hasText: 'Not taken (500)' }).first().waitFor();
  });

  for (const [device, viewport] of Object.entries({
    'a desktop': { width: 1440, height: 900 },
    'a phone': { width: 390, height: 844 },
  })) {
    it(`fit ${device}, and break no rule of axe-core’s`, async () => {
      await page.setViewportSize(viewport);
      for (const path of [`records/${id}/deliveries`, `records/${id}/show`, '']) {
        await page.goto(`${world.service.url}/admin/resources/Webhook/${path}`);
        await page.getByText(receiver.url).first().waitFor();
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(wide, `${path}: pixels beyond the window`).to.be.at.most(0);
        await expectAccessible(page, path);
        const folder = process.env['WEBHOOK_SCREENSHOTS'];
        if (folder !== undefined) {
          await page.screenshot({
            path: `${folder}/${device} ${path.replaceAll('/', '-')}.png`.replaceAll(' ', '-'),
          });
        }
      }
    });
  }
});
