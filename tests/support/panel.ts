import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { User } from '../../src/domain/accounts/user.js';
import { expectAccessible } from './accessible.js';
import { adminPassword, startAdmin, type AdminWorld } from './admin.js';
import { launchChromium } from './chromium.js';
import { addMessage, openThread } from './fixtures.js';

// Set ADMIN_SCREENSHOTS to bring docs/screenshots up to date.
const screenshots =
  process.env['ADMIN_SCREENSHOTS'] === undefined
    ? undefined
    : join(import.meta.dirname, '../../docs/screenshots');
const day = 24 * 60 * 60 * 1000;

/** Where people's pictures may come from. */
const pictures = 'https://pictures.example';

/** The panel in a browser, over a month in which people have written to each other. Starts and ends with the suite. */
export class Panel {
  world!: AdminWorld;
  browser!: Browser;
  page!: Page;
  ada!: User;
  grace!: User;
  alan!: User;
  /** The one of ada and grace. */
  thread = 0;
  /** What the panel's policy refused, what failed, and what was asked of others. */
  readonly complaints: string[] = [];

  constructor() {
    const launch = async (suite: Mocha.Context) => (this.browser = await launchChromium(suite));
    const start = () => this.#start();
    before(async function () {
      await launch(this);
      await start();
    });
    after(async () => {
      await (this.browser as Browser | undefined)?.close();
      await (this.world as AdminWorld | undefined)?.service.stop();
    });
  }

  readonly logIn = async (username: string, password: string): Promise<void> => {
    await this.page.goto(`${this.world.service.url}/admin/login`);
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
  };

  readonly enter = async (): Promise<void> => {
    await this.logIn('root', adminPassword);
    await this.page.getByTestId('dashboard').waitFor();
  };

  readonly visit = async (path: string): Promise<void> => {
    await this.page.goto(`${this.world.service.url}/admin/${path}`);
  };

  readonly keep = async (name: string): Promise<void> => {
    if (screenshots === undefined) return;
    mkdirSync(screenshots, { recursive: true });
    await this.page.waitForLoadState('networkidle');
    await this.page.screenshot({ path: join(screenshots, `admin-${name}.png`) });
  };

  /** No rule of axe-core’s is broken, and nothing is wider than the window. */
  readonly audit = async (where: string): Promise<void> => {
    await expectAccessible(this.page, where);
    const [width, window] = await this.page.evaluate<[number, number]>(
      `[document.documentElement.scrollWidth, innerWidth]`,
    );
    expect(width, where).to.be.at.most(window);
  };

  async #start(): Promise<void> {
    const world = (this.world = await startAdmin({ AVATAR_ORIGINS: pictures }));
    this.ada = await world.create('ada');
    this.grace = await world.create('grace');
    this.thread = await this.#fill();
    const page = (this.page = await this.browser.newPage({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'UTC',
    }));
    page.setDefaultTimeout(20_000);
    const { complaints } = this;
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 40[14]/.test(message.text()))
        complaints.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      const places = [world.service.url, `${pictures}/`, 'data:'];
      if (!places.some((place) => url.startsWith(place))) complaints.push(`asked for ${url}`);
    });
  }

  async #fill(): Promise<number> {
    const { world, ada, grace } = this;
    const { store } = world.service;
    const names = ['Charles', 'Emmy', 'Sofia'];
    const people: User[] = [ada, grace];
    for (const name of names) people.push(await world.create(name));
    const alan = (this.alan = await world.create('Alan'));
    people.push(alan);
    const now = Date.now();
    const lines = [
      'Good morning! Is the room by the canal still free in May?',
      'It is, from the 3rd. Would you like to see it?',
      'Very much. Would Thursday at six suit you?',
      'Thursday it is: Canal Street 4, ring twice.\nThe cat is friendly.',
      'See you there! 🙂',
      'One more thing: does the rent include heating?',
    ];
    const first = await openThread(store, ada, grace, new Date(now - 2 * day));
    for (const [index, text] of lines.entries()) {
      const created = new Date(now - day + index * 7 * 60_000);
      await addMessage(store, first, index % 2 === 0 ? ada : grace, { text, created });
    }
    for (const [index, other] of people.slice(2).entries()) {
      const started = now - 29 * day;
      const one = await openThread(store, index % 2 === 0 ? ada : grace, other, new Date(started));
      for (let number = 0; number < 9 * (index + 1); number += 1) {
        const created = new Date(started + ((number * (index + 3) * 17) % 29) * day);
        await addMessage(store, one, number % 2 === 0 ? other : index % 2 === 0 ? ada : grace, {
          text: 'Hello',
          created,
        });
      }
    }
    const entry = { adminId: ada.id, adminName: 'ada', service: 'shop', details: 'ada and grace' };
    const deed = { action: 'mark as read', resource: 'Thread', recordId: first.id } as const;
    await store.run(({ auditTrail }) => auditTrail.add({ ...entry, ...deed, created: new Date(now - day) }));
    return first.id;
  }
}
