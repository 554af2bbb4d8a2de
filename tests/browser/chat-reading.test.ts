import { expect } from 'chai';
import { expectAccessible } from '../support/accessible.js';
import type { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';
import { untilTrue } from '../support/until-true.js';

describe('what one reads on the chat page', function () {
  this.timeout(120_000);
  const people = new TwoPeople();
  let ada: Person;
  let grace: Person;

  before(() => ({ ada, grace } = people));

  it('has links that are links, and large emoji where there is nothing else', async () => {
    await ada.write('Look at https://example.com/a_(b), (www.example.org). Or https://аррӏе.com');
    await ada.write('👨‍👩‍👧 🎉');
    const { page } = grace;
    await page.locator('.large-emoji').waitFor();
    const links = page.locator('.bubble a');
    expect(await links.allTextContents()).to.deep.equal([
      'https://example.com/a_(b)',
      'www.example.org',
      'https://аррӏе.com',
    ]);
    for (const [attribute, value] of [
      ['rel', 'noopener noreferrer nofollow'],
      ['target', '_blank'],
      ['href', 'https://xn--80ak6aa92e.com/'],
      ['title', 'xn--80ak6aa92e.com'],
    ] as const)
      expect(await links.last().getAttribute(attribute)).to.equal(value);
    for (const person of [ada, grace]) {
      await expectAccessible(person.page);
      await person.expectToFit();
    }
  });

  it('is one stop of the Tab key, however many links it has', async () => {
    const { page } = ada;
    const focused = (selector: string) => page.locator(`${selector}:focus`).waitFor();
    await ada.writing.press('Shift+Tab');
    await focused('.message:last-child [aria-haspopup]');
    await page.keyboard.press('Shift+Tab');
    await focused('.log');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    await focused('.message:nth-last-child(2) [aria-haspopup]');
    await page.keyboard.press('Shift+Tab');
    await focused('.message a[href^="https://xn--"]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await ada.writing.and(page.locator(':focus')).count()).to.equal(1);
  });

  it('is told by a button while one reads further up, with a line above what is new', async () => {
    const { page } = grace;
    for (let number = 1; number <= 20; number += 1)
      await people.api.send(people.users.ada, people.thread, `Line ${number}`);
    await grace.sees('Line 20');
    await grace.entry('ada').getByText('unread').waitFor({ state: 'detached' });
    await page.evaluate(`document.querySelector('.log').scrollTop = 0`);
    for (const text of ['One more', 'And one', 'The last']) await ada.write(text);
    const button = page.getByRole('button', { name: '3 new messages' });
    await button.waitFor();
    await expectAccessible(page);
    await grace.expectToFit();
    const line = page.locator('.divider.unread + .message', { hasText: 'One more' });
    expect(await line.count()).to.equal(1);
    await button.tap();
    await button.waitFor({ state: 'detached' });
    await untilTrue(page, `document.title === 'Duet'`);
  });

  it('has had nothing refused by the policy, and nothing loaded from elsewhere', () => {
    expect(people.complaints).to.deep.equal([]);
  });
});
