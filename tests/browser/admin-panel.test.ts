import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { User } from '../../src/domain/accounts/user.js';
import { adminPassword, startAdmin, type AdminWorld } from '../support/admin.js';
import { launchChromium } from '../support/chromium.js';
import { addMessage, openThread } from '../support/fixtures.js';

// Set ADMIN_SCREENSHOTS to bring docs/screenshots up to date.
const screenshots =
  process.env['ADMIN_SCREENSHOTS'] === undefined
    ? undefined
    : join(import.meta.dirname, '../../docs/screenshots');
const day = 24 * 60 * 60 * 1000;

describe('the admin panel in a browser', function () {
  this.timeout(90_000);
  let world: AdminWorld;
  let browser: Browser;
  let page: Page;
  let ada: User;
  let grace: User;
  let alan: User;
  let thread: number;
  const complaints: string[] = [];

  before(async function () {
    browser = await launchChromium(this);
    world = await startAdmin();
    ada = await world.create('ada');
    grace = await world.create('grace');
    thread = await fill();
    page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 401/.test(message.text()))
        complaints.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(world.service.url) && !url.startsWith('data:')) complaints.push(`asked for ${url}`);
    });
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (world as AdminWorld | undefined)?.service.stop();
  });

  /** A month in which people have written to each other. */
  async function fill(): Promise<number> {
    const { store } = world.service;
    const names = ['Charles', 'Emmy', 'Sofia'];
    const people: User[] = [ada, grace];
    for (const name of names) people.push(await world.create(name));
    alan = await world.create('Alan');
    people.push(alan);
    const now = Date.now();
    const lines = [
      'Good morning! Is the room by the canal still free in May?',
      'It is, from the 3rd. Would you like to see it?',
      'Very much. Would Thursday at six suit you?',
      'Thursday it is: Canal Street 4, ring twice.\nThe cat is friendly.',
      'See you there! 🙂',
      'One more thing: does the rent include heating?',
    ];
    const first = await openThread(store, ada, grace, new Date(now - 2 * day));
    for (const [index, text] of lines.entries()) {
      const created = new Date(now - day + index * 7 * 60_000);
      await addMessage(store, first, index % 2 === 0 ? ada : grace, { text, created });
    }
    for (const [index, other] of people.slice(2).entries()) {
      const started = now - 29 * day;
      const one = await openThread(store, index % 2 === 0 ? ada : grace, other, new Date(started));
      for (let number = 0; number < 9 * (index + 1); number += 1) {
        const created = new Date(started + ((number * (index + 3) * 17) % 29) * day);
        await addMessage(store, one, number % 2 === 0 ? other : index % 2 === 0 ? ada : grace, {
          text: 'Hello',
          created,
        });
      }
    }
    return first.id;
  }

  async function logIn(username: string, password: string): Promise<void> {
    await page.goto(`${world.service.url}/admin/login`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
  }

  async function visit(path: string): Promise<void> {
    await page.goto(`${world.service.url}/admin/${path}`);
  }

  async function keep(name: string): Promise<void> {
    if (screenshots === undefined) return;
    mkdirSync(screenshots, { recursive: true });
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(screenshots, `admin-${name}.png`) });
  }

  async function choose(place: number, name: string): Promise<void> {
    const field = page.getByTestId(`participant-${place}`);
    await field.locator('input').fill(name);
    await page.getByRole('option', { name, exact: true }).click();
  }

  it('refuses a wrong password, with the name still there', async () => {
    await logIn('root', 'wrong password');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).to.match(/No active admin/);
    expect(await page.getByLabel('Username').inputValue()).to.equal('root');
  });

  it('refuses a plain user', async () => {
    await logIn('ada', adminPassword);
    expect(await page.getByRole('alert').textContent()).to.match(/No active admin/);
  });

  it('lets an admin in, to the dashboard', async () => {
    await logIn('root', adminPassword);
    const dashboard = page.getByTestId('dashboard');
    await dashboard.waitFor();
    expect(await dashboard.textContent())
      .to.include('Messages per day')
      .and.include('ada & grace');
    await page.getByRole('img', { name: 'Messages per day' }).waitFor();
    await keep('dashboard');
  });

  it('lists users, and finds one', async () => {
    await page
      .getByRole('link', { name: /^Users/ })
      .first()
      .click();
    await page.getByRole('cell', { name: 'grace' }).first().waitFor();
    await visit('resources/User?filters.username=GRA');
    await page.getByRole('cell', { name: 'grace' }).first().waitFor();
    expect(await page.locator('tbody tr').count()).to.equal(1);
    await page.getByRole('link', { name: '3 threads' }).click();
    await page.waitForURL(/resources\/Thread\?filters\.participant=/);
    await page.locator('tbody tr').nth(2).waitFor();
  });

  it('filters messages in the drawer', async () => {
    await visit('resources/Message');
    await page.locator('tbody tr').first().waitFor();
    await page.getByText('Filter', { exact: true }).click();
    await page.locator('[name="filter-text"], [data-css*="filter"] input').first().fill('heating');
    await page.getByRole('button', { name: 'Apply changes' }).click();
    await page.waitForURL(/filters\.text=heating/);
    await page.getByText('does the rent include heating?').first().waitFor();
    await page.waitForFunction(`document.querySelectorAll('tbody tr').length === 1`);
  });

  it('shows a conversation with its two sides', async () => {
    await visit(`resources/Thread/records/${thread}/show`);
    const messages = page.getByTestId('message');
    await messages.nth(5).waitFor();
    expect(await messages.nth(3).textContent())
      .to.include('Canal Street 4')
      .and.include('grace')
      .and.include('unread');
    const [left, right] = await Promise.all(
      [0, 1].map((index) => messages.nth(index).locator('> *').first().boundingBox()),
    );
    expect(left?.x ?? 0).to.be.lessThan(right?.x ?? 0);
    expect(await page.getByTestId('conversation').textContent()).to.match(/has 3 unread/);
    await keep('conversation');
  });

  it('says at the field that a thread has two participants', async () => {
    await visit('resources/Thread/actions/new');
    await choose(0, 'ada');
    await choose(1, 'ada');
    await page.getByRole('button', { name: /Open thread|Save/ }).click();
    const error = page
      .getByTestId('participants')
      .getByText('A thread is between two different people: name someone else.');
    await error.waitFor();
    await keep('error');
  });

  it('opens a thread, and shows the one there is', async () => {
    await choose(1, 'Emmy');
    await page.getByRole('button', { name: /Open thread|Save/ }).click();
    await page.waitForURL(/resources\/Thread\/records\/\d+\/show/);
    await page.getByText('Nobody has written yet.').waitFor();
    const opened = new URL(page.url()).pathname;
    await visit('resources/Thread/actions/new');
    await choose(0, 'Emmy');
    await choose(1, 'ada');
    await page.getByRole('button', { name: /Open thread|Save/ }).click();
    await page.waitForURL(/resources\/Thread\/records\/\d+\/show/);
    expect(new URL(page.url()).pathname).to.equal(opened);
    await page.getByText('already have a thread').waitFor();
  });

  it('deletes messages in bulk', async () => {
    await visit(`resources/Message?filters.threadId=${thread}`);
    await page.locator('tbody tr').nth(5).waitFor();
    for (const row of [0, 1])
      await page.locator('tbody tr').nth(row).locator('td').first().locator('a').click();
    await page.getByText('Delete selected').first().click();
    await page.getByRole('button', { name: /Confirm the removal of 2/ }).click();
    await page.getByText('Deleted 2 records.').waitFor();
    const summary = await world.service.store.read(({ threads }) => threads.summary(thread));
    expect(summary?.thread.messageCount).to.equal(4);
  });

  it('deactivates a user, whom the API then refuses', async () => {
    const token = (): Promise<{ status: number }> =>
      fetch(`${world.service.url}/api/v1/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'grace', password: adminPassword }),
      });
    expect((await token()).status).to.equal(200);
    await visit(`resources/User/records/${grace.id}/show`);
    await page.getByText('Deactivate', { exact: true }).first().click();
    await page.getByTestId('confirm').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('The account is deactivated').waitFor();
    expect((await token()).status).to.equal(401);
  });

  it('guards the deletion of a user with threads', async () => {
    await visit(`resources/User/records/${grace.id}/remove`);
    const form = page.getByTestId('confirm');
    await form.getByText(/3 threads with \d+ messages go with it/).waitFor();
    const button = form.getByRole('button', { name: 'Delete' });
    expect(await button.isDisabled()).to.equal(true);
    await form.getByLabel(/Type the username/).fill('grace');
    await button.click();
    await page.getByText('The account is deleted.').waitFor();
  });

  it('gives out what is held about a user, and erases the account', async () => {
    const { id } = alan;
    await visit(`resources/User/records/${id}/show`);
    await page.getByText('Export', { exact: true }).first().click();
    const download = page.waitForEvent('download');
    await page.getByTestId('export').getByText('Download').click();
    const file = await download;
    expect(file.suggestedFilename()).to.equal(`duet-user-${id}.json`);
    const { user } = JSON.parse(await readFile(await file.path(), 'utf8')) as { user: { username: string } };
    expect(user.username).to.equal('Alan');

    await page.getByText('Erase', { exact: true }).first().click();
    const form = page.getByTestId('confirm');
    const button = form.getByRole('button', { name: 'Erase' });
    await form.getByText('So do the messages').waitFor();
    expect(await button.isDisabled()).to.equal(true);
    await form.getByLabel(/Type the username/).fill('Alan');
    await button.click();
    await page.getByText('The account is erased.').waitFor();
    await page.getByText(`deleted:${id}`).first().waitFor();
    expect(await page.getByText(/^(Erase|Activate|Edit)$/).count()).to.equal(0);
  });

  it('shows what was done', async () => {
    await visit('resources/AuditEntry');
    await page.locator('tbody tr').nth(3).waitFor();
    const text = await page.locator('tbody').textContent();
    expect(text).to.include('root').and.include('ada and Emmy').and.include('grace: not active');
  });

  it('logs out', async () => {
    await visit('');
    await page.getByText('root', { exact: true }).first().click();
    await page.getByText('Log out').click();
    await page.waitForURL(/\/admin\/login/);
    await visit('resources/User');
    await page.waitForURL(/\/admin\/login/);
  });

  it('has had no script refused, no error, and nothing loaded from elsewhere', () => {
    expect(complaints).to.deep.equal([]);
  });
});
