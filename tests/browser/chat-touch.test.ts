import { expect } from 'chai';
import type { CDPSession, Locator, Page } from 'playwright-core';
import arabic from '../../web/languages/ar.js';
import english from '../../web/languages/en.js';
import { until } from '../support/client.js';
import type { Person } from '../support/person.js';
import { phone, TwoPeople } from '../support/two-people.js';
import { untilTrue } from '../support/until-true.js';

const high = `The beginning of a long message.\n${'Another line.\n'.repeat(60)}Its end.`;

/** What was changed is drawn, and the page has heard of it. */
const settled = (page: Page) =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

describe('a message’s menu on a phone', function () {
  this.timeout(120_000);
  const people = new TwoPeople();
  let grace: Person;
  let touch: CDPSession;

  before(async () => {
    ({ grace } = people);
    const { api, users, thread } = people;
    for (const text of ['Hi', high, 'Yes']) await api.send(users.ada, thread, text);
    for (const text of ['Why?', 'OK']) await api.send(users.grace, thread, text);
    await grace.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    touch = await grace.page.context().newCDPSession(grace.page);
  });

  const menu = () => grace.page.getByRole('menu');
  const bubble = (text: string) =>
    grace.page.locator('.message').filter({ hasText: text }).locator('.bubble').last();

  /**
   * A finger rests on the part of a message that can be seen, until its menu is there, and stays. If the log scrolls
   * meanwhile, for example for a new message, it is no long press: one presses again.
   */
  async function press(message: Locator): Promise<void> {
    for (let isOpen = false; !isOpen;) {
      await settled(grace.page);
      const box = (await message.boundingBox())!;
      const log = (await grace.page.getByRole('log').boundingBox())!;
      const [top, bottom] = [Math.max(box.y, log.y), Math.min(box.y + box.height, log.y + log.height)];
      if (top + 10 > bottom) {
        await message.scrollIntoViewIfNeeded();
        continue;
      }
      const point = { x: box.x + box.width / 2, y: (top + bottom) / 2 };
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
      await menu()
        .waitFor({ timeout: 3_000 })
        .catch(() => undefined);
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await settled(grace.page);
      isOpen = await menu().isVisible();
    }
  }

  async function leaveMenu(): Promise<void> {
    await grace.page.keyboard.press('Escape');
    await menu().waitFor({ state: 'detached' });
  }

  /** With all that it offers, and nothing of it outside of the window. */
  async function expectWithinWindow(): Promise<void> {
    const { width, height } = grace.page.viewportSize()!;
    const isWithin = async () => {
      const box = await menu().boundingBox();
      return (
        box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
      );
    };
    await until('the menu is within the window', isWithin);
    for (const item of await menu().getByRole('menuitem').all()) await item.tap({ trial: true });
  }

  for (const [tag, texts] of Object.entries({ en: english, ar: arabic })) {
    it(`is within the window, whatever message it is for, and when the phone is turned (${tag})`, async () => {
      const { page } = grace;
      await page.evaluate(`localStorage.setItem('duet.language', '${tag}')`);
      await page.reload();
      await page.locator(`html[dir=${texts.direction}]`).waitFor();
      await bubble('OK').waitFor();
      for (const text of ['OK', 'Why?', 'Yes']) {
        await press(bubble(text));
        await expectWithinWindow();
        await leaveMenu();
      }
      // The button of the long one is far below the window.
      await page.evaluate(`document.querySelector('.log').scrollTop = 0`);
      await press(bubble('Its end.'));
      await expectWithinWindow();
      await leaveMenu();
      expect(await page.evaluate(`document.querySelector('.log').scrollTop`), 'where one reads').to.equal(0);
      await press(bubble('Hi'));
      await expectWithinWindow();
      const { width, height } = phone.viewport!;
      await page.setViewportSize({ width: height, height: width });
      await expectWithinWindow();
      await leaveMenu();
      await page.setViewportSize({ width, height });
    });
  }

  it('goes with its message when that moves', async () => {
    const { page } = grace;
    await page.evaluate(`localStorage.removeItem('duet.language')`);
    await page.reload();
    await bubble('OK').waitFor();
    const distance = `(() => {
      const button = document.querySelector('[aria-expanded=true]').getBoundingClientRect();
      const menu = document.querySelector('[role=menu]').getBoundingClientRect();
      return Math.min(Math.abs(menu.top - button.bottom), Math.abs(menu.bottom - button.top));
    })()`;
    await press(bubble('OK'));
    const before = (await bubble('OK').boundingBox())!.y;
    await people.ada.write('One more');
    await until('it has moved', async () => (await bubble('OK').boundingBox())!.y < before);
    await untilTrue(page, `${distance} < 2`);
    await leaveMenu();
  });

  it('leaves nothing selected, and copies the text, also where the finger rests on the button', async () => {
    const { page } = grace;
    await press(bubble('Yes').locator('[aria-haspopup=menu]'));
    expect(await page.evaluate('String(getSelection())')).to.equal('');
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.bubble p')).userSelect`)).to.equal(
      'none',
    );
    await menu().getByRole('menuitem', { name: 'Copy' }).tap();
    await untilTrue(page, `navigator.clipboard.readText().then((text) => text === 'Yes')`);
  });

  it('lets one select what one edits', async () => {
    const { page } = grace;
    await press(bubble('OK'));
    await menu().getByRole('menuitem', { name: 'Edit' }).tap();
    await page.getByRole('textbox', { name: 'Edit your message' }).waitFor();
    expect(
      await page.evaluate(`getComputedStyle(document.querySelector('.message-editor textarea')).userSelect`),
    ).to.equal('text');
    await page.getByRole('button', { name: 'Cancel' }).tap();
    expect(people.complaints).to.deep.equal([]);
  });
});
