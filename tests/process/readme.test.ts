import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyTo, launch, processSuite } from '../support/process.js';

const repository = join(import.meta.dirname, '..', '..');
const readme = join(repository, 'README.md');
const conversation = join(repository, 'docs', 'first-conversation.md');
const shown = 'http://localhost:3000';

/** The fenced block after an HTML comment. */
function block(text: string, comment: string): string {
  const pattern = new RegExp(`<!-- ${comment} -->\\s*\`\`\`\\w*\\n([^]*?)^\`\`\`$`, 'm');
  return pattern.exec(text)?.[1] ?? expect.fail(`There is no block marked <!-- ${comment} -->.`);
}

const masked = (text: string) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>').trim();

processSuite('README.md and docs/first-conversation.md', () => {
  let clone: string;

  before(() => {
    clone = copyTo(mkdtempSync(join(tmpdir(), 'duet-clone-')), [
      ...['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vendor'],
      ...['src', 'client', 'web', 'scripts', 'database'],
    ]);
  });

  after(() => rmSync(clone, { recursive: true }));

  it('shows a conversation as it goes on a fresh clone, which builds itself', async function () {
    this.timeout(500_000);
    const text = readFileSync(conversation, 'utf8');
    const script = block(text, 'conversation');
    const expected = block(text, 'conversation output');
    expect(script).to.include(shown);

    const service = await launch({}, ['npm', 'start'], clone, 400); // it builds all of it
    const bash = ['-e', '-o', 'pipefail', '-c', script.replaceAll(shown, service.url)];
    const { status, stdout, stderr } = spawnSync('bash', bash, { encoding: 'utf8', timeout: 30_000 });
    await service.stop();
    expect(status, stderr).to.equal(0);
    expect(masked(stdout.replaceAll(service.url, shown))).to.equal(masked(expected));
  });

  it('shows the way in for a host application', async () => {
    const service = await launch({ DATABASE_URL: 'sqlite:database/host.sqlite' }, ['npm', 'start'], clone);
    const options = {
      encoding: 'utf8',
      timeout: 60_000,
      cwd: clone,
      env: { ...process.env, DATABASE_URL: 'sqlite:database/host.sqlite' },
    } as const;
    const made = spawnSync('npm', ['run', '--silent', 'key:create', '--', 'shop'], options);
    const key = made.stdout.trim();
    expect(key, made.stderr).to.match(/^duet_[\w-]{20,}$/);
    const script = block(readFileSync(readme, 'utf8'), 'host').replaceAll(shown, service.url);
    const run = () =>
      spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
        ...options,
        env: { ...options.env, DUET_KEY: key },
      });
    const [once, again] = [run(), run()];
    await service.stop();
    expect(once.status, once.stderr).to.equal(0);
    const [buyer, , thread, notice, tokens] = once.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(buyer).to.include({ external_id: 'buyer-17', name: 'Bea Buyer', username: 'Bea_Buyer' });
    expect(thread).to.deep.include({ id: 8, key: 'order:42', metadata: { title: 'Order 42' } });
    expect(notice).to.include({ thread: 8, sender: null, kind: 'system' });
    expect(tokens).to.have.keys('access', 'refresh');
    const repeated = again.stdout.trim().split('\n')[2];
    expect(JSON.parse(repeated ?? '')).to.include({ id: 8 });
  });
});
