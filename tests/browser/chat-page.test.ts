import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { expectAccessible } from '../support/accessible.js';
import { password, until, type User } from '../support/client.js';
import { addMessage } from '../support/fixtures.js';
import type { Person } from '../support/person.js';
import { desktop, phone } from '../support/two-people.js';
import { untilTrue } from '../support/until-true.js';
import { Visitors } from '../support/visitors.js';

// Set CHAT_SCREENSHOTS to bring docs/screenshots up to date.
const screenshots =
  process.env['CHAT_SCREENSHOTS'] === undefined
    ? undefined
    : join(import.meta.dirname, '../../docs/screenshots');

describe('the chat page in a browser', function () {
  this.timeout(120_000);
  const visitors = new Visitors();
  const { api, complaints, arrive, fill } = visitors;
  let ada: Person;
  let grace: Person;

  before(async () => {
    ada = await arrive('ada');
    grace = await arrive('grace');
  });

  it('tells at the field what is wrong with a new account', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Username').fill('ada lovelace');
    await page.getByLabel('Password').fill('short');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.locator('#username-note').waitFor();
    expect(await page.getByLabel('Username').getAttribute('aria-invalid')).to.equal('true');
    expect(await page.locator('#password-note').textContent()).to.match(/8/);
    await expectAccessible(page);
  });

  it('makes accounts, and lets in those who have one', async () => {
    for (const { page, name } of [ada, grace]) {
      const toRegister = page.getByRole('button', { name: 'Create an account' });
      if (await toRegister.isVisible()) await toRegister.click();
      await page.getByLabel('Username').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByRole('heading', { name }).waitFor();
      await page.getByText('No conversations yet.').waitFor();
    }
    const other = await arrive('grace');
    await other.signIn('wrong password');
    await other.page.getByRole('alert').getByText(/./).waitFor();
    expect(await other.page.getByLabel('Username').inputValue()).to.equal('grace');
    await other.leave();
  });

  it('finds a person while their name is being typed', async () => {
    const { page } = ada;
    const search = page.getByRole('textbox', { name: 'Find people and messages' });
    await search.fill('nobody');
    await page.getByText('Nobody with this name was found.').waitFor();
    await search.press('Escape');
    expect(await search.inputValue()).to.equal('');
    await ada.find('grace');
    await page.getByText('Nobody has written yet.').waitFor();
  });

  it('shows messages as they are sent, both ways, with badge and read mark', async () => {
    await ada.write('Hello Grace');
    const sent = await ada.sees('Hello Grace');
    await sent.getByRole('img', { name: 'Sent' }).waitFor();

    await grace.entry('ada').getByText('1 unread message').waitFor();
    await untilTrue(grace.page, `document.title === '(1) Duet'`);
    await ada.write('Are you there?');
    await grace.entry('ada').getByText('2 unread messages').waitFor();
    expect(await sent.getByRole('img', { name: 'Sent' }).isVisible()).to.equal(true);

    await grace.choose('ada');
    await grace.sees('Hello Grace');
    await grace.page.getByText('Unread messages', { exact: true }).waitFor();
    await sent.getByRole('img', { name: 'Read' }).waitFor();
    await grace.entry('ada').getByText('unread').waitFor({ state: 'detached' });
    await untilTrue(grace.page, `document.title === 'Duet'`);

    await grace.write('I am 🎉');
    const answer = await ada.sees('I am 🎉');
    expect(await answer.getAttribute('class')).not.to.include('own');
    await (await grace.sees('I am 🎉')).getByRole('img', { name: 'Read' }).waitFor();
  });

  it('does not mark as read what nobody looks at', async () => {
    const { page } = grace;
    await page.evaluate(
      `Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true })`,
    );
    await ada.write('Still there?');
    const message = await ada.sees('Still there?');
    await grace.sees('Still there?');
    await grace.entry('ada').getByText('1 unread message').waitFor();
    expect(await message.getByRole('img', { name: 'Sent' }).isVisible()).to.equal(true);
    await page.evaluate(`delete document.hasFocus; dispatchEvent(new Event('focus'))`);
    await message.getByRole('img', { name: 'Read' }).waitFor();
  });

  it('shows that the other is writing', async () => {
    const sign = ada.page.getByRole('region', { name: 'Conversation with grace' }).getByText('typing…');
    await until(
      'ada sees it',
      async () => {
        // A sign is lost if it comes between two streams: then there is the next, a few seconds later.
        await grace.writing.pressSequentially('.', { delay: 100 });
        return sign.isVisible();
      },
      30_000,
    );
    await grace.write('Let me think.');
    await ada.sees('Let me think.');
    await ada.page.getByText('typing…').first().waitFor({ state: 'detached' });
  });

  it('takes text for text', async () => {
    const texts = [
      '<img src="x" onerror="document.title=\'broken\'"><script>document.title="broken"</script>',
      '&lt;b&gt; ${1+1} {{2}}',
      'x'.repeat(300),
      'שלום, עולם! مرحبا',
    ];
    for (const text of texts) {
      await ada.write(text);
      await grace.sees(text);
    }
    await ada.writing.fill('First line');
    await ada.writing.press('Shift+Enter');
    await ada.writing.pressSequentially('second line');
    await ada.writing.press('Enter');
    await until(
      'both lines are there',
      async () => (await grace.texts()).at(-1) === 'First line\nsecond line',
    );
    expect(await grace.page.locator('.message img, .message script').count()).to.equal(0);
    expect(await grace.page.title()).to.match(/Duet$/); // what was just seen may still count as unread
    const overflow = `document.querySelector('.log').scrollWidth > document.querySelector('.log').clientWidth`;
    expect(await grace.page.evaluate(overflow)).to.equal(false);
  });

  it('lets nobody write more than fits', async () => {
    const send = ada.page.getByRole('button', { name: 'Send' });
    await ada.writing.fill('🎉'.repeat(5000));
    await ada.page.getByText('0 characters left').waitFor();
    expect(await send.isEnabled()).to.equal(true);
    await ada.writing.fill('🎉'.repeat(5001));
    await ada.page.getByText('1 character too many').waitFor();
    expect(await send.isEnabled()).to.equal(false);
    await ada.writing.press('Enter');
    expect(await ada.writing.inputValue()).to.have.length(10_002);
    await ada.writing.fill('  \n ');
    expect(await send.isEnabled()).to.equal(false);
    await ada.writing.fill('');
  });

  it('loses and doubles nothing when the connection drops while both are writing', async () => {
    const before = (await ada.texts()).length;
    ada.cable.break();
    await ada.page.locator('.connection:visible').waitFor();
    await ada.write('Away 1');
    await ada.write('Away 2');
    await (await ada.sees('Away 2')).getByRole('img', { name: 'Waiting for a connection' }).waitFor();
    await grace.write('Here 1');
    await grace.write('Here 2');
    await (await grace.sees('Here 2')).getByRole('img', { name: 'Sent' }).waitFor();
    ada.cable.mend();
    await ada.live();
    const all = ['Here 1', 'Here 2', 'Away 1', 'Away 2'];
    for (const person of [ada, grace]) {
      await until(`${person.name} has them all, once`, async () => {
        const texts = (await person.texts()).slice(before);
        return texts.length === all.length && texts.every((text, index) => text === all[index]);
      });
    }
    await (await ada.sees('Away 2')).getByRole('img', { name: 'Read' }).waitFor();
  });

  it('sends once, though the answer is lost', async () => {
    const before = (await grace.texts()).length;
    await ada.page.route('**/messages', async (route) => {
      await route.fetch();
      await ada.page.unroute('**/messages');
      await route.abort();
    });
    await ada.write('Lost?');
    await (await ada.sees('Lost?')).getByRole('img', { name: 'Read' }).waitFor();
    await ada.write('And after');
    for (const person of [ada, grace]) {
      await person.sees('And after');
      expect((await person.texts()).slice(before)).to.deep.equal(['Lost?', 'And after']);
    }
  });

  it('keeps session, conversation and what was not sent over a reload', async () => {
    const before = (await grace.texts()).length;
    await ada.page.route('**/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await ada.write('Before');
    await ada.write('the reload');
    await ada.sees('the reload');
    await ada.page.reload();
    await ada.log('grace').waitFor();
    await ada.sees('the reload');
    await ada.page.unroute('**/messages');
    ada.cable.cut(); // so that it tries again at once
    await grace.sees('the reload');
    expect((await grace.texts()).slice(before)).to.deep.equal(['Before', 'the reload']);
    await (await ada.sees('the reload')).getByRole('img', { name: 'Read' }).waitFor();
    expect((await ada.texts()).filter((text) => text === 'the reload')).to.have.length(1);
  });

  it('says what was not sent and why, and tries again when told to', async () => {
    const problem = { code: 'rate_limited', detail: 'This is refused for the test.', status: 422 };
    await ada.page.route('**/messages', (route) =>
      route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await ada.write('Refused');
    await ada.write('Refused, too');
    const refused = await ada.sees('Refused');
    await refused.getByText('This is refused for the test.').waitFor();
    await (await ada.sees('Refused, too')).getByRole('button', { name: 'Discard' }).click();
    await ada.page.unroute('**/messages');
    await refused.getByRole('button', { name: 'Try again' }).click();
    await grace.sees('Refused');
    await ada.page.getByText('Refused, too').waitFor({ state: 'detached' });
  });

  it('stays at the newest message when one has jumped there past what was unread', async () => {
    const mary = await api.register('mary');
    const { call } = await api.logIn('ada');
    const thread = await api.open({ ...mary, call }, mary);
    await fill(thread.id, ['mary'], 60);
    await ada.choose('mary');
    const { page } = ada;
    await page.getByRole('button', { name: 'To the newest message' }).click();
    await ada.entry('mary').getByText('unread').waitFor({ state: 'detached' });
    const toTheEnd = `(({ scrollHeight, scrollTop, clientHeight }) =>
      scrollHeight - scrollTop - clientHeight)(document.querySelector('.log'))`;
    expect(await page.evaluate(toTheEnd), 'pixels below').to.be.below(48);
  });

  it('loads what is older while one scrolls up, and stays where it is', async () => {
    const charles = await api.register('charles');
    const { call } = await api.logIn('ada');
    const thread = await api.open({ ...charles, call }, charles);
    await fill(thread.id, ['ada', 'charles'], 130, (number) =>
      number % 7 === 0 ? `Number ${number}\n${'and more '.repeat(40)}` : `Number ${number}`,
    );
    expect((await call('POST', `/threads/${thread.id}/read`)).status).to.equal(200); // so it opens at the end
    const { page } = ada;
    await ada.entry('charles').getByText('Number 130').waitFor();
    await ada.entry('charles').getByText('unread').waitFor({ state: 'detached' });
    await ada.choose('charles');
    await ada.sees('Number 130');
    expect(await page.locator('.message').count(), 'loaded at first').to.be.below(130);
    while (!(await page.getByText('Number 1', { exact: true }).isVisible())) {
      const reader = page.locator('.message').first();
      const text = await reader.locator('p').innerText();
      const first = page.locator('.message').filter({ has: page.getByText(text, { exact: true }) });
      const count = await page.locator('.message').count();
      // The answer waits until the place is known; to look for “Loading…” would be too late, now and then.
      let ask: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (ask = resolve));
      await page.route('**/messages?*', async (route) => {
        await page.unroute('**/messages?*');
        ask();
        await reading;
        await route.continue();
      });
      let read: () => void = () => undefined;
      const reading = new Promise<void>((resolve) => (read = resolve));
      await page.evaluate(`document.querySelector('.log').scrollTo(0, 30)`);
      await asked;
      const place = (await first.boundingBox())!.y;
      read();
      await until('older ones are there', async () => (await page.locator('.message').count()) > count);
      expect((await first.boundingBox())!.y).to.be.closeTo(place, 1.5);
    }
    const numbers = (await ada.texts()).map((text) => /^Number (\d+)/.exec(text)?.[1]);
    expect(numbers).to.deep.equal(Array.from({ length: 130 }, (_, index) => String(index + 1)));
    expect(await page.getByRole('button', { name: 'Load older messages' }).count()).to.equal(0);

    // What comes meanwhile does not pull the reader away.
    const scrolled = () => page.evaluate(`document.querySelector('.log').scrollTop`);
    const top = await scrolled();
    await api.send(charles, thread.id, 'A new one');
    await ada.page.getByRole('button', { name: 'To the newest message' }).waitFor();
    await ada.entry('charles').getByText('1 unread message').waitFor();
    expect(await scrolled()).to.equal(top);
    await ada.page.getByRole('button', { name: 'To the newest message' }).click();
    await ada.entry('charles').getByText('unread').waitFor({ state: 'detached' });
  });

  it('goes by the keyboard alone', async () => {
    const { page } = ada;
    await page.reload();
    await ada.entry('grace').waitFor();
    const search = page.getByRole('textbox', { name: 'Find people and messages' });
    const isFocused = (locator: Locator) => locator.and(page.locator(':focus')).isVisible();
    await page.keyboard.press('Escape'); // leaves the conversation that is open
    await page.getByText('Choose a conversation').waitFor();
    await until('the list has the focus', () => isFocused(ada.entry('charles')));
    await page.keyboard.press('ArrowUp');
    expect(await isFocused(search)).to.equal(true);
    await page.keyboard.type('gr');
    const found = page.getByRole('region', { name: 'Conversations' });
    await found.getByRole('link', { name: 'grace' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await ada.log('grace').waitFor();
    await until('one can write', () => isFocused(ada.writing));
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await (await ada.sees('By keyboard')).getByRole('img', { name: 'Read' }).waitFor();
    await page.keyboard.press('Shift+Tab');
    const menu = (await ada.sees('By keyboard')).getByRole('button', { name: /^Options for your message/ });
    expect(await isFocused(menu)).to.equal(true);
    await page.keyboard.press('Shift+Tab');
    expect(await isFocused(ada.log('grace'))).to.equal(true);
    await page.keyboard.press('Escape');
    await until('the list has the focus', () => isFocused(ada.entry('grace')));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await ada.log('grace').waitFor();
  });

  it('opens what is chosen right after another was left', async () => {
    const { page } = ada;
    const inOneGo = (steps: string) => page.evaluate(`new Promise((resolve) => { ${steps} })`);
    for (let round = 0; round < 5; round += 1) {
      await ada.choose('grace');
      // One frame later the page has taken notice of the first step, and is still busy with it.
      await inOneGo(`location.hash = ''; requestAnimationFrame(() => setTimeout(() => {
        document.querySelector('.entry').click(); resolve(); }))`);
      await ada.log('grace').waitFor();
    }
  });

  it('leaves the focus where it is when another entry goes to the top', async () => {
    const charles = await api.logIn('charles');
    const { id } = (await charles.call('GET', '/threads')).body.results[0] as { id: number };
    const isFocused = (name: string) => ada.entry(name).and(ada.page.locator(':focus')).isVisible();
    await ada.entry('grace').focus();
    await api.send(charles, id, 'On top');
    await ada.entry('charles').getByText('On top').waitFor();
    expect(await isFocused('grace')).to.equal(true);
    await grace.write('Higher');
    await ada.entry('grace').getByText('Higher').waitFor();
    expect(await isFocused('grace')).to.equal(true);
    await ada.page.keyboard.press('ArrowDown');
    expect(await isFocused('charles')).to.equal(true);
  });

  it('reads what was chosen without a connection, once there is one', async () => {
    await ada.choose('grace');
    await ada.page.reload(); // so that nothing else is there
    await ada.sees('Higher');
    await ada.live();
    ada.cable.break();
    await ada.page.locator('.connection:visible').waitFor();
    await ada.entry('charles').click();
    await ada.log('charles').waitFor();
    ada.cable.mend();
    await ada.sees('On top');
    await ada.choose('grace');
  });

  it('shares the session among tabs, and ends it in all', async () => {
    const second = await ada.page.context().newPage();
    await second.goto(ada.page.url());
    await second.getByRole('log').waitFor();
    await grace.write('To both tabs');
    await ada.sees('To both tabs');
    await second.getByText('To both tabs', { exact: true }).last().waitFor();
    await second.getByRole('button', { name: 'Sign out' }).click();
    await second.getByRole('button', { name: 'Sign in' }).waitFor();
    await ada.page.getByText('You signed out in another window.').waitFor();
    await second.close();
    await ada.enter();
    await ada.choose('grace');
  });

  it('fits a phone, one pane at a time', async () => {
    const small = await arrive('grace', phone);
    const { page } = small;
    await small.enter();
    await small.entry('ada').waitFor();
    expect(await page.getByText('Choose a conversation').isVisible()).to.equal(false);
    await expectAccessible(page);
    await small.entry('ada').tap();
    await small.log('ada').waitFor();
    expect(await small.entry('ada').isVisible()).to.equal(false);
    await small.sees('By keyboard');
    const [header, log] = [
      await page.locator('.conversation > header').boundingBox(),
      await small.log('ada').boundingBox(),
    ];
    expect(log!.y).to.equal(header!.y + header!.height);
    expect(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).to.equal(true);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Back to the conversations' }).tap();
    await small.entry('ada').waitFor();
    await page.goBack();
    await small.log('ada').waitFor();
    await small.leave();
  });

  for (const [screen, options] of Object.entries({ desktop, phone })) {
    it(`keeps its header when a read conversation is opened with unread messages at its end, ${screen}`, async () => {
      const [reader, writer] = [
        await api.register(`reader-${screen}`),
        await api.register(`writer-${screen}`),
      ];
      const { id: thread } = await api.open(reader, writer);
      for (let number = 1; number <= 40; number += 1) await api.send(writer, thread, `Line ${number}`);
      await reader.call('POST', `/threads/${thread}/read`);
      for (let number = 1; number <= 3; number += 1) await api.send(writer, thread, `News ${number}`);
      const person = await arrive(`reader-${screen}`, options);
      await person.enter();
      await person.choose(`writer-${screen}`);
      await person.sees('News 3');
      await person.page.getByText('Unread messages', { exact: true }).waitFor();
      await person.entry(`writer-${screen}`).getByText('unread').waitFor({ state: 'detached' });
      await person.expectToFit();
      const top = (await person.page.locator('.conversation > header').boundingBox())?.y;
      expect(top).to.equal(0);
      await person.leave();
    });
  }

  it('says on a phone, within a conversation, that the connection is lost', async () => {
    const small = await arrive('grace', phone);
    await small.enter();
    await small.entry('ada').tap();
    await small.log('ada').waitFor();
    small.cable.break();
    await small.page.locator('.conversation .connection').waitFor();
    await small.expectToFit();
    small.cable.mend();
    await small.page.locator('.conversation .connection').waitFor({ state: 'detached' });
    await small.leave();
  });

  it('has a sign-in form whose top can be reached on a phone on its side', async () => {
    const person = await arrive('ada', { ...phone, viewport: { width: 640, height: 260 } });
    const { page } = person;
    await page.getByRole('heading', { name: 'Duet' }).scrollIntoViewIfNeeded();
    expect((await page.getByRole('heading', { name: 'Duet' }).boundingBox())?.y).to.be.at.least(0);
    await page.getByRole('button', { name: 'Sign in' }).scrollIntoViewIfNeeded();
    await person.leave();
  });

  it('takes a space after the username for a slip, and leaves no conversation in the address', async () => {
    const person = await arrive('ada');
    const { page } = person;
    await page.getByLabel('Username').fill('ada ');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'ada' }).waitFor();
    await person.choose('grace');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).hash).to.equal('');
    await person.leave();
  });

  it('keeps the indentation of the first line', async () => {
    await ada.write('\n    indented\n  less');
    const { page } = ada;
    await page.locator('.message p').filter({ hasText: 'indented' }).last().waitFor();
    const text = await page.evaluate(
      `[...document.querySelectorAll('.message p')].map((p) => p.textContent).findLast((text) => text.includes('indented'))`,
    );
    expect(text).to.equal('    indented\n  less');
  });

  it('speaks the language of the browser, or the one that was chosen here', async () => {
    const person = await arrive('ada', { ...desktop, locale: 'de-DE' });
    const { page } = person;
    await page.getByLabel('Benutzername').fill('ada');
    const choice = page.getByRole('combobox', { name: 'Sprache' });
    expect(await choice.locator('option').allInnerTexts()).to.include.members(['Deutsch', 'English']);
    await choice.selectOption('English');
    await page.getByLabel('Username').waitFor();
    await page.reload();
    await page.getByLabel('Username').waitFor();
    expect(await page.locator('html').getAttribute('lang')).to.equal('en');
    await person.leave();
  });

  for (const [what, script] of [
    [
      'where site data is blocked',
      `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('Denied.', 'SecurityError'); } })`,
    ],
    [
      'where storage is full',
      `Storage.prototype.setItem = () => { throw new DOMException('Full.', 'QuotaExceededError'); }`,
    ],
    [
      'in a browser of three years ago',
      `delete AbortSignal.any; delete AbortSignal.timeout; delete Promise.withResolvers; delete Object.groupBy;
       delete Array.fromAsync; delete URL.canParse; delete URL.parse; delete Set.prototype.union;
       for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with']) delete Array.prototype[name];
       for (const name of ['isWellFormed', 'toWellFormed']) delete String.prototype[name];`,
    ],
  ] as const) {
    it(`works ${what}`, async () => {
      const context = await visitors.browser.newContext(desktop);
      context.on('weberror', (error) => complaints.push(String(error.error())));
      await context.addInitScript(script);
      const page = await context.newPage();
      await page.goto(api.service.url);
      await page.getByLabel('Username').fill('ada');
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'ada' }).waitFor();
      await page.locator('.entry').filter({ hasText: 'grace' }).click();
      await page.getByRole('textbox', { name: /^Message to/ }).fill(`Written ${what}`);
      await page.keyboard.press('Enter');
      await grace.sees(`Written ${what}`);
      await context.close();
    });
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes the accessibility audit, ${colorScheme}`, async () => {
      const { page } = ada;
      await page.emulateMedia({ colorScheme });
      await ada.log('grace').waitFor();
      await expectAccessible(page);
      await page.getByRole('textbox', { name: 'Find people and messages' }).fill('g');
      await page.getByRole('region', { name: 'Conversations' }).getByText('grace').first().waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Clear the search' }).click();
      await page.emulateMedia({ colorScheme: null });
    });
  }

  it('blocks somebody, and takes it back', async () => {
    const { page } = ada;
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Block grace' }).click();
    await page.getByText('You have blocked grace.').waitFor();
    await expectAccessible(page);
    await grace.write('Can you hear me?');
    const refused = await grace.sees('Can you hear me?');
    await refused.getByText('Not sent.').waitFor();
    await page.getByRole('button', { name: 'Unblock' }).click();
    await ada.writing.waitFor();
    await refused.getByRole('button', { name: 'Try again' }).click();
    await ada.sees('Can you hear me?');
  });

  it('leaves a conversation that the other deletes', async () => {
    const emmy = await api.register('emmy');
    await ada.find('emmy');
    const id = Number(new URL(ada.page.url()).hash.slice(2));
    expect((await emmy.call('DELETE', `/threads/${id}`)).status).to.equal(204);
    await ada.page.getByRole('alert').getByText('This conversation was deleted.').waitFor();
    await ada.page.getByRole('button', { name: 'Dismiss' }).click();
    await ada.entry('emmy').waitFor({ state: 'detached' });
    expect(new URL(ada.page.url()).hash).to.equal('');
  });

  it('says that a session has ended, and goes on where it was', async () => {
    const other = await arrive('emmy');
    await other.enter();
    await other.page.evaluate(`localStorage.setItem('duet.session',
      JSON.stringify({ ...JSON.parse(localStorage.getItem('duet.session')), renew: 0, refresh: 'spent' }))`);
    await other.page.getByRole('textbox', { name: 'Find people and messages' }).fill('a');
    await other.page.getByText('Your session has ended. Please sign in again.').waitFor();
    await other.enter();

    // Signing out asks first, and leaves nothing unsent behind.
    const { page } = other;
    await other.find('grace');
    await page.route('**/messages', (route) => route.abort());
    await other.write('Never sent');
    await other.sees('Never sent');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.sees('Never sent');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await untilTrue(page, `Object.keys(localStorage).length === 0`); // after the lock that tabs share
    await other.leave();
  });

  if (screenshots !== undefined) it('is shown in the README', () => takeScreenshots(screenshots));

  it('has had no script refused, no error, and nothing loaded from elsewhere', () => {
    expect(complaints).to.deep.equal([]);
  });

  /** Two people who have found each other, and what they have in their lists. */
  async function takeScreenshots(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const names = ['Nora', 'Elif', 'Jonas', 'Amélie', 'hausverwaltung', 'Юлія'];
    const users: User[] = [];
    for (const name of names) users.push(await api.register(name));
    const { store } = api.service;
    const people = await Promise.all(users.map(({ id }) => store.read(({ users: all }) => all.find(id))));
    const hour = 60 * 60 * 1000;
    const talk = async (
      one: number,
      other: number,
      ago: number,
      lines: [sender: number, text: string][],
      read = true,
    ) => {
      const thread = await api.open(users[one]!, users[other]!);
      const summary = await store.read(({ threads }) => threads.summary(thread.id));
      for (const [index, [sender, text]] of lines.entries()) {
        const created = new Date(Date.now() - ago * hour + index * 4 * 60_000);
        await addMessage(store, summary!.thread, people[sender]!, { text, created });
        if (read) await users[sender === one ? other : one]!.call('POST', `/threads/${thread.id}/read`);
      }
    };
    await talk(0, 5, 170, [[5, 'Дякую, все отримала!']]);
    await talk(0, 4, 75, [
      [0, 'The light in the hall is broken again.'],
      [4, 'Somebody comes on Monday.'],
    ]);
    await talk(1, 3, 50, [[1, 'À bientôt !']]);
    await talk(0, 3, 27, [
      [3, 'Did the parcel arrive?'],
      [0, 'It did, thank you 💐'],
    ]);
    await talk(
      0,
      2,
      5,
      [
        [2, 'Are we still on for tomorrow?'],
        [2, 'I could bring the drill.'],
      ],
      false,
    );
    await talk(1, 2, 3, [[2, 'Thanks for the lamp!']]);
    await talk(0, 1, 24.4, [
      [1, 'Good morning! Is the room by the canal still free in May?'],
      [0, 'It is, from the 3rd. Would you like to see it?'],
    ]);
    await talk(0, 1, 0.5, [
      [1, 'Very much. Would Thursday at six suit you?'],
      [0, 'Thursday it is: Canal Street 4, ring twice.\nThe cat is friendly.'],
      [1, 'See you there! 🙂'],
    ]);
    const window = { width: 800, height: 640 };
    const nora = await arrive(names[0]!, { viewport: window, deviceScaleFactor: 2 });
    const elif = await arrive(names[1]!, { viewport: window, deviceScaleFactor: 2, colorScheme: 'light' });
    for (const [person, other] of [
      [nora, elif],
      [elif, nora],
    ] as const) {
      await person.enter();
      await person.choose(other.name);
    }
    await elif.write('One more thing: does the rent include heating?');
    await (
      await elif.sees('One more thing: does the rent include heating?')
    )
      .getByRole('img', { name: 'Read' })
      .waitFor();
    await nora.write('Heating and water, yes. Only electricity is extra.');
    await (
      await nora.sees('Heating and water, yes. Only electricity is extra.')
    )
      .getByRole('img', { name: 'Read' })
      .waitFor();
    await elif.writing.pressSequentially('Wonderful, then');
    await nora.page.getByText('typing…').first().waitFor();
    const [left, right] = await Promise.all([nora.page.screenshot(), elif.page.screenshot()]);
    const beside = await visitors.browser.newPage({
      viewport: { width: 1680, height: 688 },
      deviceScaleFactor: 2,
    });
    const image = (bytes: Buffer) => `<img src="data:image/png;base64,${bytes.toString('base64')}">`;
    await beside.setContent(`<style>body { margin: 0; padding: 24px; display: flex; gap: 32px; background: #c9cee6 }
      img { width: 800px; height: 640px; border-radius: 14px; box-shadow: 0 10px 30px #14163244 }</style>${image(left)}${image(right)}`);
    await beside.screenshot({ path: join(folder, 'chat.png') });
    await beside.close();
    await elif.leave();

    await nora.page.setViewportSize({ width: 1100, height: 680 });
    await nora.page.emulateMedia({ colorScheme: 'dark' });
    await nora.page.screenshot({ path: join(folder, 'chat-dark.png') });
    await nora.leave();
    const small = await arrive(names[0]!, { ...phone, deviceScaleFactor: 2 });
    await small.enter();
    await small.entry('Jonas').waitFor();
    const list = await small.page.screenshot();
    await small.entry(names[1]!).tap();
    await small.sees('See you there! 🙂');
    const conversation = await small.page.screenshot();
    const phones = await visitors.browser.newPage({
      viewport: { width: 876, height: 828 },
      deviceScaleFactor: 2,
    });
    await phones.setContent(`<style>body { margin: 0; padding: 24px; display: flex; gap: 48px; background: #c9cee6 }
      img { width: 390px; height: 780px; border-radius: 28px; box-shadow: 0 10px 30px #14163244 }</style>${image(list)}${image(conversation)}`);
    await phones.screenshot({ path: join(folder, 'chat-phone.png') });
    await phones.close();
    await small.leave();
  }
});
