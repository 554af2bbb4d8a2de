import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { launch, processSuite } from '../support/process.js';
import { storeUrl } from '../support/service.js';

processSuite('docs/examples/talk.ts', () => {
  it('lets two people talk on a fresh development server', async () => {
    const service = await launch({ DATABASE_URL: storeUrl('better-sqlite3') });
    const program = ['--import', 'tsx/esm', 'docs/examples/talk.ts', service.url];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, {
      encoding: 'utf8',
      timeout: 60_000,
    });
    await service.stop();
    expect(status, stderr).to.equal(0);
    expect(stdout).to.equal('test2 hears: Can you hear me?\ntest1 hears: Loud and clear 🎉\n');
  });
});
