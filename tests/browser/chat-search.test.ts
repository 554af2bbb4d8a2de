import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { expectAccessible } from '../support/accessible.js';
import { until } from '../support/client.js';
import type { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';

describe('search on the chat page', function () {
  this.timeout(120_000);
  const people = new TwoPeople();
  let ada: Person;
  let grace: Person;
  let parcel: number;

  const search = ({ page }: Person) => page.getByRole('textbox', { name: 'Find people and messages' });
  const found = ({ page }: Person) => page.getByRole('region', { name: 'Messages' });
  const hits = (person: Person) => found(person).getByRole('link');

  const hasFocus = async (one: Locator) => (await one.and(one.page().locator(':focus')).count()) === 1;

  before(async () => {
    ({ ada, grace } = people);
    const { api, users, thread } = people;
    parcel = (await api.send(users.grace, thread, 'The Parcel is at the PÓST office, number 00042.')).id;
    for (let n = 0; n < 120; n += 1) await api.send(users.ada, thread, `Something else, number ${n}`);
    await api.send(users.ada, thread, 'Thank you, the parcels are here.');
    await until(
      'all is found',
      async () => (await users.ada.call('GET', '/messages?search=parcels')).body.count === 1,
      10_000,
    );
  });

  it('finds messages beside people, with the words marked, and says when there are none', async () => {
    await search(ada).fill('parc');
    await hits(ada).first().waitFor();
    expect(await found(ada).locator('mark').allInnerTexts()).to.deep.equal(['parc', 'Parc']);
    await found(ada).getByRole('status').getByText('2 messages found').waitFor({ state: 'attached' });
    await expectAccessible(ada.page);
    await search(ada).fill('post parcel');
    await until('the other has gone', async () => (await hits(ada).count()) === 1, 10_000);
    expect(await found(ada).locator('mark').allInnerTexts()).to.deep.equal(['Parcel', 'PÓST']);
    await search(ada).fill('nowhere');
    await found(ada).getByText('No message with these words was found.').waitFor();
    await search(ada).fill('?!');
    await found(ada).waitFor({ state: 'detached' });
  });

  it('opens the conversation at the message, also one that is not loaded yet, by the keyboard', async () => {
    const { page } = ada;
    await search(ada).fill('office');
    await hits(ada).first().waitFor();
    await search(ada).press('ArrowDown');
    await page.keyboard.press('Enter');
    const sought = page.locator(`.message.sought[data-id="${parcel}"]`);
    await sought.waitFor();
    await until('it has the focus', () => hasFocus(sought), 10_000);
    const isInView = () =>
      page.evaluate<boolean>(`(() => {
        const log = document.querySelector('.log').getBoundingClientRect();
        const box = document.querySelector('.sought').getBoundingClientRect();
        return box.top >= log.top && box.bottom <= log.bottom;
      })()`);
    await until('it is in view', isInView, 10_000);
    expect(new URL(page.url()).hash).to.equal(`#/${people.thread}/${parcel}`);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await until('the hit has the focus again', () => hasFocus(hits(ada).first()), 10_000);
    await page.goto(`${ada.cable.url}/#/${people.thread}/${parcel}`);
    await page.reload();
    await sought.waitFor();
    await until('it is in view', isInView, 10_000);
  });

  it('says so if the message is not there any more', async () => {
    await ada.page.goto(`${ada.cable.url}/#/${people.thread}/999999`);
    await ada.page.getByText('This message is too far back, or is not there any more.').waitFor();
  });

  it('works by touch, and shows more', async () => {
    const { page } = grace;
    await page.getByRole('link', { name: 'Back to the conversations' }).tap();
    await search(grace).fill('something');
    await until('twenty are shown', async () => (await hits(grace).count()) === 20, 10_000);
    await found(grace).getByRole('button', { name: 'Show more' }).tap();
    await until('forty are shown', async () => (await hits(grace).count()) === 40, 10_000);
    await grace.expectToFit();
    await hits(grace).nth(30).tap();
    await page.locator('.message.sought', { hasText: 'Something else, number 89' }).waitFor();
    expect(people.complaints).to.deep.equal([]);
  });
});
