// npm run release [-- --dry-run]: tests what is committed, packs both packages into release/, and tags the commit with
// the version of package.json. It publishes nothing; the last lines say how. With --dry-run, it tags nothing, and
// leaves out the tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const isDry = process.argv.includes('--dry-run');
const unknown = process.argv.slice(2).find((argument) => argument !== '--dry-run');
if (unknown !== undefined) stop(`there is no ${unknown}: write npm run release [-- --dry-run]`, 2);

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const tag = `v${version}`;

function stop(why, status = 1) {
  console.error(`Nothing was released: ${why}.`);
  process.exit(status);
}

function run(program, ...args) {
  console.log(`\n$ ${program} ${args.join(' ')}`);
  if (spawnSync(program, args, { stdio: 'inherit' }).status !== 0) stop(`${program} ${args[0]} failed`);
}

const output = (program, ...args) => spawnSync(program, args, { encoding: 'utf8' }).stdout.trim();

if (JSON.parse(readFileSync('client/package.json', 'utf8')).version !== version) {
  stop(`client/package.json does not say ${version}`);
}
const headings = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## \[(.+)\](.*)$/gm)];
if (!headings.some(([, name, date]) => name === version && /^ - \d{4}-\d{2}-\d{2}$/.test(date))) {
  stop(`CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD"`);
}
if (output('git', 'tag', '--list', tag) !== '') stop(`there is a tag ${tag} already: raise the version`);
if (output('git', 'status', '--porcelain') !== '') {
  if (!isDry) stop('not all changes are committed');
  console.log('Not all changes are committed: a release would stop here.');
}

if (!isDry) run('npm', 'test');
rmSync('release', { recursive: true, force: true });
mkdirSync('release');
run('npm', 'pack', '--silent', '--pack-destination', 'release'); // builds
run('npm', 'pack', '--silent', '--workspace', 'client', '--pack-destination', 'release');
if (isDry) {
  console.log(`\nA release would tag this commit ${tag}. The packages are in release/.`);
} else {
  run('git', 'tag', '--annotate', tag, '--message', `Duet ${version}`);
  console.log(`
Tagged ${tag}; the packages are in release/. To publish:
  git push origin ${tag}
  npm publish release/duet-messaging-${version}.tgz
  npm publish release/duet-client-${version}.tgz
  docker build --tag duet-messaging:${version} .`);
}
