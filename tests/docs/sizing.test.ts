import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { sizingFile, sizingPage } from '../../scripts/sizing-page.js';

describe('the sizing table', () => {
  it('is what `npm run sizing -- --write` makes of the benchmarks as they stand', async function () {
    this.timeout(30_000);
    expect(await readFile(sizingFile, 'utf8')).to.equal(await sizingPage());
  });
});
