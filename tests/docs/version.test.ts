import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { version } from '../../src/composition/version.js';

const versionOf = async (file: string, ...path: string[]) =>
  path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    JSON.parse(await readFile(file, 'utf8')),
  );

describe('The version', () => {
  it('is that of package.json, for the client and in the lockfile, too', async () => {
    expect(version).to.match(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(await versionOf('package.json', 'version')).to.equal(version);
    expect(await versionOf('client/package.json', 'version')).to.equal(version);
    expect(await versionOf('package-lock.json', 'version')).to.equal(version);
    expect(await versionOf('package-lock.json', 'packages', 'client', 'version')).to.equal(version);
  });
});
