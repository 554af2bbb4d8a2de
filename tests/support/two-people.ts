import type { Browser, BrowserContextOptions } from 'playwright-core';
import { bundleChatPage } from './chat-page.js';
import { launchChromium } from './chromium.js';
import { Api, type User } from './client.js';
import { Person } from './person.js';

export const desktop: BrowserContextOptions = { viewport: { width: 1000, height: 700 } };
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 780 },
  hasTouch: true,
  isMobile: true,
};

/** Ada at a desk and Grace at her phone, who have signed in to the chat page and opened their conversation. */
export class TwoPeople {
  readonly api = new Api();
  /** What the pages' policy refused, what failed, and what they asked of others. */
  readonly complaints: string[] = [];
  thread = 0;
  ada!: Person;
  grace!: Person;
  users!: { readonly ada: User; readonly grace: User };
  #browser: Browser | undefined;
  readonly #people: Person[] = [];

  /** Starts and ends all of it with the suite. */
  constructor(
    private readonly environment: Record<string, string> = {},
    private readonly options: BrowserContextOptions = {},
    needs?: Parameters<typeof launchChromium>[1],
  ) {
    const arrive = () => this.#arrive();
    const launch = async (suite: Mocha.Context) => (this.#browser = await launchChromium(suite, needs));
    before(async function () {
      await launch(this);
      await arrive();
    });
    after(() => this.#leave());
  }

  get browser(): Browser {
    return this.#browser!;
  }

  async at(name: string, options: BrowserContextOptions = desktop): Promise<Person> {
    const all = { ...options, ...this.options };
    const person = await Person.at(this.browser, this.api.service.url, name, all, this.complaints);
    this.#people.push(person);
    return person;
  }

  async #arrive(): Promise<void> {
    bundleChatPage();
    await this.api.start(this.environment);
    this.users = await this.api.people('ada', 'grace');
    this.thread = (await this.api.open(this.users.ada, this.users.grace)).id;
    [this.ada, this.grace] = [await this.at('ada'), await this.at('grace', phone)];
    for (const [person, other] of [
      [this.ada, 'grace'],
      [this.grace, 'ada'],
    ] as const) {
      await person.enter();
      await person.choose(other);
      await person.live();
    }
  }

  async #leave(): Promise<void> {
    await this.#browser?.close();
    await Promise.all(this.#people.map(({ cable }) => cable.close()));
    await this.api.stop();
  }
}
