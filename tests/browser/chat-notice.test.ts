import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../support/client.js';
import { expectAccessible } from '../support/accessible.js';
import type { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';
import { untilTrue } from '../support/until-true.js';

/** Writes down what the page shows on the desktop and plays, which a page cannot be asked afterwards. */
const recorder = `
  window.told = [];
  window.notes = 0;
  window.badges = [];
  navigator.setAppBadge = async (count) => void badges.push(count);
  const { showNotification } = ServiceWorkerRegistration.prototype;
  ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
    told.push([title, options.body]);
    return showNotification.call(this, title, options);
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...given) {
    notes += 1;
    return start.apply(this, given);
  };`;

/** As on phones, where a page cannot show one by itself. */
const onPhones = `
  window.Notification = class extends Notification {
    constructor(title) {
      throw new TypeError('Illegal constructor.');
    }
  };`;

/** As where a page has no service worker. */
const onItsOwn = `
  Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
  window.told = [];
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      told.push({ title, shown: this, isClosed: false });
    }
    close() {
      told.find(({ shown }) => shown === this).isClosed = true;
      super.close();
    }
  };`;

describe('noticing a message on the chat page', function () {
  this.timeout(120_000);
  const people = new TwoPeople({}, {}, 'whole');
  let ada: Person;
  let grace: Person;

  before(async () => {
    ({ ada, grace } = people);
    await ada.page.context().grantPermissions(['notifications']);
    await ada.page.addInitScript(recorder + onPhones);
    await ada.page.reload();
    await ada.log('grace').waitFor();
    await ada.live();
    await badge(ada.page, 0); // whatever an earlier page has left there
  });

  const look = (page: Page, isLooking: boolean) =>
    page.evaluate(
      isLooking
        ? `delete document.hasFocus; dispatchEvent(new Event('focus'))`
        : `Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
           dispatchEvent(new Event('blur'))`,
    );
  const told = (page: Page) => page.evaluate<[string, string][]>('told');
  /** What can be seen on the desktop, by all tabs. Asks as the page does: Chromium forgets what it is about to show. */
  const shown = (page: Page) =>
    page.evaluate<string[]>(`navigator.serviceWorker.getRegistration('/chat/')
      .then((registration) => navigator.locks.request('duet.notifications', () => registration.getNotifications()))
      .then((all) => all.map(({ title }) => title))`);
  const shows = (page: Page, ...titles: string[]) =>
    until(`what is shown: ${titles.join()}`, async () => (await shown(page)).join() === titles.join());
  /** As somebody who clicks on what is shown. Only after a real click may a page be brought to the front. */
  const click = (context: BrowserContext) =>
    context.serviceWorkers()[0]!.evaluate<string | undefined>(`(async () => {
      const [notification] = await registration.getNotifications();
      const event = new NotificationEvent('notificationclick', { notification });
      let work, opened;
      event.waitUntil = (promise) => (work = promise);
      clients.openWindow = async (url) => (opened = url);
      dispatchEvent(event);
      await work.catch(() => undefined);
      return opened;
    })()`);
  const tells = (page: Page, title: string, body: string) =>
    until(`${title}: ${body}`, async () =>
      (await told(page)).some(([one, other]) => one === title && other === body),
    );
  /**
   * Waits until the locks say that this is the tab that tells, and that none is looked at. The browser takes the locks of a
   * tab back only some time after it is closed, and what comes in between is told by nobody.
   */
  const isToTell = (page: Page) =>
    untilTrue(
      page,
      `navigator.locks.query().then(({ held, pending }) => {
        const has = (locks, name) => locks.some((lock) => lock.name === name);
        return has(held, 'duet.tells') && !has(pending, 'duet.tells') && !has(held, 'duet.looked-at');
      })`,
    );
  const badge = (page: Page, count: number) => untilTrue(page, `badges.at(-1) === ${count}`);
  const notes = (page: Page) => page.evaluate<number>('notes');

  it('is offered beside the list, and goes on by a click', async () => {
    const { page } = ada;
    await page.getByText('Would you like to be notified').waitFor();
    await expectAccessible(page);
    await ada.expectToFit();
    await page.getByRole('button', { name: 'Turn on' }).click();
    await tells(page, 'Notifications are on', '');
    await shows(page, 'Notifications are on');
    await page.getByText('Would you like to be notified').waitFor({ state: 'detached' });
  });

  it('is by title, icon, desktop and sound, while nobody looks at the page', async () => {
    const { page } = ada;
    await page.evaluate(`location.hash = ''`);
    await look(page, false);
    await grace.write('Are you there?');
    await tells(page, 'grace', 'Are you there?');
    await until('it is heard', async () => (await notes(page)) === 2);
    expect(await page.title()).to.equal('(1) Duet');
    expect(await page.locator('link[rel=icon]').getAttribute('href')).to.include('icon-unread');
    await grace.write('It is urgent');
    await tells(page, 'grace · 2 new messages', 'It is urgent');
    await badge(page, 2);
    await shows(page, 'Notifications are on', 'grace · 2 new messages');
  });

  it('leads to the conversation by a click, and is over when that is read', async () => {
    const { page } = ada;
    await click(page.context()); // on the one that says that they are on
    await shows(page, 'grace · 2 new messages');
    expect(new URL(page.url()).hash).to.equal('');
    expect(await click(page.context()), 'no second window').to.equal(undefined);
    await ada.sees('It is urgent');
    await shows(page);
    await grace.write('And now?');
    await shows(page, 'grace · 3 new messages');
    await look(page, true);
    await untilTrue(page, `document.title === 'Duet'`);
    expect(await page.locator('link[rel=icon]').getAttribute('href')).not.to.include('unread');
    await badge(page, 0);
    await shows(page);
  });

  it('is over when it is read elsewhere', async () => {
    const { page } = ada;
    await page.evaluate(`location.hash = ''`);
    await look(page, false);
    await grace.write('Still there?');
    await tells(page, 'grace', 'Still there?');
    await shows(page, 'grace');
    await people.users.ada.call('POST', `/threads/${people.thread}/read`);
    await shows(page);
  });

  it('is by its sound alone while one looks at something else on the page', async () => {
    const { page } = ada;
    await look(page, true);
    const [before, heard] = [(await told(page)).length, await notes(page)];
    await grace.write('Another one');
    await until('it is heard', async () => (await notes(page)) === heard + 2);
    expect(await told(page)).to.have.length(before);
    await ada.choose('grace');
    await untilTrue(page, `document.title === 'Duet'`);
  });

  it('is told once by several tabs, and by another one when the first is closed', async () => {
    const { page } = ada;
    const second = await page.context().newPage();
    await second.addInitScript(recorder);
    await second.goto(ada.cable.url);
    const entry = second.getByRole('navigation').getByRole('link', { name: 'grace' });
    await entry.waitFor();
    await second.locator('.connection:visible').waitFor({ state: 'detached' });
    // While one tab is looked at, no tab tells.
    await look(page, false);
    await look(second, true);
    const [before, heard] = [(await told(page)).length, await notes(second)];
    await grace.write('Seen in the other tab');
    await until('it is heard', async () => (await notes(second)) === heard + 2);
    await look(second, false);
    await grace.write('To one of the tabs');
    await until('one tells', async () => (await told(page)).length === before + 1);
    await entry.getByText('To one of the tabs').waitFor();
    expect(await told(second)).to.deep.equal([]);
    await page.close();
    await isToTell(second);
    await grace.write('To the one that is left');
    await until('it tells', async () => (await told(second)).length === 1);
    await shows(second, 'grace · 3 new messages');
    await look(second, true);
    await entry.click();
    await until('nothing is unread', async () => (await second.title()) === 'Duet');
    await shows(second);
    ada.page = second;
  });

  it('outlives its page, and opens the conversation in a new one; the next page closes what was read', async () => {
    const { page } = ada;
    const context = page.context();
    await page.evaluate(`location.hash = ''`);
    await look(page, false);
    await grace.write('Gone already?');
    await shows(page, 'grace');
    const blank = await context.newPage();
    await page.close();
    expect(await click(context)).to.equal(`${ada.cable.url}/#/${people.thread}`);
    ada.page = await context.newPage();
    await ada.page.goto(`${ada.cable.url}/#/${people.thread}`);
    await ada.sees('Gone already?');
    await untilTrue(ada.page, `document.title === 'Duet'`);

    await ada.page.evaluate(`location.hash = ''`);
    await look(ada.page, false);
    await isToTell(ada.page);
    await grace.write('Read on another device');
    await shows(ada.page, 'grace');
    await ada.page.close();
    await people.users.ada.call('POST', `/threads/${people.thread}/read`);
    ada.page = await context.newPage();
    await ada.page.goto(ada.cable.url);
    await ada.entry('grace').waitFor();
    await shows(ada.page);
    await blank.close();
  });

  it('is gone when somebody signs out', async () => {
    const { page } = ada;
    await ada.live();
    await look(page, false);
    await isToTell(page);
    await grace.write('Not for the next one here');
    await shows(page, 'grace');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Username').waitFor();
    await shows(page);
  });

  it('is by the page itself where there is no service worker', async () => {
    const alone = await people.at('ada');
    const { page } = alone;
    await page.context().grantPermissions(['notifications']);
    await page.addInitScript(onItsOwn);
    await page.reload();
    await alone.enter();
    await page.getByRole('button', { name: 'Turn on' }).click();
    await untilTrue(page, `told.length === 1`);
    await look(page, false);
    await grace.write('On an old browser');
    await untilTrue(page, `told.at(-1).title.startsWith('grace')`);
    await page.evaluate(`told.at(-1).shown.dispatchEvent(new Event('click'))`);
    await alone.sees('On an old browser');
    await untilTrue(page, `told.at(-1).isClosed`);
    await alone.leave();
  });

  it('is left out where the browser or the user says no', async () => {
    const { page } = grace;
    await page.context().grantPermissions(['clipboard-read']); // and nothing else
    await page.goto(`${grace.cable.url}/#account`);
    await page.reload();
    const account = page.getByRole('dialog', { name: 'Account' });
    await account.getByText('Your browser blocks').waitFor();
    expect(await account.getByRole('switch', { name: 'Show notifications' }).isDisabled()).to.equal(true);
    const sound = account.getByRole('switch', { name: 'Play a sound' });
    expect(await sound.isChecked()).to.equal(true);
    await sound.tap();
    expect(await sound.isChecked()).to.equal(false);
    expect(await page.evaluate(`localStorage.getItem('duet.sound')`)).to.equal('off');
    await grace.expectToFit();
  });

  it('has had nothing refused by the policy, and nothing loaded from elsewhere', () => {
    expect(people.complaints).to.deep.equal([]);
  });
});
