import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyTo, launch, processSuite } from '../support/process.js';

const readme = join(import.meta.dirname, '..', '..', 'README.md');
const shown = 'http://localhost:3000';

/** The fenced block after an HTML comment. */
function block(text: string, comment: string): string {
  const pattern = new RegExp(`<!-- ${comment} -->\\s*\`\`\`\\w*\\n([^]*?)^\`\`\`$`, 'm');
  return pattern.exec(text)?.[1] ?? expect.fail(`README.md has no block marked <!-- ${comment} -->.`);
}

const masked = (text: string) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>').trim();

processSuite('README.md', () => {
  let clone: string;

  before(() => {
    clone = copyTo(mkdtempSync(join(tmpdir(), 'duet-clone-')), [
      ...['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vendor'],
      ...['src', 'client', 'web', 'scripts', 'database'],
    ]);
  });

  after(() => rmSync(clone, { recursive: true }));

  it('shows a conversation as it goes on a fresh clone, which builds itself', async () => {
    const text = readFileSync(readme, 'utf8');
    const script = block(text, 'conversation');
    const expected = block(text, 'conversation output');
    expect(script).to.include(shown);

    const service = await launch({}, ['npm', 'start'], clone);
    const bash = ['-e', '-o', 'pipefail', '-c', script.replaceAll(shown, service.url)];
    const { status, stdout, stderr } = spawnSync('bash', bash, { encoding: 'utf8', timeout: 30_000 });
    await service.stop();
    expect(status, stderr).to.equal(0);
    expect(masked(stdout.replaceAll(service.url, shown))).to.equal(masked(expected));
  });
});
