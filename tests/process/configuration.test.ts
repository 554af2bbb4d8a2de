import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { ahead, expectRefusal, fileOf, processSuite, production, run, runMain } from '../support/process.js';
import { storeUrl } from '../support/service.js';

processSuite('a start with few open files', () => {
  it('is refused, and says what to do', async () => {
    const command = ['sh', '-c', 'ulimit -n 64; exec node dist/programs/main.js'];
    expectRefusal(await run(command, production(storeUrl('better-sqlite3'))), 'only 64 files', 'ulimit -n');
  });

  for (const tool of [
    ...['db-load', 'db-dump', 'db-import-django', 'db-backup', 'db-migrate-to', 'attachments-copy', 'user'],
  ]) {
    it(`of ${tool} is refused, too, before it meets a file that it cannot open`, async () => {
      const command = ['sh', '-c', `ulimit -n 64; exec node dist/programs/${tool}.js`];
      const { code, stdout, stderr } = await run(command, production(storeUrl('better-sqlite3')));
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(/^N[^\n]*: only 64 files [^\n]*ulimit -n[^\n]*\n$/);
    });
  }
});

// Which values are wrong is tested in tests/unit/composition/config.test.ts.
processSuite('a wrong configuration', () => {
  const refuses = (title: string, env: () => Record<string, string>, ...mentions: (string | RegExp)[]) => {
    const ended = ahead(() => runMain(env()));
    it(title, async () => expectRefusal(await ended(), ...mentions));
  };
  const fresh = () => production(storeUrl('better-sqlite3'));

  refuses('is told in one line, all of it', () => ({ PORT: 'abc', LOG_LEVEL: 'loud' }), /PORT.*LOG_LEVEL/);
  for (const HOST of ['999.1.1.1', '203.0.113.1']) {
    refuses(
      `is also an address of no machine, or of another: ${HOST}`,
      () => ({ ...fresh(), HOST }),
      /\bHOST\b/,
    );
  }

  it('does not show the secret', async () => {
    expect((await runMain({ JWT_SECRET: 'too short to be one' })).stderr).not.to.include('too short');
  });
});

processSuite('a place that cannot be had', () => {
  it('is a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = storeUrl('better-sqlite3');
    expectRefusal(await runMain({ ...production(url), PORT: String(port) }), `\\b${port}\\b.*PORT`);
    await new Promise((resolve) => server.close(resolve));
  });

  // What files are refused is tested in tests/contract/unusable-files.test.ts.
  it('is a file that is no database', async () => {
    const url = storeUrl('better-sqlite3');
    writeFileSync(fileOf(url), 'Dear diary,\n'.repeat(1000));
    expectRefusal(await runMain(production(url)), dirname(fileOf(url)));
  });
});
