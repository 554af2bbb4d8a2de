import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { until } from '../support/client.js';
import { expectAccessible } from '../support/accessible.js';
import type { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';
import { untilTrue } from '../support/until-true.js';

/** Writes down what the page shows on the desktop and plays, which a page cannot be asked afterwards. */
const recorder = `
  window.told = [];
  window.notes = 0;
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      told.push({ title, body: options.body, shown: this, isClosed: false });
    }
    close() {
      told.find(({ shown }) => shown === this).isClosed = true;
      super.close();
    }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...given) {
    notes += 1;
    return start.apply(this, given);
  };`;

describe('noticing a message on the chat page', function () {
  this.timeout(120_000);
  const people = new TwoPeople();
  let ada: Person;
  let grace: Person;

  before(async () => {
    ({ ada, grace } = people);
    await ada.page.context().grantPermissions(['notifications']);
    await ada.page.addInitScript(recorder);
    await ada.page.reload();
    await ada.log('grace').waitFor();
    await ada.live();
  });

  const look = (page: Page, isLooking: boolean) =>
    page.evaluate(
      isLooking
        ? `delete document.hasFocus; dispatchEvent(new Event('focus'))`
        : `Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
           dispatchEvent(new Event('blur'))`,
    );
  const told = (page: Page) =>
    page.evaluate<[string, string][]>(`told.map(({ title, body }) => [title, body])`);
  const tells = (page: Page, title: string, body: string) =>
    until(`${title}: ${body}`, async () =>
      (await told(page)).some(([one, other]) => one === title && other === body),
    );
  const notes = (page: Page) => page.evaluate<number>('notes');

  it('is offered beside the list, and goes on by a click', async () => {
    const { page } = ada;
    await page.getByText('Would you like to be notified').waitFor();
    await expectAccessible(page);
    await ada.expectToFit();
    await page.getByRole('button', { name: 'Turn on' }).click();
    await tells(page, 'Notifications are on', '');
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
  });

  it('leads to the conversation by a click, and is over when that is read', async () => {
    const { page } = ada;
    await page.evaluate(`told.at(-1).shown.dispatchEvent(new Event('click'))`);
    await ada.sees('It is urgent');
    await look(page, true);
    await untilTrue(page, `document.title === 'Duet'`);
    expect(await page.locator('link[rel=icon]').getAttribute('href')).not.to.include('unread');
    await untilTrue(page, `told.at(-1).isClosed`);
  });

  it('is over when it is read elsewhere', async () => {
    const { page } = ada;
    await page.evaluate(`location.hash = ''`);
    await look(page, false);
    await grace.write('Still there?');
    await tells(page, 'grace', 'Still there?');
    await people.users.ada.call('POST', `/threads/${people.thread}/read`);
    await untilTrue(page, `told.at(-1).isClosed`);
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
    await grace.write('To the one that is left');
    await until('it tells', async () => (await told(second)).length === 1);
    await look(second, true);
    await entry.click();
    await until('nothing is unread', async () => (await second.title()) === 'Duet');
    await second.close();
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
