import { expect } from 'chai';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expectAccessible } from '../support/accessible.js';
import { until } from '../support/client.js';
import type { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';

const picture = (name: string, background: string, width = 1200, height = 800) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
    .then((buffer) => ({ name, mimeType: 'image/jpeg', buffer }));

const letter = { name: 'Brief an Grace.txt', mimeType: 'text/plain', buffer: Buffer.from('Liebe Grace, …') };

describe('photos and files on the chat page', function () {
  this.timeout(120_000);
  const people = new TwoPeople();
  let ada: Person;
  let grace: Person;

  before(() => ({ ada, grace } = people));

  const chosen = ({ page }: Person) =>
    page.getByRole('list', { name: /attached file/ }).getByRole('listitem');
  const choose = ({ page }: Person, files: Awaited<ReturnType<typeof picture>>[]) =>
    page.locator('input[data-for="files"]').setInputFiles(files);
  const send = ({ page }: Person) => page.getByRole('button', { name: 'Send' }).click();
  const uploaded = (person: Person) =>
    person.page.locator('.upload progress').first().waitFor({ state: 'detached' });
  const pictures = ({ page }: Person) => page.locator('.message .picture img');
  const isShown = (page: Page, selector: string) =>
    until(
      `${selector} is drawn`,
      async () =>
        page.evaluate<boolean>(
          `[...document.querySelectorAll(${JSON.stringify(selector)})].at(-1)?.naturalWidth > 0`,
        ),
      10_000,
    );

  it('are chosen, shown while they go, and arrive', async () => {
    await choose(ada, [
      await picture('harbour.jpg', '#28a'),
      await picture('garden.jpg', '#2a5', 800, 1200),
      letter,
    ]);
    expect(await chosen(ada).count()).to.equal(3);
    await uploaded(ada);
    await expectAccessible(ada.page);
    await ada.writing.fill('From the weekend');
    await send(ada);
    await grace.sees('From the weekend');
    expect(await chosen(ada).count()).to.equal(0);
    await pictures(grace).nth(1).waitFor();
    for (const person of [ada, grace]) {
      await isShown(person.page, '.message .picture img');
      expect(
        await Promise.all((await pictures(person).all()).map((one) => one.getAttribute('alt'))),
      ).to.deep.equal(['harbour.jpg', 'garden.jpg']);
      await person.expectToFit();
    }
    const download = grace.page.waitForEvent('download');
    await grace.page.getByRole('link', { name: letter.name }).click();
    expect((await download).suggestedFilename()).to.equal(letter.name);
    await expectAccessible(grace.page);
  });

  it('open over the window, by the keyboard, and close to where one was', async () => {
    const { page } = ada;
    const first = page.getByRole('button', { name: 'Open harbour.jpg' });
    await first.focus();
    await page.keyboard.press('Enter');
    const viewer = page.getByRole('dialog');
    await viewer.getByRole('img', { name: 'harbour.jpg' }).waitFor();
    await isShown(page, '.viewer img');
    await page.keyboard.press('ArrowRight');
    await viewer.getByRole('img', { name: 'garden.jpg' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: 'harbour.jpg' }).waitFor();
    await expectAccessible(ada.page);
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').getAttribute('aria-label')).to.equal('Open harbour.jpg');
    await ada.writing.waitFor(); // the conversation is still open
  });

  it('are sent without a text, which the list of conversations tells by their names', async () => {
    await choose(grace, [await picture('cat.jpg', '#d82')]);
    await uploaded(grace);
    await send(grace);
    await ada.page.getByRole('button', { name: 'Open cat.jpg' }).waitFor();
    await ada.entry('grace').getByText('cat.jpg').waitFor();
  });

  it('are dropped on the conversation, and pasted into the text', async () => {
    const { page } = ada;
    for (const [type, target, field] of [
      ['drop', 'document', 'dataTransfer'],
      ['paste', 'document.querySelector("textarea")', 'clipboardData'],
    ] as const) {
      await page.evaluate(`(() => {
        const files = new DataTransfer();
        files.items.add(new File(['by ${type}'], '${type}.txt', { type: 'text/plain' }));
        const Kind = '${type}' === 'drop' ? DragEvent : ClipboardEvent;
        ${target}.dispatchEvent(new Kind('${type}', { ${field}: files, bubbles: true, cancelable: true }));
      })()`);
      await chosen(ada)
        .filter({ hasText: `${type}.txt` })
        .waitFor();
    }
    await uploaded(ada);
    await send(ada);
    await grace.page.locator('a.file', { hasText: 'paste.txt' }).waitFor();
  });

  it('are taken back, and refused with a reason', async () => {
    await choose(ada, [
      letter,
      { ...letter, name: 'broken.jpg', buffer: Buffer.from('ffd8ffe000104a464946', 'hex') },
    ]);
    await chosen(ada).filter({ hasText: 'The picture is broken' }).waitFor();
    expect(await ada.page.getByRole('button', { name: 'Send' }).isDisabled()).to.equal(true);
    await ada.page.getByRole('button', { name: 'Remove broken.jpg' }).click();
    await ada.page.getByRole('button', { name: `Remove ${letter.name}` }).click();
    expect(await chosen(ada).count()).to.equal(0);
  });

  it('go on by themselves when the connection is back', async () => {
    grace.cable.break();
    await choose(grace, [{ ...letter, name: 'later.txt' }]);
    await chosen(grace).filter({ hasText: 'The connection broke' }).waitFor();
    grace.cable.mend();
    await chosen(grace).filter({ hasText: 'kB' }).waitFor();
    await send(grace);
    await ada.page.locator('a.file', { hasText: 'later.txt' }).waitFor();
  });

  it('are cancelled while they go: the next one goes, and none of it is sent', async () => {
    const { page } = ada;
    const network = await page.context().newCDPSession(page);
    const slow = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 0, downloadThroughput: -1 },
        uploadThroughput,
      });
    await network.send('Network.enable');
    await slow(100_000);
    const large = (name: string) => ({ ...letter, name, buffer: Buffer.alloc(3_000_000, 'x') });
    await choose(ada, [large('first.txt'), large('second.txt'), large('third.txt')]);
    const progress = (name: string) =>
      page.evaluate(`[...document.querySelectorAll('.upload')]
        .find(({ textContent }) => textContent.includes('${name}')).querySelector('progress').value`);
    for (const name of ['first.txt', 'second.txt']) {
      await until(`${name} goes`, async () => Number(await progress(name)) > 0, 20_000);
    }
    expect(await progress('third.txt'), 'two at a time').to.equal(0);
    await page.getByRole('button', { name: 'Cancel the upload of first.txt' }).click();
    await until('third.txt goes', async () => Number(await progress('third.txt')) > 0, 20_000);
    await page.getByRole('button', { name: 'Cancel the upload of second.txt' }).click();
    await slow(-1);
    await network.detach();
    await chosen(ada)
      .filter({ hasText: 'kB' })
      .or(chosen(ada).filter({ hasText: 'MB' }))
      .waitFor();
    await send(ada);
    await grace.page.locator('a.file', { hasText: 'third.txt' }).waitFor();
    expect(await grace.page.getByText(/(first|second)\.txt/).count()).to.equal(0);
  });

  it('go once more by “Try again”, when only the upload has broken', async () => {
    const { page } = ada;
    await page.route('**/api/v1/attachments?*', (route) => route.abort('connectionreset'), { times: 1 });
    await choose(ada, [{ ...letter, name: 'again.txt' }]);
    await chosen(ada).getByRole('alert').getByText('The connection broke').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).to.equal(true);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Upload again.txt again' }).click();
    await chosen(ada).filter({ hasText: 'kB' }).waitFor();
    await send(ada);
    await grace.page.locator('a.file', { hasText: 'again.txt' }).waitFor();
  });

  it('are taken by the camera of a phone, and not of a desk', async () => {
    expect(await ada.page.getByRole('button', { name: 'Take a photo' }).count()).to.equal(0);
    const asked = grace.page.waitForEvent('filechooser');
    await grace.page.getByRole('button', { name: 'Take a photo' }).tap();
    const chooser = await asked;
    expect(chooser.isMultiple()).to.equal(false);
    const field = chooser.element();
    expect(await field.getAttribute('capture'), 'the one that looks away from the user').to.equal(
      'environment',
    );
    expect(await field.getAttribute('accept')).to.equal('image/*');
    await chooser.setFiles([await picture('photo.jpg', '#a3c')]);
    await uploaded(grace);
    await send(grace);
    await ada.page.getByRole('button', { name: 'Open photo.jpg' }).waitFor();
  });

  it('stay with their conversation while another one is open', async () => {
    const other = await people.api.register('lin');
    await people.api.open(people.users.ada, other);
    await choose(ada, [{ ...letter, name: 'kept.txt' }]);
    await ada.choose('lin');
    expect(await chosen(ada).count()).to.equal(0);
    await ada.choose('grace');
    await chosen(ada).filter({ hasText: 'kB' }).waitFor();
    await send(ada);
    await grace.page.locator('a.file', { hasText: 'kept.txt' }).waitFor();
  });

  it('have had nothing refused by the policy, and nothing loaded from elsewhere', () => {
    expect(people.complaints.filter((text) => !/^asked for blob:/.test(text))).to.deep.equal([]);
  });
});
