// npm run test:node -- 24 [FILE…]: runs tests on another version of Node, which npm brings as a package. Without files,
// all that a version can break: contract, HTTP and processes. In a copy of the checkout, because one of the native
// modules has to be compiled for each version.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [version = '', ...given] = process.argv.slice(2);
if (!/^\d+(\.\d+)*$/.test(version)) {
  console.error('Name the version: npm run test:node -- 24');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), `duet-node-${version}-`));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function run(cwd, env, program, ...args) {
  const { status } = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const tools = join(folder, 'tools');
run(
  folder,
  {},
  'npm',
  'install',
  '--prefix',
  tools,
  '--no-audit',
  '--no-fund',
  '--ignore-scripts=false',
  `node@${version}`,
);
const [home] = [
  ...readdirSync(join(tools, 'node_modules'), { recursive: true }).filter((path) =>
    /node-[a-z]+-[a-z0-9]+\/include$/.test(path),
  ),
].map((path) => resolve(tools, 'node_modules', path, '..'));
const env = { PATH: `${join(home, 'bin')}:${process.env.PATH}`, npm_config_nodedir: home };

run('.', {}, 'npm', 'run', '--silent', 'build');
const copy = join(folder, 'duet');
// Links instead of copies, where what is written anew does no harm to the checkout.
run('.', {}, 'sh', '-c', `mkdir ${copy} && cp -al $(ls -A | grep -v '^\\.git$') ${copy}`);
// The others speak Node-API, which is the same in all versions.
rmSync(join(copy, 'node_modules', 'better-sqlite3', 'build'), { recursive: true, force: true });
run(copy, env, 'npm', 'rebuild', 'better-sqlite3');
const files =
  given.length > 0 ? given : ['contract', 'http', 'process'].map((folder) => `tests/${folder}/**/*.test.ts`);
run(copy, env, 'node', '--version');
run(
  copy,
  { ...env, DUET_TEST_BUILD: copy },
  'node',
  'node_modules/mocha/bin/mocha.js',
  '--exit',
  '--reporter',
  'dot',
  ...files,
);
