import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { User } from '../../src/domain/accounts/user.js';
import { adminPassword, type AdminWorld } from '../support/admin.js';
import { until } from '../support/client.js';
import { addMessage, addMessages, openThread } from '../support/fixtures.js';
import { Panel } from '../support/panel.js';

describe('the admin panel in a browser', function () {
  this.timeout(240_000);
  const panel = new Panel();
  const { visit, keep, audit, logIn, complaints } = panel;
  let world: AdminWorld;
  let browser: Browser;
  let page: Page;
  let ada: User;
  let grace: User;
  let alan: User;
  let thread: number;

  before(() => ({ world, browser, page, ada, grace, alan, thread } = panel));

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
    await audit('the login page with a refusal');
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
    expect(await page.locator('tbody mark').allTextContents(), 'the hit is marked').to.deep.equal(['gra']);
    await page.getByRole('link', { name: '3 threads' }).click();
    await page.waitForURL(/resources\/Thread\?filters\.participant=/);
    await page.locator('tbody tr').nth(2).waitFor();
  });

  it('filters messages in the drawer', async () => {
    await visit('resources/Message');
    await page.locator('tbody tr').first().waitFor();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('heating');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/filters\.text=heating/);
    await page.getByText('does the rent include').first().waitFor();
    await page.locator('tbody tr:only-child').waitFor();
    expect(await page.locator('tbody mark').allTextContents()).to.deep.equal(['heating']);
  });

  it('marks a hit on the message’s own page and in its conversation, too', async () => {
    await page.getByRole('link', { name: /does the rent include/ }).click();
    await page.getByRole('heading', { name: 'Message from grace' }).waitFor();
    await page.locator('main mark').waitFor();
    expect(await page.locator('main mark').allTextContents()).to.deep.equal(['heating']);
    await audit('a hit on its own page');
    await page.getByRole('link', { name: 'ada & grace' }).click();
    await page.getByTestId('message').nth(5).waitFor();
    expect(await page.getByTestId('conversation').locator('mark').allTextContents()).to.deep.equal([
      'heating',
    ]);
    await audit('a hit in its conversation');
    await page.getByTestId('message').nth(5).getByRole('link').click();
    await page.locator('main mark').waitFor();
  });

  it('says how many messages somebody sent, exactly, and reaches the last of them', async () => {
    const { store } = world.service;
    const [test1, test2, test3] = [
      await world.create('test1'),
      await world.create('test2'),
      await world.create('test3'),
    ];
    const long = new Date('2025-06-01T00:00:00Z');
    await addMessages(store, await openThread(store, test1, test2, long), test1, 1200);
    const second = await openThread(store, test1, test3, long);
    await addMessages(store, second, test1, 467);
    await addMessages(store, second, test3, 5);
    await visit('resources/Message');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Sender').fill('test1');
    await page.getByRole('option', { name: 'test1', exact: true }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('heading', { name: 'Messages 1,667' }).waitFor();
    await page.getByText('1–20 of 1,667').waitFor();
    await page.getByRole('link', { name: 'Last', exact: true }).click();
    await page.getByText('1,661–1,667 of 1,667').waitFor();
    expect(await page.locator('tbody tr').count()).to.equal(7);
  });

  it('takes a day for the admin’s own, to its end, and refuses half a date', async () => {
    const { store } = world.service;
    const [emil, tom] = [await world.create('emil'), await world.create('tom')];
    const one = await openThread(store, emil, tom, new Date('2024-03-01T00:00:00Z'));
    // Auckland is 13 hours ahead in March: the 3rd is from 11:00 on the 2nd to 11:00 on the 3rd, in UTC.
    for (const [text, created] of [
      ['the evening before', '2024-03-02T10:59:59.999Z'],
      ['its first moment', '2024-03-02T11:00:00.000Z'],
      ['its last moment', '2024-03-03T10:59:59.999Z'],
      ['the morning after', '2024-03-03T11:00:00.000Z'],
    ] as const) {
      await addMessage(store, one, emil, { text, created: new Date(created) });
    }
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Pacific/Auckland',
      viewport: { width: 1280, height: 800 },
      storageState: await page.context().storageState(),
    });
    const there = await context.newPage();
    await there.goto(`${world.service.url}/admin/resources/Message?filters.threadId=${one.id}`);
    await there.locator('tbody tr').nth(3).waitFor();
    await there.getByText('your own time zone, Pacific/Auckland').waitFor();
    await there.getByRole('button', { name: 'Filter' }).click();
    await there.getByLabel('First day').pressSequentially('03032024');
    expect(await there.getByLabel('First day').inputValue()).to.equal('2024-03-03');
    await there.getByLabel('Last day').pressSequentially('1');
    const before = there.url();
    await there.getByRole('button', { name: 'Apply' }).click();
    expect(await there.locator('input:invalid').count(), 'half a date is pointed at').to.equal(1);
    expect(there.url()).to.equal(before);
    await there.getByLabel('Last day').fill('2024-03-03');
    await there.getByRole('button', { name: 'Apply' }).click();
    await there.locator('tbody tr:nth-child(2):last-child').waitFor();
    const shown = await there.locator('tbody').textContent();
    expect(shown)
      .to.include('its first moment')
      .and.include('its last moment')
      .and.include('3 Mar 2024, 23:59');
    await there.reload();
    await there.locator('tbody tr:nth-child(2):last-child').waitFor();
    await there.getByRole('button', { name: 'Filter (3)' }).click();
    expect(await there.getByLabel('Last day').inputValue()).to.equal('2024-03-03');
    await context.close();
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

  it('shows pictures that come from where the operator says', async () => {
    const { store } = world.service;
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const picture = 'https://pictures.example/ada.png';
    await page.route(picture, (route) =>
      route.fulfill({ contentType: 'image/png', body: Buffer.from(pixel, 'base64') }),
    );
    const shown = async (avatarUrl: string) => {
      await store.run(({ users }) => users.update({ ...ada, name: 'Ada Lovelace', avatarUrl }));
      await visit(`resources/User/records/${ada.id}/show`);
      await page.getByText(avatarUrl).waitFor();
      const images = await page.locator('img[width="64"]').all();
      return Promise.all(images.map((image) => image.getAttribute('src')));
    };
    expect(await shown('https://elsewhere.example/ada.png')).to.deep.equal([]);
    expect(await shown(picture)).to.deep.equal([picture]);
    await visit('resources/User?filters.username=lovel');
    await page.locator('tbody td[data-property="name"] img').waitFor();
    await visit(`resources/Thread/records/${thread}/show`);
    await page.locator('[data-testid="conversation"] h2 img').waitFor();
    await page.unroute(picture); // as long as there is a route, the browser has no cache
    await store.run(({ users }) => users.update(ada));
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
    for (const row of [0, 1]) await page.locator('tbody tr').nth(row).getByRole('checkbox').check();
    await page.getByText('Delete selected').first().click();
    await page.getByRole('button', { name: 'Delete 2 records' }).click();
    await page.getByText('Deleted 2 records.').waitFor();
    const summary = await world.service.store.read(({ threads }) => threads.summary(thread));
    expect(summary?.thread.messageCount).to.equal(4);
  });

  it('deletes a message in the conversation, which stays where it is', async () => {
    await visit(`resources/Thread/records/${thread}/show`);
    // Two were deleted before, and are still shown as that.
    const messages = page.getByTestId('message').filter({ hasNotText: '· deleted' });
    await messages.nth(3).waitFor();
    const place = page.url();
    const gone = messages.nth(1);
    await gone.getByRole('button', { name: /^Delete/ }).click();
    await gone.getByRole('button', { name: 'Keep' }).click();
    await gone.getByRole('button', { name: /^Delete/ }).click();
    await gone.getByRole('group').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted.').waitFor();
    expect(await messages.count()).to.equal(3);
    expect(await page.getByTestId('message').filter({ hasText: '· deleted' }).count()).to.equal(3);
    expect(await page.getByTestId('conversation').textContent()).to.include('3 messages');
    expect(page.url()).to.equal(place);
    const summary = await world.service.store.read(({ threads }) => threads.summary(thread));
    expect(summary?.thread.messageCount).to.equal(3);
  });

  it('comes back to the same list, with its filters, after a message was deleted on its own page', async () => {
    await visit(`resources/Message?filters.text=Hello`);
    await page.locator('tbody a').first().click();
    await page.getByRole('heading', { name: /^Message from/ }).waitFor();
    await page.locator('.duet-actions').getByText('Delete', { exact: true }).click();
    await page.getByTestId('confirm').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/resources\/Message\?filters\.text=Hello$/);
    await page.locator('tbody mark').first().waitFor();
  });

  it('deactivates a user, so that the API refuses the login', async () => {
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
    await form.getByText(/Deletes 3 threads with \d+ messages as well/).waitFor();
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

  it('shows people by their names, and finds them by these', async () => {
    const { store } = world.service;
    await store.run(({ users }) => users.update({ ...ada, name: 'Ada Lovelace', externalId: 'customer-1' }));
    await visit('resources/User?filters.username=lovel');
    const row = page.locator('tbody tr:only-child');
    await row.waitFor();
    expect(await row.locator('td[data-property="name"]').innerText()).to.equal('Ada Lovelace');
    expect(await row.locator('td[data-property="externalId"]').innerText()).to.equal('customer-1');
    expect(await page.locator('tbody mark').allTextContents()).to.deep.equal(['Lovel']);
    await row.getByRole('link', { name: 'ada', exact: true }).click();
    await page.getByText('Ada Lovelace').waitFor();
    await page.getByText('customer-1').waitFor();
    await store.run(({ users }) => users.update(ada));
  });

  it('makes a service key, shows it once, and revokes it', async () => {
    await visit('resources/ServiceKey');
    await page.getByText('There is nothing here yet.').waitFor();
    await page.getByRole('link', { name: 'New service key' }).click();
    const form = page.getByTestId('new-key');
    await form.getByLabel('Name of the service').fill('a shop');
    await form.getByRole('button', { name: 'Make the key' }).click();
    await form.getByText('The name of a service is').waitFor();
    await audit('a name that is none');
    await form.getByLabel('Name of the service').fill('shop');
    await form.getByRole('button', { name: 'Make the key' }).click();
    const key = await form.getByLabel('The key of shop').inputValue();
    expect(key).to.match(/^duet_[A-Za-z0-9_-]{43}$/);
    const limits = async () => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${world.service.url}/api/v1/limits`, { headers })).status;
    };
    expect(await limits()).to.equal(200);
    for (const [device, viewport] of Object.entries({
      phone: { width: 390, height: 780 },
      desktop: { width: 1440, height: 900 },
    })) {
      await page.setViewportSize(viewport);
      await audit(`a new key on a ${device}`);
      await keep(`key-${device}`);
    }
    await form.getByRole('link', { name: 'I have copied it' }).click();
    await page.getByRole('link', { name: 'shop', exact: true }).click();
    await page.getByRole('heading', { name: 'shop' }).waitFor();
    expect(await page.content()).not.to.include(key.slice(5));
    await page.getByRole('link', { name: 'Revoke' }).click();
    await page.getByTestId('confirm').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The key is revoked').waitFor();
    await until('the key is refused', async () => (await limits()) === 401);
  });

  it('shows what was done', async () => {
    await visit('resources/AuditEntry');
    await page.locator('tbody tr').nth(3).waitFor();
    const text = await page.locator('tbody').textContent();
    expect(text).to.include('root').and.include('ada and Emmy').and.include('grace: not active');
    const deeds = await page.locator('td[data-property="action"]').allInnerTexts();
    expect(deeds).to.include('Mark as read');
    for (const deed of deeds) expect(deed).to.match(/^[A-Z][a-z ]+$/);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Did').selectOption('open');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.locator('tbody tr:only-child').waitFor();
    await page.getByRole('link', { name: /^Thread \d+$/ }).click();
    await page.getByRole('heading', { name: /ada & Emmy|Emmy & ada/ }).waitFor();
    expect(await page.title()).to.match(/^(ada & Emmy|Emmy & ada) · Duet admin$/);
    // The account of grace was deactivated, and deleted later.
    await visit(`resources/AuditEntry?filters.resource=User&filters.recordId=${grace.id}`);
    await page.locator('tbody tr').nth(1).waitFor();
    const cells = page.locator('td[data-property="recordId"]');
    expect(await cells.allTextContents()).to.deep.equal([`${grace.id} (deleted)`, `${grace.id} (deleted)`]);
    expect(await cells.getByRole('link').count()).to.equal(0);
    await page.locator('tbody tr').last().getByRole('cell').first().click();
    await page.getByText(`${grace.id} (deleted)`).waitFor();
  });

  it('says on a page of the panel that there is nothing at an address', async () => {
    const answer = await page.goto(`${world.service.url}/admin/nope`);
    expect(answer?.status()).to.equal(404);
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    for (const path of [
      'User/records/99999/show',
      'Nope',
      'User/actions/nope',
      'User/records/1/nope',
      'Message/bulk/bulkDelete?recordIds=99999',
    ]) {
      await visit(`resources/${path}`);
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    }
    const icon = await fetch(`${world.service.url}/favicon.ico`);
    expect([icon.status, icon.headers.get('content-type')]).to.deep.equal([
      200,
      'image/svg+xml; charset=utf-8',
    ]);
  });

  it('says in good English that a session has ended', async () => {
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const tab = await context.newPage();
    await tab.goto(`${world.service.url}/admin/resources/User`);
    await tab.locator('tbody tr').first().waitFor();
    await context.clearCookies();
    const said = new Promise<string>((resolve) => {
      tab.once('dialog', (dialog) => {
        resolve(dialog.message());
        void dialog.accept();
      });
    });
    await tab.getByRole('navigation', { name: 'Panel' }).getByRole('link', { name: 'Threads' }).click();
    expect(await said).to.equal('Your session has ended. Please log in again.');
    await tab.waitForURL(/\/admin\/login/);
    await context.close();
  });

  it('logs out', async () => {
    await visit('');
    await page.getByText('Logged in as root').waitFor();
    await page.getByText('Log out').click();
    await page.waitForURL(/\/admin\/login/);
    await visit('resources/User');
    await page.waitForURL(/\/admin\/login/);
  });

  it('has had no script refused, no error, and nothing loaded from elsewhere', () => {
    expect(complaints).to.deep.equal([]);
  });
});
