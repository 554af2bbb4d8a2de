import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const programs = 'dist/src/composition/programs';
const tools = readdirSync(programs).filter((name) => /^(db-.*|user)\.js$/.test(name));

/** What a program imports before it looks at its arguments, which are wrong here. */
function loadedBy(file: string): string[] {
  const hooks = resolve('tests/support/tell-what-is-loaded.mjs');
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
      'db-backup.js',
      'db-dump.js',
      'db-import-django.js',
      'db-load.js',
      'db-migrate-to.js',
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
