import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { Api, password, type User } from '../support/client.js';

interface Opened {
  readonly page: Page;
  readonly complaints: string[];
  readonly hosts: Set<string>;
}

describe('/docs in a browser', function () {
  this.timeout(90_000);
  const api = new Api();
  let ann: User;
  let browser: Browser;

  before(async function () {
    browser = await launchChromium(this);
    await api.start();
    ann = await api.register('ann');
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await api.stop();
  });

  /** Opens the page; what it complains of and where it turns to is collected. */
  async function open(path: string): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).origin);
    });
    await page.goto(api.service.url + path);
    await page.getByText('Send a message').waitFor();
    return { page, complaints, hosts };
  }

  /** It shows the operations, from here alone and without complaint. */
  async function expectWhole({ page, complaints, hosts }: Opened): Promise<void> {
    expect(await page.locator('.opblock').count()).to.be.at.least(19);
    expect(complaints).to.deep.equal([]);
    expect([...hosts]).to.deep.equal([api.service.url]);
  }

  it('shows the operations at /docs, and makes a call with a token', async () => {
    const opened = await open('/docs');
    await expectWhole(opened);
    const { page, complaints, hosts } = opened;
    await page.getByRole('button', { name: 'Authorize' }).click();
    const ways = page.locator('.modal-ux .auth-container');
    expect(await ways.count(), 'a token, or a ticket').to.equal(2);
    const bearer = ways.filter({ has: page.locator('#auth-bearer-value') });
    await bearer.locator('input').fill(ann.access);
    await bearer.getByRole('button', { name: 'Apply credentials' }).click();
    await page.locator('.modal-ux').getByRole('button', { name: 'Close' }).first().click();

    const operation = page.locator('#operations-Accounts-getOwnUser');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table');
    await answer.waitFor();
    expect(await answer.locator('.response-col_status').last().innerText()).to.include('200');
    expect(await answer.innerText()).to.include('"username": "ann"');

    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/docs-page.png` });
    expect(complaints).to.deep.equal([]);
    expect([...hosts]).to.deep.equal([api.service.url]);
    await page.close();
  });

  it('shows the operations at /docs/, logs in, keeps that in the tab, and logs out', async () => {
    const opened = await open('/docs/');
    await expectWhole(opened);
    const { page, complaints } = opened;
    const form = page.getByRole('form', { name: 'Log in to try the API' });
    const state = form.getByRole('status');
    await form.getByLabel('Username').fill('ann');
    await form.getByLabel('Password').fill('a wrong one');
    await form.getByRole('button', { name: 'Log in' }).click();
    await state.getByText('No active account').waitFor();
    expect(complaints.splice(0).join(), 'the browser tells of the 401').to.include('401');
    await form.getByLabel('Password').fill(password);
    await form.getByRole('button', { name: 'Log in' }).click();
    await state.getByText('Logged in as ann.').waitFor();
    await page.reload();
    await state.getByText('Logged in as ann.').waitFor();
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) {
      await page.screenshot({ path: `${folder}/docs-log-in.png` });
      await page.setViewportSize({ width: 390, height: 800 });
      await page.screenshot({ path: `${folder}/docs-log-in-phone.png` });
      await page.setViewportSize({ width: 1200, height: 1000 });
    }
    expect(await status(page)).to.include('200');
    await form.getByRole('button', { name: 'Log out' }).click();
    await form.getByLabel('Username').waitFor();
    expect(await status(page)).to.include('401');
    await page.close();
  });

  /** Makes a call that needs to know who calls. */
  async function status(page: Page): Promise<string> {
    const operation = page.locator('#operations-Accounts-getOwnUser');
    if ((await operation.getAttribute('class'))?.includes('is-open') !== true) {
      await operation.locator('.opblock-summary-control').click();
    }
    const [answer] = await Promise.all([
      page.waitForResponse(/\/users\/me$/),
      operation.getByRole('button', { name: 'Execute' }).click(),
    ]);
    return String(answer.status());
  }
});
