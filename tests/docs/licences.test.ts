import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import {
  isPermissive,
  licencesFile,
  licencesPage,
  replaceable,
  shippedPackages,
} from '../../scripts/licences-page.js';

describe(licencesFile, () => {
  it('is what `npm run docs` writes', async () => {
    expect(await readFile(licencesFile, 'utf8')).to.equal(await licencesPage());
  });

  it('names permissive licences alone', async () => {
    const others = (await shippedPackages()).filter(({ licence }) => !isPermissive(licence));
    expect(others.filter(({ name }) => !replaceable.test(name))).to.deep.equal([]);
    const theirs = new Set(others.map(({ licence }) => licence.replaceAll(/Apache-2\.0|MIT|AND|[ ()]/g, '')));
    expect([...theirs]).to.deep.equal(['LGPL-3.0-or-later']);
  });

  it('would not take a licence that asks for more', () => {
    for (const licence of [
      'GPL-3.0-only',
      'AGPL-3.0',
      'SEE LICENSE IN LICENSE',
      'unknown',
      '(MIT AND GPL-2.0)',
    ]) {
      expect(isPermissive(licence), licence).to.equal(false);
    }
    for (const licence of ['MIT', '(MIT OR GPL-3.0)', '(MIT AND BSD-3-Clause)']) {
      expect(isPermissive(licence), licence).to.equal(true);
    }
  });

  it('is not of the editor that AdminJS would bring along', async () => {
    const names = (await shippedPackages()).map(({ name }) => name);
    expect(names.filter((name) => /tiptap|prosemirror|linkifyjs/.test(name))).to.deep.equal([]);
  });
});
