import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { launch, processSuite, production } from '../support/process.js';
import { storeUrl } from '../support/service.js';

/** What tsc made of them: in the bundles that run, it is not seen what is loaded. */
const programs = 'dist/src/composition/programs';
const hooks = resolve('tests/support/tell-what-is-loaded.mjs');
const tools = readdirSync(programs).filter((name) => /^(attachments-.*|db-.*|key|user)\.js$/.test(name));

/** What a program imports before it looks at its arguments, which are wrong here. */
function loadedBy(file: string): string[] {
  const { stderr } = spawnSync(process.execPath, ['--import', hooks, file, '--nonsense'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return [...stderr.matchAll(/^loaded (\S+)$/gm)].map(([, address = '']) => address);
}

const heavy = /\/node_modules\/(express|adminjs|@adminjs|react)\/|\/infrastructure\/(http|admin)\//;

describe('The command-line tools', function () {
  this.timeout(60_000);

  it('are all looked at', () => {
    expect(tools).to.have.members([
      'attachments-copy.js',
      'db-backup.js',
      'db-dump.js',
      'db-import-django.js',
      'db-load.js',
      'db-migrate-to.js',
      'key.js',
      'user.js',
    ]);
  });

  for (const tool of tools) {
    it(`${tool} loads neither Express nor the panel`, () => {
      const loaded = loadedBy(join(programs, tool));
      expect(loaded.some((address) => address.endsWith(`/${tool}`))).to.equal(true);
      expect(loaded.filter((address) => heavy.test(address))).to.deep.equal([]);
    });
  }

  it('do not include the service itself, which would be noticed', () => {
    const loaded = loadedBy('dist/src/composition/service.js');
    expect(loaded.filter((address) => heavy.test(address))).not.to.deep.equal([]);
  });
});

processSuite('The panel', () => {
  it('is loaded when somebody visits it, and not before', async () => {
    const command = ['node', '--import', hooks, join(programs, 'main.js')];
    const database = { ...production(storeUrl('better-sqlite3')), ADMIN: 'on' };
    const service = await launch(database, command);
    const loaded = () => /^loaded \S+\/infrastructure\/admin\/admin-panel\.js$/m.test(service.stderr);
    expect((await fetch(`${service.url}/readyz`)).status).to.equal(200);
    expect(loaded()).to.equal(false);
    expect((await fetch(`${service.url}/admin/login`)).status).to.equal(200);
    expect(loaded()).to.equal(true);
    await service.stop();
  });
});
