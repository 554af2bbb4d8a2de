import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.js';
import { until } from '../support/client.js';
import { Person } from '../support/person.js';
import { launch, processSuite, production, RemoteApi } from '../support/process.js';
import { storeUrl } from '../support/service.js';

processSuite('the chat page, when the service is killed and started again', () => {
  let browser: Browser;

  before(async function () {
    browser = await launchChromium(this);
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await Promise.all(Person.all.map(({ cable }) => cable.close()));
  });

  it('goes on by itself, and has what was written meanwhile, once', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const api = new RemoteApi(await launch(env));
    const complaints: string[] = [];
    const arrive = async (name: string) => {
      await api.register(name);
      const person = await Person.at(browser, api.process.url, name, {}, complaints);
      await person.enter();
      return person;
    };
    const [ada, grace] = [await arrive('ada'), await arrive('grace')];
    await ada.find('grace');
    await ada.write('Before');
    await grace.choose('ada');
    await grace.sees('Before');

    const { url } = api.process;
    api.process.signal('SIGKILL');
    await api.process.ended;
    for (const { page } of [ada, grace]) await page.locator('.connection:visible').waitFor();
    await ada.write('Meanwhile, by ada');
    await grace.write('Meanwhile, by grace');
    for (const person of [ada, grace]) await person.sees(`Meanwhile, by ${person.name}`);
    api.process = await launch({ ...env, PORT: new URL(url).port });
    for (const person of [ada, grace]) await person.live();
    await grace.write('After');

    const sent = ['After', 'Before', 'Meanwhile, by ada', 'Meanwhile, by grace'];
    for (const person of [ada, grace]) {
      await until(`${person.name} has them all`, async () => (await person.texts()).length >= sent.length);
      expect((await person.texts()).sort()).to.deep.equal(sent);
    }
    const user = await api.logIn('ada');
    const [thread] = await api.all(user.call, '/threads');
    const stored = await api.all(user.call, `/threads/${thread?.id}/messages`);
    expect(stored.map(({ text }) => text).sort()).to.deep.equal(sent);
    expect(complaints).to.deep.equal([]);
    await api.process.stop();
  });
});
