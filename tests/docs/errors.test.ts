import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { errorsFile, errorsPage } from '../../scripts/errors-page.js';

describe(errorsFile, () => {
  it('is what `npm run docs` writes', async () => {
    expect(await readFile(errorsFile, 'utf8')).to.equal(await errorsPage());
  });
});
