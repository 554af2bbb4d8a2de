import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { expectAccessible } from '../support/accessible.js';
import arabic from '../../web/languages/ar.js';
import german from '../../web/languages/de.js';
import english from '../../web/languages/en.js';
import ukrainian from '../../web/languages/uk.js';
import { Api, password, until } from '../support/client.js';
import { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';

const catalogues = { en: english, uk: ukrainian, de: german, ar: arabic };

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

  it('finds one’s own conversations first, by name and title, and does not name people twice', async () => {
    const { api, users } = people;
    const { lin } = await api.people('lin', 'linus');
    await lin.call('PATCH', '/users/me', { name: 'Åsa Lindqvist' });
    const about = {
      participants: [users.ada.id],
      key: 'order-1042',
      metadata: { title: 'Order 1042, a lamp' },
    };
    const order = (await lin.call('POST', '/threads', about)).body.id;
    const put = (await api.open(users.ada, lin)).id;
    await users.ada.call('PATCH', `/threads/${put}`, { archived: true });
    const conversations = ada.page.getByRole('region', { name: 'Conversations' });
    const own = conversations.getByRole('link');
    const strangers = ada.page.getByRole('region', { name: 'People' });

    await search(ada).fill(''); // the list is read when a search begins
    await search(ada).fill('lin');
    await until('both are found', async () => (await own.count()) === 2, 10_000);
    expect(await Promise.all((await own.all()).map((one) => one.getAttribute('href')))).to.have.members([
      `#/${order}`,
      `#/${put}`,
    ]);
    expect(await conversations.locator('mark').allInnerTexts()).to.deep.equal(['Lin', 'lin', 'Lin', 'lin']);
    await conversations.getByRole('status').getByText('2 conversations found').waitFor({ state: 'attached' });
    await strangers.getByRole('button', { name: 'linus' }).waitFor();
    expect(await strangers.getByRole('button').count()).to.equal(1);
    await expectAccessible(ada.page);
    await search(ada).fill('lindqvist');
    await strangers.waitFor({ state: 'detached' });

    await search(ada).fill('asa lam');
    await until('one is found', async () => (await own.count()) === 1, 10_000);
    await search(ada).press('ArrowDown');
    await ada.page.keyboard.press('Enter');
    await ada.page.waitForURL(`**/#/${order}`);
    await ada.log('Åsa Lindqvist').waitFor();
    expect(await search(ada).inputValue()).to.equal('');
  });

  it('knows during a search what was archived or deleted on another device', async () => {
    const { api, users } = people;
    const { mira } = await api.people('mira');
    const conversations = ada.page.getByRole('region', { name: 'Conversations' });
    const own = conversations.getByRole('link', { name: 'mira' });
    await search(ada).fill('mira');
    await ada.page.getByRole('region', { name: 'People' }).getByRole('button', { name: 'mira' }).waitFor();
    const { id } = await api.open(mira, users.ada);
    await own.waitFor();
    const readAgain = ada.page.waitForResponse(/\/threads\?archived=all/);
    await users.ada.call('PATCH', `/threads/${id}`, { archived: true });
    await readAgain;
    await own.waitFor();
    expect((await mira.call('DELETE', `/threads/${id}`)).status).to.equal(204);
    await own.waitFor({ state: 'detached' });
    await search(ada).fill('');
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

  describe('where only admins may look for people', () => {
    const api = new Api();
    let thread: number;

    before(async () => {
      await api.start({ USER_DIRECTORY: 'closed' });
      const { omar, lila } = await api.people('omar', 'lila');
      await lila.call('PATCH', '/users/me', { name: 'ليلى Boulanger' });
      thread = (await api.open(omar, lila)).id;
      await api.register('lilac');
    });

    after(() => api.stop());

    for (const [tag, texts] of Object.entries(catalogues)) {
      it(`finds conversations and messages, and offers no people (${tag})`, async () => {
        const asked: string[] = [];
        const person = await Person.at(
          people.browser,
          api.service.url,
          'omar',
          { locale: tag },
          people.complaints,
        );
        const { page } = person;
        page.on('request', (request) => asked.push(new URL(request.url()).pathname));
        await page.getByLabel(texts.username).fill('omar');
        await page.getByLabel(texts.password).fill(password);
        await page.getByRole('button', { name: texts.signIn, exact: true }).click();
        await page.getByText(texts.chooseConversation, { exact: true }).waitFor();
        const field = page.getByRole('textbox', { name: texts.findConversationsAndMessages });
        const all = page.getByRole('region', { name: texts.conversations });
        await field.fill('nobody');
        await all.getByText(texts.noConversationFound).waitFor();
        await page.getByText(texts.noMessageFound).waitFor();
        await field.fill('lil bou');
        const hit = all.getByRole('link', { name: 'ليلى Boulanger' });
        await hit.waitFor();
        expect(await all.locator('mark').allInnerTexts()).to.deep.equal(['Bou', 'lil']);
        await field.fill('boul');
        await until('one word is marked', async () => (await all.locator('mark').count()) === 1);
        await expectAccessible(page);
        await person.expectToFit();
        await hit.click();
        await page.waitForURL(`**/#/${thread}`);
        expect(await page.getByRole('heading', { name: texts.people, exact: true }).count()).to.equal(0);
        expect(asked).not.to.include('/api/v1/users');
        await person.leave();
      });
    }
  });

  describe('where only services open conversations', () => {
    const api = new Api();

    before(() => api.start({ THREADS_OPENED_BY: 'service' }));
    after(() => api.stop());

    it('offers people to nobody but admins, who may write to them', async () => {
      const { omar, lila, nora } = await api.people('omar', 'lila', 'nora');
      const shop = await api.host('shop');
      const opened = await shop.call('POST', '/threads', { participants: [omar.id, lila.id] });
      expect(opened.status).to.equal(201);
      await api.promote(nora, lila);
      const at = (name: string) => Person.at(people.browser, api.service.url, name, {}, people.complaints);
      const results = async ({ page }: Person, field: string, text: string) => {
        await page.getByRole('textbox', { name: field, exact: true }).fill(text);
        await page.getByText('No message with these words was found.').waitFor();
        return page.getByRole('region', { name: 'People' });
      };

      const member = await at('omar');
      const asked: string[] = [];
      member.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await member.enter();
      expect(await (await results(member, 'Find conversations and messages', 'nora')).count()).to.equal(0);
      await member.page.getByText('No conversation was found.').waitFor();
      await member.page.getByRole('button', { name: 'Clear the search' }).click();
      await member.choose('lila');
      await member.write('Here one can write');
      await (await member.sees('Here one can write')).getByRole('img', { name: 'Sent' }).waitFor();
      expect(asked).not.to.include('/api/v1/users');
      await member.leave();

      const admin = await at('nora');
      await admin.enter();
      await (
        await results(admin, 'Find people and messages', 'omar')
      )
        .getByRole('button', { name: 'omar' })
        .click();
      await admin.log('omar').waitFor();
      await admin.leave();
    });

    it('tells nobody without conversations to begin one', async () => {
      await api.register('sofia');
      const person = await Person.at(people.browser, api.service.url, 'sofia', {}, people.complaints);
      await person.enter();
      await person.page.getByText('No conversations yet.', { exact: true }).waitFor();
      await person.leave();
    });
  });
});
