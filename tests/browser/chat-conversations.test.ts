import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { expectAccessible } from '../support/accessible.js';
import { password, until } from '../support/client.js';
import { phone } from '../support/two-people.js';
import { Visitors } from '../support/visitors.js';

describe('conversations on the chat page', function () {
  this.timeout(120_000);
  const { api, complaints, arrive, pair, fill, unreadOf } = new Visitors();

  it('edits, deletes and copies what one sent by its menu, and shows it to the other', async () => {
    const editor = await arrive('anneke');
    const { page } = editor;
    const reader = await arrive('bertil');
    for (const person of [editor, reader]) await api.register(person.name);
    for (const person of [editor, reader]) await person.enter();
    await editor.find('bertil');
    await editor.write('Seven?');
    await editor.write('to be deleted');
    const sent = await editor.sees('Seven?');
    await editor.sees('to be deleted');
    await reader.choose('anneke');
    await reader.sees('to be deleted');
    await editor.live();
    // By the keyboard alone, from the newest message upwards.
    const menuOf = (message: Locator) => message.getByRole('button', { name: /^Options for/ });
    await editor.writing.press('Shift+Tab');
    expect(
      await menuOf(await editor.sees('to be deleted'))
        .and(page.locator(':focus'))
        .count(),
    ).to.equal(1);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const items = page.getByRole('menu').getByRole('menuitem');
    expect(await items.allInnerTexts()).to.deep.equal(['Copy', 'Edit', 'Delete']);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await menuOf(sent).and(page.locator(':focus')).count(), 'the focus is back').to.equal(1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Edit your message' });
    expect(await field.inputValue()).to.equal('Seven?');
    await field.fill('Eight?');
    await field.press('Enter');
    for (const person of [editor, reader]) await (await person.sees('Eight?')).getByText('edited').waitFor();
    // By the mouse.
    page.once('dialog', (dialog) => void dialog.accept());
    await menuOf(await editor.sees('to be deleted')).click();
    await items.getByText('Delete').click();
    for (const person of [editor, reader]) {
      await person.page.getByRole('log').getByText('to be deleted').waitFor({ state: 'detached' });
      expect(await person.texts()).to.deep.equal(['Eight?']);
    }
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await menuOf(await editor.sees('Eight?')).click();
    await items.getByText('Copy').click();
    await until(
      'it is copied',
      async () => (await page.evaluate('navigator.clipboard.readText()')) === 'Eight?',
    );
    for (const person of [editor, reader]) await person.leave();
  });

  it('reports what another sent, by a long press', async () => {
    const { person: sender, friend } = await pair('rude');
    await sender.choose(friend);
    await sender.write('Pay me elsewhere');
    await sender.sees('Pay me elsewhere');
    const victim = await arrive(friend, phone);
    const { page } = victim;
    await victim.enter();
    await victim.choose('rude');
    const bubble = (await victim.sees('Pay me elsewhere')).locator('.bubble p');
    const box = (await bubble.boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await page.getByRole('menu').waitFor();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    const items = page.getByRole('menu').getByRole('menuitem');
    expect(await items.allInnerTexts()).to.deep.equal(['Copy', 'Report']);
    await expectAccessible(page);
    await items.getByText('Report').click();
    const dialog = page.getByRole('dialog', { name: 'Report this message' });
    await dialog.getByLabel('Fraud').check();
    await dialog.getByLabel('What should we know?').fill('Outside of the shop');
    await expectAccessible(page);
    await victim.expectToFit();
    await dialog.getByRole('button', { name: 'Report' }).click();
    await dialog.getByText('Thank you').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    const { items: reports } = await api.service.store.read(({ evidence }) =>
      evidence.reportsPage('open', { limit: 1, offset: 0 }),
    );
    expect(reports[0]).to.deep.include({ reason: 'fraud', comment: 'Outside of the shop' });
    for (const person of [sender, victim]) await person.leave();
  });

  it('archives a conversation, which comes back when the other one writes, and mutes it', async () => {
    const { person, page, other, thread, friend } = await pair('aaron');
    await person.choose(friend);
    const archive = page.getByRole('navigation', { name: 'Archived conversations' });
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await person.entry(friend).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Archived conversations' }).click();
    await archive.getByRole('link', { name: friend }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Move out of the archive' }).click();
    await archive.getByText('Nothing is archived.').waitFor();
    await page.getByRole('button', { name: 'All conversations' }).click();
    await person.entry(friend).waitFor();

    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await person.entry(friend).waitFor({ state: 'detached' });
    await other.call('POST', `/threads/${thread}/messages`, { text: 'Are you there?' });
    await person.choose(friend);
    await person.sees('Are you there?');

    await page.getByRole('button', { name: 'Mute', exact: true }).click();
    await page.getByRole('button', { name: 'Unmute' }).waitFor();
    expect(await person.entry(friend).textContent()).to.include('muted');
    await expectAccessible(page);
    await page.reload();
    await page.getByRole('button', { name: 'Unmute' }).waitFor();
    await person.leave();
  });

  it('calls people by their names, and shows no picture from where the operator does not allow it', async () => {
    const { person, page, other } = await pair('abel');
    const picture = 'https://pictures.example/friend.png';
    const { status } = await other.call('PATCH', '/users/me', { name: 'Fay Friend', avatar_url: picture });
    expect(status).to.equal(200);
    await page.reload();
    await person.choose('Fay Friend');
    await page.getByRole('button', { name: 'Block Fay Friend' }).waitFor();
    await page.getByRole('textbox', { name: 'Find people and messages' }).fill('frie');
    const conversations = page.getByRole('region', { name: 'Conversations' });
    const found = conversations.getByRole('link', { name: 'Fay Friend' });
    expect(await found.textContent()).to.include(other.username);
    expect(await page.locator('img').count()).to.equal(0);
    await person.leave();
  });

  describe('drafts', () => {
    const words = 'Half a thou';

    before(() => api.register('grace'));

    it('are kept over a reload, and in each conversation its own', async () => {
      const { person, page, friend } = await pair('draft-1');
      await person.find('grace');
      await person.choose(friend);
      await person.writing.fill(words);
      await page.reload();
      await person.log(friend).waitFor();
      expect(await person.writing.inputValue()).to.equal(words);
      await person.choose('grace');
      expect(await person.writing.inputValue()).to.equal('');
      await person.choose(friend);
      expect(await person.writing.inputValue()).to.equal(words);
      await person.writing.press('Enter');
      await person.sees(words);
      await page.reload();
      await person.sees(words);
      expect(await person.writing.inputValue()).to.equal('');
      await person.leave();
    });

    it('outlive the session, and are nobody else’s', async () => {
      const { person, page, friend } = await pair('draft-2');
      await person.choose(friend);
      const endSession = async () => {
        await page.evaluate(`localStorage.setItem('duet.session',
          JSON.stringify({ ...JSON.parse(localStorage.getItem('duet.session')), renew: 0, refresh: 'spent' }))`);
        await page.getByRole('textbox', { name: 'Find people and messages' }).fill('a');
        await page.getByText('Your session has ended.').waitFor();
      };
      await person.writing.fill(words);
      await endSession();
      await person.enter();
      await person.log(friend).waitFor();
      expect(await person.writing.inputValue()).to.equal(words);

      await endSession();
      await page.getByLabel('Username').fill(friend); // the other side of the same conversation
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await person.log('draft-2').waitFor();
      expect(await person.writing.inputValue()).to.equal('');
      expect(await page.evaluate(`JSON.stringify(localStorage)`)).not.to.include(words);
      await person.leave();
    });

    it('are given up by signing out, after a question', async () => {
      const { person, page, friend } = await pair('draft-3');
      await person.choose(friend);
      await person.writing.fill(words);
      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        asked.push(dialog.message());
        void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
      });
      await page.getByRole('button', { name: 'Sign out' }).click();
      expect(await person.writing.inputValue()).to.equal(words);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(asked).to.deep.equal(Array(2).fill('Sign out? This deletes 1 draft.'));
      expect(await page.evaluate(`Object.keys(localStorage)`)).to.deep.equal([]);
      await person.leave();
    });

    it('are there again when a deleted conversation is opened once more, with what was not sent', async () => {
      const { person, page, friend, other, thread } = await pair('draft-4');
      await person.choose(friend);
      await person.live();
      await page.route('**/messages', (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      );
      await person.write('Not sent');
      await person.sees('Not sent');
      await person.writing.fill(words);
      expect((await other.call('DELETE', `/threads/${thread}`)).status).to.equal(204);
      await page.getByRole('alert').getByText('Your unsent text is kept').waitFor();
      await page.unroute('**/messages');
      await person.find(friend);
      expect(await person.writing.inputValue()).to.equal(`Not sent\n\n${words}`);
      expect(await page.locator('.message').count()).to.equal(0);
      await person.leave();
    });

    it('take up what was not sent into a conversation that was deleted while the page was closed', async () => {
      const { person, page, friend, reader, other, thread } = await pair('draft-5');
      await person.choose(friend);
      await person.live();
      await other.call('PUT', `/users/${reader.id}/block`);
      await person.write('Refused');
      await page.getByText('Not sent.').waitFor();
      await page.route('**/messages', (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      );
      await person.write('On its way');
      await person.sees('On its way');
      await person.writing.fill(words);
      await page.goto('about:blank');
      await page.unroute('**/messages');
      await other.call('DELETE', `/users/${reader.id}/block`);
      expect((await other.call('DELETE', `/threads/${thread}`)).status).to.equal(204);
      await page.goto(person.cable.url);
      const told = page.getByRole('alert').getByText(`Your conversation with ${friend} was deleted.`);
      await told.waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await person.find(friend);
      expect(await person.writing.inputValue()).to.equal(`Refused\n\nOn its way\n\n${words}`);
      expect(await page.locator('.message').count()).to.equal(0);
      expect(
        await page.evaluate(`Object.keys(localStorage).filter((key) => key.includes('outbox'))`),
      ).to.deep.equal([]);
      await person.leave();
    });
  });

  it('repeats by itself what may have arrived for as long as the service remembers its key', async () => {
    const { person, page, reader, thread, friend } = await pair('late');
    await person.choose(friend);
    for (const hours of [23, 25]) {
      const written = Date.now() - hours * 3_600_000;
      const item = { key: `late-${hours}`, thread, text: `${hours} hours ago`, written, after: 0 };
      await page.evaluate(
        `localStorage.setItem('duet.outbox.${reader.id}.${item.key}', '${JSON.stringify(item)}')`,
      );
    }
    await page.reload();
    await (await person.sees('23 hours ago')).getByRole('img', { name: 'Sent' }).waitFor();
    await (
      await person.sees('25 hours ago')
    )
      .getByText('It is too old to be sent again automatically')
      .waitFor();
    await (await person.sees('25 hours ago')).getByRole('button', { name: 'Discard' }).click();
    await person.leave();
  });

  it('opens more unread messages than a page has where the first one is, and marks what is seen', async () => {
    const [reader, writer] = [await api.register('many-reader'), await api.register('many-writer')];
    const { id } = await api.open(reader, writer);
    await fill(id, ['many-writer'], 20, (number) => `Old ${number}`);
    await reader.call('POST', `/threads/${id}/read`);
    await fill(id, ['many-writer'], 130);
    const unread = () => unreadOf('many-reader');
    const person = await arrive('many-reader');
    const { page } = person;
    await person.enter();
    await person.choose('many-writer');
    const divider = page.getByText('Unread messages', { exact: true });
    await divider.waitFor();
    const order = await page.locator('.divider.unread, .message p').allTextContents();
    expect(order.slice(order.indexOf('Unread messages') - 1).slice(0, 3)).to.deep.equal([
      'Old 20',
      'Unread messages',
      'Number 1',
    ]);
    await (await person.sees('Number 1')).locator('.bubble').scrollIntoViewIfNeeded();
    await until('the first are read', async () => (await unread()) < 130);
    expect(await unread()).to.be.above(100);
    await page.getByRole('button', { name: 'To the newest message' }).click();
    await until('all are read', async () => (await unread()) === 0);
    await person.leave();
  });

  it('marks nothing as read of more than it can show, unless told to', async () => {
    const [reader, writer] = [await api.register('flood-reader'), await api.register('flood-writer')];
    const { id } = await api.open(reader, writer);
    await fill(id, ['flood-writer'], 1_200);
    const unread = () => unreadOf('flood-reader');
    const person = await arrive('flood-reader');
    const { page } = person;
    await person.enter();
    await person.live();
    await person.choose('flood-writer');
    const note = page.getByText(/^1\d\d older unread messages are not shown yet\./);
    await note.waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, 'the note', '.unloaded'); // a thousand messages are as accessible as ten
    }
    await page.getByRole('button', { name: 'To the newest message' }).click();
    await person.sees('Number 1200');
    expect(await unread()).to.equal(1_200);
    // The note is far above by now; who scrolls there loads what is older, and it moves on.
    await note.getByRole('button', { name: 'Mark all as read' }).dispatchEvent('click');
    await until('all are read', async () => (await unread()) === 0);
    await note.waitFor({ state: 'detached' });
    await person.leave();
  });

  it('does not run past what comes while nobody looks', async () => {
    const { person, page, other, thread, friend } = await pair('away');
    await person.choose(friend);
    await person.live();
    await page.evaluate(
      `Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true })`,
    );
    for (let number = 1; number <= 30; number += 1) await api.send(other, thread, `Line ${number}`);
    await person.sees('Line 30');
    const box = async (text: string) => (await person.sees(text)).boundingBox();
    expect((await box('Line 1'))!.y).to.be.above(0);
    await page.evaluate(`delete document.hasFocus; dispatchEvent(new Event('focus'))`);
    await until(
      'the first are read',
      async () => (await person.entry(friend).textContent())?.includes('30 unread') === false,
    );
    expect(await person.entry(friend).getByText('unread').isVisible()).to.equal(true);
    await person.leave();
  });

  it('calls somebody whose account was deleted so, and takes no message for them', async () => {
    const { person, page, other, thread, friend } = await pair('left');
    await api.send(other, thread, 'Farewell');
    await person.choose(friend);
    await person.sees('Farewell');
    expect((await other.call('DELETE', '/users/me', { password })).status).to.equal(204);
    await page.reload();
    await person.log('Deleted user').waitFor();
    await person.entry('Deleted user').waitFor();
    await page.getByRole('heading', { name: 'Deleted user' }).waitFor();
    await page.getByText('This account was deleted.').waitFor();
    expect(await (await person.sees('Farewell')).textContent()).to.match(/^Deleted user: /);
    expect(await person.writing.count()).to.equal(0);
    expect(await page.getByRole('button', { name: /^Block/ }).count()).to.equal(0);
    expect(await page.locator('body').textContent()).not.to.include('deleted:');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
    await person.leave();
  });

  it('keeps piles of combining marks within their message, and cuts no emoji in the list', async () => {
    const { person, page, other, thread, friend } = await pair('marks');
    const family = '👨\u200d👩\u200d👧\u200d👦';
    await api.send(other, thread, `a${family.repeat(200)}`);
    const preview = person.entry(friend).locator('.preview bdi');
    await preview.getByText('a').waitFor();
    expect(await preview.textContent()).to.equal(`a${family.repeat(119)}`);
    await person.choose(friend);
    await api.send(other, thread, 'Below');
    await api.send(other, thread, 'Above');
    await api.send(other, thread, `Z${'\u0351\u0316'.repeat(60)}algo`);
    const above = (await person.sees('Above')).locator('.bubble');
    const marks = page.locator('.message p').last();
    await until('all is there', async () => (await marks.textContent())?.endsWith('algo') === true);
    await person.entry(friend).getByText('unread').waitFor({ state: 'detached' });
    const covered = await above.screenshot();
    await page.evaluate(`document.querySelector('.message:last-child p').style.visibility = 'hidden'`);
    expect((await above.screenshot()).equals(covered)).to.equal(true);
    await person.leave();
  });

  it('is a few Tabs from the list to the composer, however long the list', async () => {
    const reader = await api.register('tabs');
    for (let number = 0; number < 12; number += 1) {
      await api.open(reader, await api.register(`tabs-friend-${number}`));
    }
    const person = await arrive('tabs');
    const { page } = person;
    await person.enter();
    await person.choose('tabs-friend-5');
    const isFocused = (locator: Locator) => locator.and(page.locator(':focus')).isVisible();
    await person.entry('tabs-friend-5').focus();
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    let tabs = 0;
    for (; !(await isFocused(person.writing)) && tabs < 20; tabs += 1) await page.keyboard.press('Tab');
    expect(tabs).to.be.at.most(5);
    for (; !(await isFocused(person.entry('tabs-friend-3'))) && tabs > 0; tabs -= 1) {
      await page.keyboard.press('Shift+Tab');
    }
    expect(tabs).to.equal(0);
    await page.keyboard.press('Home');
    expect(await isFocused(page.locator('.entry').first())).to.equal(true);
    await page.keyboard.press('End');
    expect(await isFocused(page.locator('.entry').last())).to.equal(true);
    await person.leave();
  });

  it('draws nothing of the messages while one types, and little of those far away', async () => {
    const { person, page, thread, friend } = await pair('long');
    await fill(thread, ['long', friend], 600);
    await person.choose(friend);
    const count = () => page.locator('.message').count();
    // They are loaded at once, because the first one is unread.
    await until('all are there', async () => (await count()) === 600);
    await page.getByRole('button', { name: 'To the newest message' }).click();
    await person.entry(friend).getByText('unread').waitFor({ state: 'detached' });
    const drawn = `[...document.querySelectorAll('.bubble p')].filter((one) =>
      one.checkVisibility({ contentVisibilityAuto: true })).length`;
    await until('what is far is not drawn', async () => Number(await page.evaluate(drawn)) < 300);
    await page.evaluate(`window.changes = 0;
      window.observer = new MutationObserver((records) => (window.changes += records.length));
      observer.observe(document.querySelector('.log-place'),
        { subtree: true, childList: true, attributes: true, characterData: true })`);
    await person.writing.pressSequentially('What I type concerns nobody else.');
    expect(await page.evaluate(`changes + observer.takeRecords().length`)).to.equal(0);
    await page.evaluate(`observer.disconnect()`);
    await person.leave();
  });

  it('has had no script refused, no error, and nothing loaded from elsewhere', () => {
    expect(complaints).to.deep.equal([]);
  });
});
