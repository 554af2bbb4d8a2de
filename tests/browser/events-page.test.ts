import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { Api, until, type User } from '../support/client.js';
import { eventRecipe } from '../support/event-recipe.js';

interface Seen {
  type: string;
  text?: string;
}

describe('the recipes of docs/events.md that run in a browser', function () {
  this.timeout(120_000);
  const api = new Api();
  let browser: Browser;
  let shop: Server;
  let script = '';
  let ann: User;
  let bob: User;
  let thread: number;

  before(async function () {
    shop = createServer((request, response) => {
      const isScript = request.url === '/script.js';
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      response.end(
        isScript
          ? script
          : '<!doctype html><title>Shop</title><script type="module" src="/script.js"></script>',
      );
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium(this);
    await api.start({ CORS_ORIGINS: origin(), ACCESS_TOKEN_SECONDS: '3' });
    ({ ann, bob } = await api.people('ann', 'bob'));
    thread = (await api.open(ann, bob)).id;
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    await api.stop();
    shop.close();
  });

  const origin = () => `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  const seenOn = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as { seen: Seen[]; tokens: number }).seen);
  const tokensOn = (page: Page) => page.evaluate(() => (globalThis as unknown as { tokens: number }).tokens);

  /** A page of another origin, with the recipe and what a reader would write around it. */
  async function open(recipe: string): Promise<Page> {
    const login = JSON.stringify({ username: ann.username, password: ann.password });
    const around = `
      const duet = ${JSON.stringify(api.service.url)};
      globalThis.seen = [];
      globalThis.tokens = 0;
      const token = async () => {
        const headers = { 'Content-Type': 'application/json' };
        const response = await fetch(duet + '/api/v1/auth/token', { method: 'POST', headers, body: ${JSON.stringify(login)} });
        globalThis.tokens += 1;
        return (await response.json()).access;
      };
      const handle = (type, { text }) => seen.push({ type, text });
      ${recipe}`;
    const { outputFiles } = await build({
      stdin: { contents: around, resolveDir: join(import.meta.dirname, '..', '..') },
      ...{ bundle: true, format: 'esm', target: 'es2022', write: false, logLevel: 'silent' },
    });
    script = outputFiles[0]!.text;
    const page = await browser.newPage();
    await page.goto(origin());
    return page;
  }

  const streams = async () => {
    const metrics = await (await fetch(`${api.service.url}/metrics`)).text();
    return Number(/^duet_event_streams (\d+)$/m.exec(metrics)?.[1]);
  };
  const send = async (text: string) => api.send(await api.logIn(bob.username), thread, text);

  async function opened(recipe: string): Promise<Page> {
    const page = await open(recipe);
    await until('the stream is open', async () => {
      await send('hello');
      return (await seenOn(page)).length > 0;
    });
    return page;
  }

  /** Sends, one after the other has come, until there was another token so many times; expects each message once. */
  async function expectAll(page: Page, renewals: number, meanwhile: () => Promise<unknown>): Promise<void> {
    const sent: string[] = [];
    const before = await tokensOn(page);
    while ((await tokensOn(page)) < before + renewals) {
      sent.push(`${sent.length}`);
      await send(sent.at(-1)!);
      await meanwhile();
      await until(`message ${sent.at(-1)} has come`, async () =>
        (await seenOn(page)).some(({ text }) => text === sent.at(-1)),
      );
      expect(sent.length, 'tokens are renewed').to.be.below(5000);
    }
    sent.push('last');
    await send('last');
    const texts = async () =>
      (await seenOn(page)).filter(({ type, text }) => type === 'message.created' && text !== 'hello');
    await until('all have come', async () => (await texts()).at(-1)?.text === 'last');
    expect((await texts()).map(({ text }) => text)).to.deep.equal(sent);
    expect((await seenOn(page)).map(({ type }) => type)).not.to.include('reset');
  }

  /** As when a password is changed elsewhere. */
  const endLogins = () => api.service.store.run(({ tokenFamilies }) => tokenFamilies.removeAllOf(ann.id));

  it('EventSource alone: gets another ticket when the login of the first has ended', async () => {
    const recipe = eventRecipe('browser');
    expect(recipe).not.to.match(/\bimport\b/);
    const page = await opened(recipe);
    let ended = 0;
    await expectAll(page, 2, async () => {
      // Once the stream has come back, which shows that it goes on with a ticket of the new login.
      const tokens = await tokensOn(page);
      if (tokens > ended) {
        ended = tokens;
        await endLogins();
      }
    });
    await page.close();
  });

  it('EventSource alone: says that something may be missing if there was nothing to go on from', async () => {
    const page = await open(eventRecipe('browser'));
    await until('there is a ticket', async () => (await tokensOn(page)) === 1);
    await until('the stream is open', async () => (await streams()) === 1);
    await endLogins();
    await until('it is told', async () => (await seenOn(page)).some(({ type }) => type === 'reset'));
    expect(await tokensOn(page)).to.equal(2);
    await page.close();
  });

  it('fetch-event-source: goes on with new tokens', async () => {
    const page = await opened(eventRecipe('fetch-event-source'));
    await expectAll(page, 2, async () => undefined);
    await page.close();
  });
});
