import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Catalogue } from '../../web/catalogue.js';
import arabic from '../../web/languages/ar.js';
import german from '../../web/languages/de.js';
import english from '../../web/languages/en.js';
import ukrainian from '../../web/languages/uk.js';
import { expectAccessible } from '../support/accessible.js';
import { bundleChatPage } from '../support/chat-page.js';
import { launchChromium } from '../support/chromium.js';
import { Api, password, type User } from '../support/client.js';
import { Person } from '../support/person.js';

// Set LANGUAGE_SCREENSHOTS to a folder to look at the pages.
const folder = process.env['LANGUAGE_SCREENSHOTS'];

const sizes: Record<string, BrowserContextOptions> = {
  desktop: { viewport: { width: 1000, height: 700 } },
  // The narrowest phones there are.
  phone: { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true },
};

const catalogues: Record<string, Catalogue<'other'>> = { uk: ukrainian, de: german, ar: arabic };

const long =
  'An English message, from left to right, that is longer than the list of conversations is wide: its beginning is shown.';

describe('the languages of the chat page in a browser', function () {
  this.timeout(120_000);
  const api = new Api();
  const complaints: string[] = [];
  let browser: Browser;
  let threads: Record<'grace' | 'lila', number>;

  before(async function () {
    browser = await launchChromium(this);
    bundleChatPage();
    await api.start();
    const [omar, grace, lila] = [
      await api.register('omar'),
      await api.register('grace'),
      await api.register('lila'),
    ];
    await grace.call('PATCH', '/users/me', { name: 'Grace Brewster Murray Hopper, of Arlington' });
    await lila.call('PATCH', '/users/me', { name: 'ليلى' });
    threads = { grace: (await api.open(omar, grace)).id, lila: (await api.open(omar, lila)).id };
    const write = (user: User, thread: number, text: string) =>
      user.call('POST', `/threads/${thread}/messages`, { text });
    await write(omar, threads.lila, 'مرحبا، كيف الحال؟ (Duet 2.0)');
    await write(lila, threads.lila, 'Fine, thanks!');
    await write(omar, threads.grace, 'مرحبا');
    for (const text of ['Hello.', long]) await write(grace, threads.grace, text);
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await Promise.all(Person.all.map(({ cable }) => cable.close()));
    await api.stop();
  });

  const look = async (page: Page, name: string) => {
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
  };

  const allEnglish: readonly (string | object)[] = Object.values(english);
  const englishTexts = new Set(allEnglish.filter((text) => typeof text === 'string'));

  /** Nothing on the page says what the English catalogue says, unless the other one says the same. */
  async function expectNoEnglish(page: Page, texts: Catalogue<'other'>): Promise<void> {
    const said = await page.evaluate<string[]>(`(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode.data.trim());
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        for (const element of document.querySelectorAll('[' + name + ']')) texts.push(element.getAttribute(name));
      return texts.filter((text) => text !== '');
    })()`);
    const own = new Set<unknown>(Object.values(texts));
    expect(said).not.to.deep.equal([]);
    expect(said.filter((text) => englishTexts.has(text) && !own.has(text))).to.deep.equal([]);
    // Of texts with names, what is before them.
    expect(said.filter((text) => /^(Message|Conversation|Messages|Block|Options) /.test(text))).to.deep.equal(
      [],
    );
  }

  /** No word of a button, a label or a note is cut. */
  async function expectNothingCut(person: Person): Promise<void> {
    await person.expectToFit();
    const cut = await person.page.evaluate(`
      [...document.querySelectorAll('button, label, .hint, h2, dialog')]
        .filter((element) => element.querySelector('bdi, .hidden') === null)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          const isOutside = right > innerWidth + 1 || left < -1;
          return isOutside || element.scrollWidth > element.clientWidth + 1;
        })
        .map(({ outerHTML }) => outerHTML)`);
    expect(cut).to.deep.equal([]);
  }

  for (const [tag, texts] of Object.entries(catalogues)) {
    for (const [size, options] of Object.entries(sizes)) {
      it(`has all that it says in ${tag} (${size})`, async () => {
        const { url } = api.service;
        const person = await Person.at(browser, url, 'omar', { ...options, locale: tag }, complaints);
        const { page } = person;
        const by = (key: keyof Catalogue<'other'>) => texts[key] as string;
        const exactly = { exact: true };

        await page.getByLabel(by('username')).fill('somebody else');
        const html = page.locator('html');
        expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).to.deep.equal([
          tag,
          texts.direction,
        ]);
        await page.getByRole('button', { name: by('createAnAccount') }).click();
        await page.getByLabel(by('password')).fill('short');
        await page
          .getByRole('button', { name: by('createAccount') })
          .first()
          .click();
        await page.getByText(texts.fields.password).waitFor();
        await page.getByText(texts.fields.username).waitFor();
        await look(page, `${tag}-${size}-account`);
        await expectAccessible(page);
        await expectNoEnglish(page, texts);
        await expectNothingCut(person);

        await page
          .getByRole('button', { name: by('signIn') })
          .last()
          .click();
        await page.getByLabel(by('username')).fill('omar');
        await page.getByLabel(by('password')).fill('not the password');
        await page
          .getByRole('button', { name: by('signIn') })
          .first()
          .click();
        await page.getByText(texts.problems.invalid_credentials).waitFor();
        await page.getByLabel(by('password')).fill(password);
        await page
          .getByRole('button', { name: by('signIn') })
          .first()
          .click();
        await page.getByRole('navigation', { name: by('conversations') }).waitFor();
        const entry = page.locator(`.entry[href="#/${threads.grace}"]`);
        await entry.waitFor();
        await look(page, `${tag}-${size}-list`);
        await expectAccessible(page);
        await expectNoEnglish(page, texts);
        await expectNothingCut(person);
        const lila = page.locator(`.entry[href="#/${threads.lila}"]`);
        const [picture, called] = [
          (await lila.locator('.avatar').boundingBox())!,
          (await lila.locator('.name').boundingBox())!,
        ];
        const [first, second] = texts.direction === 'rtl' ? [called, picture] : [picture, called];
        expect(second.x - (first.x + first.width), 'beside the picture').to.be.within(0, 20);

        await entry.click();
        await page.getByText(long).last().waitFor();
        const writing = page.getByPlaceholder(by('message'), { exact: true });
        await writing.fill('x'.repeat(5001));
        await page.locator('.length.fault').waitFor();
        await look(page, `${tag}-${size}-conversation`);
        await expectAccessible(page);
        await expectNoEnglish(page, texts);
        await expectNothingCut(person);
        await writing.fill('');

        await page.locator('.message:not(.own) [aria-haspopup=menu]').last().click();
        await look(page, `${tag}-${size}-menu`);
        await page.getByRole('menuitem', { name: by('report') }).click();
        await page.getByLabel(by('otherReason'), exactly).check();
        await look(page, `${tag}-${size}-report`);
        await expectAccessible(page);
        await expectNoEnglish(page, texts);
        await expectNothingCut(person);
        await page.getByRole('button', { name: by('cancel'), ...exactly }).click();

        await page.goto(`${person.cable.url}/#/${threads.lila}`);
        await page.getByText('Fine, thanks!').last().waitFor();
        await look(page, `${tag}-${size}-arabic`);
        await person.leave();
      });
    }
  }

  describe('from right to left', () => {
    const boxOf = async (page: Page, selector: string) =>
      (await page.locator(selector).first().boundingBox()) ?? expect.fail(`There is no ${selector}.`);

    async function enter(options: BrowserContextOptions, thread: number) {
      const { url } = api.service;
      const person = await Person.at(browser, url, 'omar', { ...options, locale: 'ar' }, complaints);
      const { page } = person;
      await page.getByLabel(arabic.username).fill('omar');
      await page.getByLabel(arabic.password).fill(password);
      await page.getByRole('button', { name: arabic.signIn }).first().click();
      await page.getByRole('navigation', { name: arabic.conversations }).waitFor();
      await page.locator(`.entry[href="#/${thread}"]`).click();
      await page.locator('.message').first().waitFor();
      return person;
    }

    it('has everything on the other side, and what points the other way round', async () => {
      const person = await enter(sizes['desktop']!, threads.grace);
      const { page } = person;
      const middle = (box: { x: number; width: number }) => box.x + box.width / 2;
      expect(middle(await boxOf(page, '.sidebar'))).to.be.above(middle(await boxOf(page, '.conversation')));
      expect((await boxOf(page, '.own .bubble')).x).to.be.below(
        (await boxOf(page, '.message:not(.own) .bubble')).x,
      );
      expect((await boxOf(page, '.send')).x).to.be.below((await boxOf(page, '.composer textarea')).x);
      const mirrored = `getComputedStyle(document.querySelector('.send svg')).scale`;
      expect(await page.evaluate(mirrored)).to.equal('-1 1');

      const more = page.locator('.message:not(.own) [aria-haspopup=menu]').last();
      await more.click();
      const [button, menu] = [await more.boundingBox(), await boxOf(page, '[role=menu]')];
      expect(menu.x).to.be.closeTo(button!.x, 1);
      await person.leave();
    });

    it('leaves what people write in its own direction, and shows its beginning', async () => {
      const person = await enter(sizes['desktop']!, threads.grace);
      const { page } = person;
      const directionOf = (selector: string) =>
        page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).direction`);
      expect(await directionOf('.own .bubble p')).to.equal('rtl');
      expect(await directionOf('.message:not(.own) .bubble p')).to.equal('ltr');
      expect(await directionOf(`.entry[href="#/${threads.grace}"] .name`)).to.equal('ltr');
      expect(await directionOf(`.entry[href="#/${threads.lila}"] .name`)).to.equal('rtl');

      // On the page's side, whatever its direction.
      const [name, picture] = [
        await boxOf(page, `.entry[href="#/${threads.lila}"] .preview bdi`),
        await boxOf(page, `.entry[href="#/${threads.lila}"] .avatar`),
      ];
      const own = await boxOf(page, '.own-name bdi');
      expect(picture.x - (name.x + name.width)).to.be.within(0, 20);
      expect((await boxOf(page, '.sidebar .avatar')).x - (own.x + own.width)).to.be.within(0, 20);

      // The first letters are within what is seen, the last ones are not.
      const preview = `.entry[href="#/${threads.grace}"] .preview bdi`;
      const isInside = (start: number) =>
        page.evaluate<boolean>(`(() => {
          const element = document.querySelector(${JSON.stringify(preview)});
          const range = document.createRange();
          range.setStart(element.firstChild, ${start});
          range.setEnd(element.firstChild, ${start} + 1);
          const [letter, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
          return letter.left >= box.left - 1 && letter.right <= box.right + 1;
        })()`);
      expect(await isInside(0)).to.equal(true);
      expect(await isInside(long.length - 1)).to.equal(false);

      const writing = page.getByRole('textbox', { name: new RegExp(`^${arabic.messageTo.slice(0, 8)}`) });
      expect(await directionOf('.composer textarea')).to.equal('rtl');
      await writing.fill('Written from left to right');
      expect(await directionOf('.composer textarea')).to.equal('ltr');
      await writing.fill('مكتوب من اليمين');
      expect(await directionOf('.composer textarea')).to.equal('rtl');
      await person.leave();
    });

    it('goes back from a conversation on a phone', async () => {
      const person = await enter(sizes['phone']!, threads.lila);
      const { page } = person;
      const back = page.getByRole('link', { name: arabic.backToConversations });
      const box = (await back.boundingBox())!;
      expect(box.x + box.width).to.be.above(320 - 60);
      await back.click();
      await page.locator('.entry').first().waitFor();
      await person.leave();
    });
  });

  it('is asked for by the address, as an application with its own languages does', async () => {
    const person = await Person.at(browser, api.service.url, 'omar', { locale: 'en-GB' }, complaints);
    await person.page.goto(`${person.cable.url}/?lang=uk`);
    await person.page.getByLabel(ukrainian.username).waitFor();
    await person.leave();
  });

  it('falls back to English when its catalogue cannot be loaded', async () => {
    const context = await browser.newContext({ locale: 'uk' });
    const page = await context.newPage();
    await page.route(/language\.uk/, (route) => route.abort());
    await page.goto(api.service.url);
    await page.getByLabel(english.username).waitFor();
    expect(await page.locator('html').getAttribute('lang')).to.equal('en');
    await context.close();
  });

  it('is the only one besides English that is loaded', async () => {
    const context = await browser.newContext({ locale: 'de-CH' });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const answered = page.waitForResponse(/language\./);
    await page.goto(api.service.url);
    await page.getByLabel(german.username).waitFor();
    expect(asked.filter((path) => path.includes('language.'))).to.have.length(1);
    expect((await answered).headers()['cache-control']).to.include('immutable');
    await context.close();
  });

  it('is at most 110 kB, gzipped, with the page and all that it loads', async () => {
    const context = await browser.newContext({ locale: 'ar' });
    const page = await context.newPage();
    const loaded: Promise<number>[] = [];
    page.on('response', (response) => {
      loaded.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(api.service.url);
    await page.getByLabel(arabic.username).waitFor();
    const sizes = await Promise.all(loaded);
    expect(sizes.length).to.be.at.least(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.within(20_000, 110_000);
    await context.close();
  });

  it('has had no script refused, no error, and nothing loaded from elsewhere', () => {
    expect(complaints).to.deep.equal([]);
  });
});
