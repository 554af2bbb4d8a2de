import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { bundleChatPage } from '../support/chat-page.js';
import { launchChromium } from '../support/chromium.js';
import { Api, until } from '../support/client.js';
import { HostApplication, makeKey, type SigningKey } from '../support/issuer.js';

/** A page of the application around the chat page, as docs/chat.md shows it. */
function pageAround(chat: string): string {
  return `<!doctype html><title>Shop</title><iframe id="chat" title="Messages" width="900" height="600"></iframe>
    <a href="/out">Messages</a>
    <script type="module">
      const frame = document.getElementById('chat');
      const hand = async () => {
        const { token } = await (await fetch('/chat-token')).json();
        frame.contentWindow.postMessage({ type: 'duet.token', token }, '${chat}');
      };
      addEventListener('message', ({ source, origin, data }) => {
        if (source === frame.contentWindow && origin === '${chat}' && data.type === 'duet.token.wanted') hand();
      });
      window.hand = hand;
      frame.src = '${chat}/';
    </script>`;
}

describe('the chat page of an application that has users already', function () {
  this.timeout(120_000);
  const api = new Api();
  const issuer = new HostApplication();
  let key: SigningKey;
  let browser: Browser;
  let shop: Server;
  let stranger: Server;
  /** Who is signed in to the shop. */
  let customer: string | null = 'ann';
  let asked = 0;

  const tokenOf = async (sub: string | null, seconds = 5) => {
    const now = Math.floor(Date.now() / 1000);
    return sub === null
      ? null
      : issuer.token(key, { sub, preferred_username: sub, iat: now, exp: now + seconds });
  };

  /** A web server on an origin of its own, which knows who is signed in. */
  async function serve(): Promise<Server> {
    const server = createServer((request, response) => {
      const answer = async () => {
        if (request.url === '/chat-token') {
          asked += 1;
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify({ token: await tokenOf(customer) }));
        } else if (request.url === '/out') {
          const token = await tokenOf(customer, 60);
          response.writeHead(302, { Location: `${api.service.url}/#token=${token}` }).end();
        } else {
          response.setHeader('Content-Type', 'text/html');
          response.end(pageAround(api.service.url));
        }
      };
      void answer();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  before(async function () {
    browser = await launchChromium(this);
    bundleChatPage();
    key = await makeKey('ES256', 'shop');
    issuer.published = [key];
    await issuer.start();
    [shop, stranger] = [await serve(), await serve()];
    await api.start({
      ...issuer.env,
      OWN_TOKENS: 'off',
      HOST_ORIGINS: originOf(shop),
      SIGN_IN_URL: `${originOf(shop)}/sign-in`,
    });
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    for (const server of [shop, stranger]) server.close();
    await api.stop();
    await issuer.stop();
  });

  async function open(url: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(url);
    return page;
  }

  const heading = (page: Page | FrameLocator, name: string) => page.getByRole('heading', { name });
  const signInLink = (page: Page | FrameLocator) => page.getByRole('link', { name: /^Sign in at 127/ });

  it('has no form that could not work', async () => {
    const page = await open(api.service.url);
    await signInLink(page).waitFor();
    expect(await page.locator('form').count()).to.equal(0);
    expect(await signInLink(page).getAttribute('href')).to.equal(`${originOf(shop)}/sign-in`);
  });

  it('takes the token from the page around it, and asks again before it ends', async () => {
    customer = 'ann';
    const page = await open(originOf(shop));
    const chat = page.frameLocator('#chat');
    await heading(chat, 'ann').waitFor();
    expect(await chat.getByRole('button', { name: 'Sign out' }).count()).to.equal(0);
    const search = chat.getByRole('textbox', { name: 'Find people and messages' });
    const before = asked;
    await until(
      'another token was asked for', // each lives for five seconds
      async () => {
        const answered = page.waitForResponse(/\/users\?/);
        await search.fill(`nobody${Date.now()}`);
        await answered;
        return asked > before;
      },
      30_000,
    );
    await chat.getByText('Nobody with this name was found.').waitFor();
    await page.context().close();
  });

  it('follows when somebody signs out there, and somebody else in', async () => {
    customer = 'ann';
    const page = await open(originOf(shop));
    const chat = page.frameLocator('#chat');
    await heading(chat, 'ann').waitFor();
    customer = null;
    await page.evaluate('hand()');
    await signInLink(chat).waitFor();
    customer = 'ben';
    await page.evaluate('hand()');
    await heading(chat, 'ben').waitFor();
    customer = 'ann'; // without a word in between
    await page.evaluate('hand()');
    await heading(chat, 'ann').waitFor();
    await page.context().close();
  });

  it('is shown in no frame of anybody else', async () => {
    const page = await open(originOf(stranger));
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.reload();
    await refused;
    await page.context().close();
  });

  it('takes the token from a link of the application, and from nobody else', async () => {
    customer = 'ann';
    const page = await open(originOf(shop));
    await page.getByRole('link', { name: 'Messages' }).click();
    await heading(page, 'ann').waitFor();
    expect(page.url()).to.equal(`${api.service.url}/`);
    await page.reload();
    await heading(page, 'ann').waitFor();
    await page.context().close();

    const trap = await open(originOf(stranger));
    await trap.getByRole('link', { name: 'Messages' }).click();
    await trap.getByText('This link cannot sign you in').waitFor();
    expect(trap.url()).to.equal(`${api.service.url}/`);
    await trap.reload();
    await signInLink(trap).waitFor();
    await trap.context().close();
  });
});
