import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import sharp from 'sharp';
import arabic from '../../web/languages/ar.js';
import { bundleChatPage } from '../support/chat-page.js';
import { Api, password, until } from '../support/client.js';
import { launchFirefox } from '../support/firefox.js';
import { untilTrue } from '../support/until-true.js';

const byRole = (role: string, name: string) => `::-p-aria([role="${role}"][name="${name}"])`;

describe('the chat page in Firefox', function () {
  this.timeout(120_000);
  const api = new Api();
  const folder = mkdtempSync(join(tmpdir(), 'duet-firefox-'));
  const complaints: string[] = [];
  let browser: Browser;
  let ada: Page;
  let grace: Page;
  let thread: number;

  /** Somebody in a browser of their own. */
  async function arrive(path = '/'): Promise<Page> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage({ type: 'window' }); // a tab in the background draws nothing
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(api.service.url + path);
    return page;
  }

  async function signIn(page: Page, name: string, action = 'Sign in'): Promise<void> {
    await page.locator('#username').fill(name);
    await page.locator('#password').fill(password);
    await page.locator(byRole('button', action)).click();
    await page.locator('.list').wait();
  }

  const write = async (page: Page, text: string) => {
    await page.locator('.composer textarea').fill(text);
    await page.keyboard.press('Enter');
  };

  /** The last message with this text. */
  const sees = (page: Page, text: string) =>
    page.waitForSelector(`.message ::-p-text(${text})`) as Promise<ElementHandle>;
  const isGone = (page: Page, text: string) =>
    page.waitForSelector(`.message ::-p-text(${text})`, { hidden: true });

  before(async function () {
    browser = await launchFirefox(this);
    bundleChatPage();
    await api.start();
    const users = await api.people('ada', 'grace');
    thread = (await api.open(users.ada, users.grace)).id;
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets two people in, and shows each at once what the other writes', async () => {
    [ada, grace] = [await arrive(), await arrive()];
    await signIn(ada, 'ada');
    await signIn(grace, 'grace');
    await ada.locator(`.entry[href="#/${thread}"]`).click();
    await write(ada, 'Hello from Firefox');
    await sees(ada, 'Hello from Firefox');
    // Grace has not opened the conversation.
    await grace.locator('.badge').wait();
    await grace.waitForSelector('.badge ::-p-text(1)');
    await until('the title tells it', async () => (await grace.title()) === '(1) Duet');
  });

  it('counts nothing as unread that was seen, and tells the sender', async () => {
    await grace.bringToFront();
    await grace.locator(`.entry[href="#/${thread}"]`).click();
    await sees(grace, 'Hello from Firefox');
    await grace.waitForSelector('.badge', { hidden: true });
    await ada.locator('.mark.read').wait();
    await write(grace, 'I see it');
    await sees(ada, 'I see it');
  });

  it('uploads a picture', async () => {
    const path = join(folder, 'harbour.png');
    await sharp({ create: { width: 600, height: 400, channels: 3, background: '#28a' } }).toFile(path);
    const input = (await ada.$('input[data-for="files"]')) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(path);
    await ada.waitForSelector('.upload progress', { hidden: true });
    await ada.locator(byRole('button', 'Send')).click();
    await untilTrue(grace, `document.querySelector('.message .picture img')?.naturalWidth > 0`);
    await grace.locator(byRole('button', 'Open harbour.png')).click();
    await untilTrue(grace, `document.querySelector('.viewer img')?.naturalWidth === 600`);
    await grace.keyboard.press('Escape');
    await grace.waitForSelector('.viewer', { hidden: true });
  });

  it('edits and deletes a message', async () => {
    const open = async (action: string) => {
      const buttons = await ada.$$('.message.own [aria-haspopup=menu]');
      await buttons[0]!.click();
      await ada.locator(byRole('menuitem', action)).click();
    };
    await open('Edit');
    await ada.locator('.message-editor textarea').fill('Hello from a newer Firefox');
    await ada.locator(byRole('button', 'Save')).click();
    await sees(grace, 'Hello from a newer Firefox');
    await open('Delete'); // the dialog is accepted
    await isGone(grace, 'Hello from a newer Firefox');
    await isGone(ada, 'Hello from a newer Firefox');
  });

  it('goes from right to left in Arabic', async () => {
    const page = await arrive('/?lang=ar');
    await signIn(page, 'ada', arabic.signIn);
    await page.locator(`.entry[href="#/${thread}"]`).click();
    await sees(page, 'I see it');
    const of = (selector: string, what: string) =>
      page.evaluate(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        return ${what};
      })()`);
    const where = async (selector: string) => Number(await of(selector, 'element.getBoundingClientRect().x'));
    expect(await where('.sidebar')).to.be.above(await where('.conversation'));
    expect(await where('.own .bubble')).to.be.below(await where('.message:not(.own) .bubble'));
    expect(await of('.message:not(.own) p', 'getComputedStyle(element).direction')).to.equal('ltr');
  });

  it('has had no script refused and no error', () => expect(complaints).to.deep.equal([]));
});
