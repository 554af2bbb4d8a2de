import { expect } from 'chai';
import { operator } from '../../src/domain/accounts/user.js';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { CreateServiceKey } from '../../src/application/accounts/create-service-key.js';
import { RevokeServiceKey } from '../../src/application/accounts/revoke-service-key.js';
import { useCasesOn } from '../../src/composition/container.js';
import { bundleChatPage } from '../support/chat-page.js';
import { launchChromium } from '../support/chromium.js';
import { Api, until } from '../support/client.js';
import { IdentityProvider } from '../support/identity-provider.js';
import { Shop, type Person } from '../support/shop.js';

const buyer: Person = { id: 'customer-17', name: 'Bea Buyer' };
const seller: Person = { id: 'seller/3', name: 'Sam Seller' };

/**
 * A company that has users already: a shop with an OpenID provider, which knows Duet by its URL and a service key alone.
 */
describe('a shop with users of its own', function () {
  this.timeout(180_000);
  const api = new Api();
  let browser: Browser;
  let shop: Shop;
  let provider: IdentityProvider;
  let key: string;
  let thread: number;

  before(async function () {
    browser = await launchChromium(this);
    bundleChatPage();
    shop = await Shop.start();
    provider = await IdentityProvider.start(
      shop.client,
      [buyer, seller].map(({ id, name }) => ({ sub: id, name })),
      20,
    );
    await api.start({ ...provider.env, OWN_TOKENS: 'off', HOST_ORIGINS: shop.url });
    const keys = useCasesOn(api.service.store);
    ({ key } = await keys.get(CreateServiceKey).execute({ caller: operator, name: 'shop' }));
    await shop.connect(provider.issuer, api.service.url, key);
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await api.stop();
    await provider.stop();
    await shop.stop();
  });

  /** Somebody signs in to the shop, and opens the page of the order. */
  async function visit({ id }: Person): Promise<{ page: Page; chat: FrameLocator }> {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${shop.url}/sign-in?back=/orders/42?thread=${thread}`);
    await page.getByLabel('Login').fill(id);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return { page, chat: page.frameLocator('#chat') };
  }

  const write = async (chat: FrameLocator, text: string) => {
    const field = chat.getByRole('textbox', { name: /^Message/ });
    await field.fill(text);
    await field.press('Enter');
  };

  it('opens a conversation about an order, and says in it what has happened', async () => {
    thread = await shop.paid(42, buyer, seller);
    expect(await shop.paid(42, buyer, seller), 'again').to.equal(thread);
    expect(await shop.paid(43, buyer, seller), 'another order').not.to.equal(thread);
  });

  it('has its buyer and its seller write to each other, signed in by the shop', async () => {
    const [here, there] = [await visit(buyer), await visit(seller)];
    await here.chat.getByRole('heading', { name: seller.name }).waitFor();
    await here.chat.getByText('Order 42 was paid.').first().waitFor();
    await write(here.chat, 'When will it come?');
    await there.chat.getByRole('log').getByText('When will it come?').waitFor();
    await write(there.chat, 'Tomorrow!');
    await here.chat.getByRole('log').getByText('Tomorrow!').waitFor();

    await shop.rename(seller.id, 'Sam & Daughters');
    await here.chat.getByRole('heading', { name: 'Sam & Daughters' }).waitFor();
    await here.page.context().close();
    await there.page.context().close();
  });

  it('is refused once its key is revoked', async () => {
    await useCasesOn(api.service.store).get(RevokeServiceKey).execute({ caller: operator, name: 'shop' });
    await until('the key is refused', async () => {
      const { status } = await api.as(key)('GET', '/users/ext:customer-17');
      return status === 401;
    });
  });
});
