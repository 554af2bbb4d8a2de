import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

const folder = 'docs/adr';

describe(`${folder}/README.md`, () => {
  it('lists every decision under its number and title, without a gap', async () => {
    const files = (await readdir(folder)).filter((name) => name !== 'README.md').toSorted();
    const titles = await Promise.all(
      files.map(async (file) => /^# (\d+)\. (.+)$/m.exec(await readFile(join(folder, file), 'utf8'))),
    );
    expect(files.map((file) => Number(file.slice(0, 4)))).to.deep.equal(files.map((_, index) => index + 1));
    expect(titles.map((title) => Number(title?.[1]))).to.deep.equal(files.map((_, index) => index + 1));
    const rows = files.map((file, index) => [titles[index]?.[1], titles[index]?.[2], file]);
    const index = await readFile(join(folder, 'README.md'), 'utf8');
    const listed = [...index.matchAll(/^\| (\d+) +\| \[(.+)\]\((.+)\) +\|$/gm)].map((row) => row.slice(1, 4));
    expect(listed).to.deep.equal(rows);
  });
});
