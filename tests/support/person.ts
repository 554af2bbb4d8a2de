import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { Cable } from './cable.js';
import { password } from './client.js';

/** Somebody at a browser of their own, behind a line of their own. */
export class Person {
  private constructor(
    readonly name: string,
    readonly cable: Cable,
    /** The tab that this person looks at. */
    public page: Page,
  ) {}

  static readonly all: Person[] = [];

  static async at(
    browser: Browser,
    /** Of the service. */
    url: string,
    name: string,
    options: BrowserContextOptions,
    complaints: string[],
  ): Promise<Person> {
    const cable = await Cable.to(url);
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    context.setDefaultTimeout(20_000);
    context.on('console', (message) => {
      // A request that fails, or that is refused, is what some of the tests are about.
      const text = message.text();
      if (['error', 'warning'].includes(message.type()) && !text.startsWith('Failed to load resource'))
        complaints.push(text);
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('request', (request) => {
      if (!request.url().startsWith(`${cable.url}/`)) complaints.push(`asked for ${request.url()}`);
    });
    const page = await context.newPage();
    await page.goto(cable.url);
    const person = new Person(name, cable, page);
    Person.all.push(person);
    return person;
  }

  /** The document is no taller and no wider than the window: nothing scrolls but the parts that are made for it. */
  async expectToFit(): Promise<void> {
    const beyond = await this.page.evaluate(`(() => {
      const { scrollHeight, scrollWidth, clientHeight, clientWidth, scrollTop } = document.documentElement;
      return [scrollHeight - clientHeight, scrollWidth - clientWidth, scrollTop, document.body.scrollTop];
    })()`);
    expect(beyond, `${this.name}: taller, wider, scrolled`).to.deep.equal([0, 0, 0, 0]);
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }

  async signIn(secret = password): Promise<void> {
    await this.page.getByLabel('Username').fill(this.name);
    await this.page.getByLabel('Password').fill(secret);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async enter(): Promise<void> {
    await this.signIn();
    await this.page.getByRole('heading', { name: this.name }).waitFor();
  }

  async find(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Find people and messages' }).fill(name.slice(0, 3));
    // Among conversations, if there is one, else among people.
    const found = this.page.getByRole('region', { name: /^(Conversations|People)$/ });
    await found.locator('.entry').filter({ hasText: name }).first().click();
    await this.log(name).waitFor();
  }

  async choose(name: string): Promise<void> {
    await this.entry(name).click();
    await this.log(name).waitFor();
  }

  entry(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name });
  }

  log(name: string): Locator {
    return this.page.getByRole('log', { name: `Messages with ${name}` });
  }

  get writing(): Locator {
    return this.page.getByRole('textbox', { name: /^Message to/ });
  }

  async write(text: string): Promise<void> {
    await this.writing.fill(text);
    await this.writing.press('Enter');
  }

  /** Waits until this message is shown. */
  async sees(text: string): Promise<Locator> {
    const message = this.page.locator('.message').filter({ has: this.page.getByText(text, { exact: true }) });
    await message.waitFor();
    return message;
  }

  /** All texts that are shown, from above to below. */
  texts(): Promise<string[]> {
    return this.page.locator('.message .bubble p').allInnerTexts();
  }

  async live(): Promise<void> {
    await this.page.locator('.connection:visible').waitFor({ state: 'detached' });
  }
}
