import type { Browser, BrowserContextOptions } from 'playwright-core';
import { bundleChatPage } from './chat-page.js';
import { launchChromium } from './chromium.js';
import { Api, type Body, type Call, type User } from './client.js';
import { addInParts, newMessage } from './fixtures.js';
import { Person } from './person.js';
import { desktop } from './two-people.js';

/** Its users log in again when their tokens have ended, as programs do. */
class LastingApi extends Api {
  override async logIn(username: string): Promise<User> {
    const user = await super.logIn(username);
    const call: Call = async (...request) => {
      const answer = await user.call(...request);
      const { code } = (answer.body as Body | undefined) ?? {};
      return code === 'token_expired' ? (await super.logIn(username)).call(...request) : answer;
    };
    return { ...user, call };
  }
}

/** The chat page and the people who come to it. Starts and ends with the suite. */
export class Visitors {
  readonly api = new LastingApi();
  /** What the pages' policy refused, what failed, and what they asked of others. */
  readonly complaints: string[] = [];
  #browser: Browser | undefined;
  readonly #people: Person[] = [];
  #pairs = 0;

  constructor() {
    const launch = async (suite: Mocha.Context) => (this.#browser = await launchChromium(suite));
    const { api } = this;
    before(async function () {
      await launch(this);
      bundleChatPage();
      // Tokens end often, so that all of this goes on over new tokens and new streams.
      await api.start({ ACCESS_TOKEN_SECONDS: '8' });
    });
    afterEach(async () => {
      for (const person of this.#people) if (!person.page.isClosed()) await person.expectToFit();
    });
    after(async () => {
      await this.#browser?.close();
      await Promise.all(this.#people.map(({ cable }) => cable.close()));
      await api.stop();
    });
  }

  get browser(): Browser {
    return this.#browser!;
  }

  readonly arrive = async (name: string, options: BrowserContextOptions = desktop): Promise<Person> => {
    const person = await Person.at(this.browser, this.api.service.url, name, options, this.complaints);
    this.#people.push(person);
    return person;
  };

  /** Two new people with a thread; the first one has signed in. */
  readonly pair = async (name: string, options: BrowserContextOptions = desktop) => {
    this.#pairs += 1;
    const friend = `companion-${'abcdefghijklmnopqrstuvwxyz'.charAt(this.#pairs)}`;
    const [reader, other] = [await this.api.register(name), await this.api.register(friend)];
    const { id: thread } = await this.api.open(reader, other);
    const person = await this.arrive(name, options);
    await person.enter();
    return { person, page: person.page, reader, other, thread, friend };
  };

  /** Messages of the last days, by these people in turn, straight into the store. */
  readonly fill = async (
    thread: number,
    names: readonly string[],
    count: number,
    textOf = (number: number) => `Number ${number}`,
  ): Promise<void> => {
    const { store } = this.api.service;
    const summary = await store.read(({ threads }) => threads.summary(thread));
    const find = (name: string) => store.read(({ users }) => users.findByUsername(name));
    const users = await Promise.all(names.map(find));
    const start = Date.now() - 3 * 24 * 60 * 60 * 1000;
    const drafts = Array.from({ length: count }, (_, index) => {
      const number = index + 1;
      const created = new Date(start + (number * 2.9 * 24 * 60 * 60_000) / count);
      return newMessage(summary!.thread, users[number % users.length]!, { text: textOf(number), created });
    });
    await addInParts(store, drafts);
  };

  /** How many messages the service counts as unread for this user. */
  readonly unreadOf = async (name: string): Promise<number> => {
    const { call } = await this.api.logIn(name); // a token does not live long enough
    return (await call('GET', '/users/me/unread-count')).body.count;
  };
}
