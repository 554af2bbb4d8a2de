import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { until, type User } from '../support/client.js';
import { eventRecipe } from '../support/event-recipe.js';
import { launch, processSuite, production, RemoteApi } from '../support/process.js';
import { storeUrl } from '../support/service.js';

const root = join(import.meta.dirname, '..', '..');

/** So short that each recipe has to renew its token several times. */
const tokenSeconds = 2;

processSuite('the recipes of docs/events.md that run in Node', () => {
  let api: RemoteApi;
  let ann: User;
  let bob: User;
  let thread: number;

  before(async () => {
    const env = {
      ...production(storeUrl('better-sqlite3')),
      ACCESS_TOKEN_SECONDS: `${tokenSeconds}`,
      RATE_LIMIT: 'off',
    };
    api = new RemoteApi(await launch(env));
    ({ ann, bob } = await api.people('ann', 'bob'));
    thread = (await api.open(ann, bob)).id;
  });
  after(() => api.process.stop());

  /** What a reader would write around the recipe. */
  const around = (recipe: string) => `
    const duet = ${JSON.stringify(api.process.url)};
    let tokens = 0;
    const token = async () => {
      const response = await fetch(duet + '/api/v1/auth/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: ${JSON.stringify(JSON.stringify({ username: ann.username, password: ann.password }))},
      });
      console.log(JSON.stringify({ tokens: (tokens += 1) }));
      return (await response.json()).access;
    };
    const handle = (type, data) => console.log(JSON.stringify({ type, text: data.text }));
    setTimeout(() => console.log(JSON.stringify({ ready: true })), 0);
    ${recipe}`;

  for (const name of ['typed client', 'eventsource']) {
    it(`${name}: goes on with new tokens, without a gap and without a repeat`, async () => {
      const lines: { tokens?: number; type?: string; text?: string }[] = [];
      const child: ChildProcess = spawn(
        process.execPath,
        ['--input-type=module', '--eval', around(eventRecipe(name))],
        { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = new Promise((resolve) => child.once('exit', resolve));
      let rest = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) lines.push(JSON.parse(line) as (typeof lines)[number]);
      });
      try {
        const texts = () => lines.filter(({ type }) => type === 'message.created').map(({ text }) => text);
        const writer = () => api.logIn(bob.username);
        await until('the stream is open', async () => {
          await api.send(await writer(), thread, `${name}: hello`);
          return texts().length > 0;
        });
        const sent: string[] = [];
        const renewals = () => lines.filter(({ tokens }) => tokens !== undefined).length;
        while (renewals() < 4) {
          sent.push(`${name}: ${sent.length}`);
          await api.send(await writer(), thread, sent.at(-1)!);
          await until('it has come', async () => texts().includes(sent.at(-1)));
          expect(sent.length, 'tokens are renewed').to.be.below(5000);
        }
        const numbered = () => texts().filter((text) => !text?.endsWith('hello'));
        await until('all have come', async () => numbered().length >= sent.length);
        expect(numbered()).to.deep.equal(sent);
      } finally {
        child.kill();
        await ended;
      }
    });
  }
});
