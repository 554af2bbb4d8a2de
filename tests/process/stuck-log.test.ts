import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { times, until } from '../support/client.js';
import { freePort } from '../support/postgres-cluster.js';
import { launch, launchInto, processSuite, production, within, type Process } from '../support/process.js';
import { storeUrl } from '../support/service.js';

/** A path that makes a line of the log longer than a pipe takes in one piece. */
const longPath = (id: string) => `/api/v1/${id}/${'x'.repeat(7000)}`;

processSuite('a log that nobody takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duet-log-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const serves = (url: string) =>
    until('it serves', () =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );

  /** The metrics wait up to five seconds for a worker that starts just then. */
  async function dropped(url: string): Promise<number> {
    const text = await (await within(30, 'the metrics come', fetch(`${url}/metrics`))).text();
    return Number(/^duet_log_lines_dropped_total (\d+)/m.exec(text)?.[1]);
  }

  async function fillUp(url: string): Promise<void> {
    await until(
      'lines are dropped',
      async () => {
        await times(200, async () => (await fetch(url + longPath('filling'))).text());
        return (await dropped(url)) > 0;
      },
      30_000,
    );
  }

  async function expectToStop(process: Process): Promise<void> {
    process.signal('SIGTERM');
    const { code, signal, stderr } = await within(30, 'it stops', process.ended);
    expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
  }

  for (const workers of ['1', '2']) {
    it(`on a full disk holds up nothing, with ${workers} at work`, async () => {
      const port = String(await freePort());
      const full = openSync('/dev/full', 'w');
      const env = {
        ...production(storeUrl('better-sqlite3')),
        LOG_LEVEL: 'info',
        WORKERS: workers,
        PORT: port,
      };
      const service = await launchInto(full, env);
      closeSync(full);
      const url = `http://127.0.0.1:${port}`;
      await serves(url);
      await fillUp(url);
      expect((await fetch(`${url}/healthz`)).status).to.equal(200);
      await expectToStop(service);
    });

    it(`in a pipe that is not read holds up nothing and goes on in whole lines, with ${workers} at work`, async () => {
      const fifo = join(folder, `fifo-${workers}`);
      execFileSync('mkfifo', [fifo]);
      const pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
      try {
        const port = String(await freePort());
        const env = {
          ...production(storeUrl('better-sqlite3')),
          LOG_LEVEL: 'info',
          WORKERS: workers,
          PORT: port,
        };
        const service = await launchInto(openSync(fifo, 'w'), env);
        const url = `http://127.0.0.1:${port}`;
        await serves(url);
        await fillUp(url);
        let text = '';
        const read = () => {
          const chunk = Buffer.alloc(65_536);
          try {
            text += chunk.subarray(0, readSync(pipe, chunk)).toString();
          } catch (error) {
            expect((error as NodeJS.ErrnoException).code).to.equal('EAGAIN');
          }
        };
        await (await fetch(`${url}/api/v1/the-last-before`)).text();
        await until(
          'what comes now is written',
          async () => {
            for (let count = 0; count < 20; count += 1) read();
            await (await fetch(`${url}/api/v1/the-first-after`)).text();
            return text.includes('the-first-after');
          },
          30_000,
        );
        const lines = text.split('\n').slice(0, -1);
        expect(lines.length).to.be.above(100);
        for (const line of lines) if (!line.startsWith('Duet listens')) JSON.parse(line);
        await fillUp(url);
        await expectToStop(service);
      } finally {
        closeSync(pipe);
      }
    });
  }

  it('is complete where somebody reads it, and long lines of several workers stay whole', async () => {
    const env = { ...production(storeUrl('better-sqlite3')), LOG_LEVEL: 'info', WORKERS: '3' };
    const service = await launch(env);
    await times(150, async (index) => (await fetch(service.url + longPath(`number-${index}`))).text());
    await expectToStop(service);
    const lines = service.stdout.trimEnd().split('\n').slice(1);
    const paths = lines.map((line) => (JSON.parse(line) as { req: { path: string } }).req.path);
    const expected = Array.from({ length: 150 }, (_, index) => longPath(`number-${index}`));
    expect(paths.toSorted()).to.deep.equal(expected.toSorted());
  });
});
