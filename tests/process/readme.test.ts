import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { launch, processSuite } from '../support/process.js';
import { storeUrl } from '../support/service.js';

const readme = join(import.meta.dirname, '..', '..', 'README.md');
const shown = 'http://localhost:3000';

/** The fenced block after an HTML comment. */
function block(text: string, comment: string): string {
  const pattern = new RegExp(`<!-- ${comment} -->\\s*\`\`\`\\w*\\n([^]*?)^\`\`\`$`, 'm');
  return pattern.exec(text)?.[1] ?? expect.fail(`README.md has no block marked <!-- ${comment} -->.`);
}

const masked = (text: string) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>').trim();

processSuite('README.md', () => {
  it('shows a conversation as it goes on a fresh clone', async () => {
    const text = readFileSync(readme, 'utf8');
    const script = block(text, 'conversation');
    const expected = block(text, 'conversation output');
    expect(script).to.include(shown);

    const service = await launch({ DATABASE_URL: storeUrl('better-sqlite3') });
    const bash = ['-e', '-o', 'pipefail', '-c', script.replaceAll(shown, service.url)];
    const { status, stdout, stderr } = spawnSync('bash', bash, { encoding: 'utf8', timeout: 30_000 });
    await service.stop();
    expect(status, stderr).to.equal(0);
    expect(masked(stdout.replaceAll(service.url, shown))).to.equal(masked(expected));
  });
});
