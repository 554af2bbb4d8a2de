import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { expectAccessible } from '../support/accessible.js';
import { password } from '../support/client.js';
import type { Person } from '../support/person.js';
import { TwoPeople } from '../support/two-people.js';

describe('the account on the chat page', function () {
  this.timeout(120_000);
  const people = new TwoPeople(
    { AVATAR_ORIGINS: 'https://pictures.example', MESSAGE_SEARCH: 'off' },
    {},
    'whole',
  );
  let ada: Person;
  let grace: Person;
  let account: Locator;

  before(() => {
    ({ ada, grace } = people);
    account = ada.page.getByRole('dialog', { name: 'Account' });
  });

  const open = (person: Person) => person.page.getByRole('link', { name: 'Account' }).click();
  const part = (name: string) => account.getByRole('region', { name });

  it('opens over the conversation, and closes to it', async () => {
    await open(ada);
    await account.waitFor();
    await expectAccessible(ada.page);
    await ada.expectToFit();
    await ada.page.keyboard.press('Escape');
    await account.waitFor({ state: 'detached' });
    await ada.writing.waitFor();
    await open(ada);
    await ada.page.goBack();
    await account.waitFor({ state: 'detached' });
    await ada.writing.waitFor();
  });

  it('is beside a search that finds people only, where messages are not searched', async () => {
    const asked: string[] = [];
    ada.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const answered = ada.page.waitForResponse(/\/users\?/);
    await ada.page.getByRole('textbox', { name: 'Find people', exact: true }).fill('gra');
    await answered;
    await ada.page.getByRole('region', { name: 'Conversations' }).getByText('grace').waitFor();
    expect(await ada.page.getByRole('region', { name: 'Messages' }).count()).to.equal(0);
    await ada.page.getByRole('button', { name: 'Clear the search' }).click();
    expect(asked).to.include('/api/v1/users').and.not.include('/api/v1/messages');
  });

  it('says how others see one', async () => {
    await open(ada);
    const profile = part('How others see you');
    await profile.getByText('https://pictures.example').waitFor();
    await profile.getByLabel('Name').fill('Ada Lovelace');
    await profile.getByLabel('Address').fill('ftp://pictures.example/ada.png');
    await profile.getByRole('button', { name: 'Save' }).click();
    await profile.locator('#avatar_url-note.fault').waitFor();
    await profile.getByLabel('Address').fill('');
    await profile.getByRole('button', { name: 'Save' }).click();
    await profile.getByText('Saved.').waitFor();
    await ada.page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor({ state: 'attached' });
    await grace.page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
  });

  it('lists whom one has blocked, to take it back', async () => {
    await part('Blocked people').getByText('You have not blocked anybody.').waitFor();
    await people.users.ada.call('PUT', `/users/${people.users.grace.id}/block`);
    await ada.page.reload();
    await part('Blocked people').getByRole('button', { name: 'Unblock grace' }).click();
    await part('Blocked people').getByText('You have not blocked anybody.').waitFor();
    await ada.page.keyboard.press('Escape');
    await ada.choose('grace');
    await ada.writing.waitFor();
    await open(ada);
  });

  it('changes the password for the one who knows it', async () => {
    const change = part('Change password');
    const submit = async (current: string) => {
      await change.getByLabel('Current password').fill(current);
      await change.getByLabel('New password').fill('a better password');
      await change.getByRole('button', { name: 'Change password' }).click();
    };
    await submit('a wrong password');
    await change
      .getByRole('alert')
      .getByText(/password/)
      .waitFor();
    await submit(password);
    await change.getByText('Your password was changed.').waitFor();
    expect(await change.getByLabel('New password').inputValue()).to.equal('');
  });

  it('hands out all that is held', async () => {
    const download = ada.page.waitForEvent('download');
    await account.getByRole('button', { name: 'Download your data' }).click();
    const file = await download;
    expect(file.suggestedFilename()).to.equal('duet-ada.json');
    const data = JSON.parse(await readFile(await file.path(), 'utf8')) as { user?: { username?: string } };
    expect(JSON.stringify(data)).to.include('Ada Lovelace');
  });

  it('is deleted by the username and the password', async () => {
    const deletion = part('Delete account');
    await deletion.getByRole('button', { name: 'Delete account' }).click();
    const confirm = async (username: string) => {
      await deletion.getByLabel('type your username').fill(username);
      await deletion.getByLabel('Password').fill('a better password');
      await deletion.getByRole('button', { name: 'Delete account' }).click();
    };
    await confirm('adam');
    await expectAccessible(ada.page);
    await deletion.getByLabel('type your username').and(ada.page.locator(':invalid')).waitFor();
    await confirm('ada');
    await ada.page.getByText('Your account was deleted.').waitFor();
    await ada.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await grace.page.getByRole('heading', { name: 'Deleted user' }).waitFor();
  });

  it('has a page that can be installed', async () => {
    const session = await grace.page.context().newCDPSession(grace.page);
    const { errors, data = '' } = await session.send('Page.getAppManifest');
    expect(errors).to.deep.equal([]);
    expect(JSON.parse(data)).to.include({ name: 'Duet', display: 'standalone' });
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A window of a test keeps nothing, so nothing can be installed from it: there is no other reason.
    expect(installabilityErrors.map(({ errorId }) => errorId)).to.deep.equal(['in-incognito']);
  });

  it('has had nothing refused by the policy, and nothing loaded from elsewhere', () => {
    expect(people.complaints).to.deep.equal([]);
  });
});
