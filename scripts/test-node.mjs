// npm run test:node -- 24 [FILE…]: runs tests on another version of Node, which npm brings as a package. Without files,
// all that a version can break: contract, HTTP and processes. Nothing is compiled anew: from Node 22.14 on, all native
// modules speak Node-API (see src/infrastructure/persistence/sqlite/better-sqlite3.ts).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [version = '', ...given] = process.argv.slice(2);
if (!/^\d+(\.\d+)*$/.test(version)) {
  console.error('Name the version: npm run test:node -- 24');
  process.exit(2);
}

const tools = mkdtempSync(join(tmpdir(), `duet-node-${version}-`));
process.once('exit', () => rmSync(tools, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function run(env, program, ...args) {
  const { status } = spawnSync(program, args, { env: { ...process.env, ...env }, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run({}, 'npm', 'run', '--silent', 'build');
const quietly = ['--no-audit', '--no-fund', '--ignore-scripts=false'];
run({}, 'npm', 'install', '--prefix', tools, ...quietly, `node@${version}`);
const [program = ''] = readdirSync(join(tools, 'node_modules'), { recursive: true }).filter((path) =>
  /node-[a-z]+-[a-z0-9]+\/bin\/node$/.test(path),
);
const env = {
  PATH: `${resolve(tools, 'node_modules', program, '..')}:${process.env.PATH}`,
  DUET_TEST_BUILD: resolve('.'),
};
const files =
  given.length > 0 ? given : ['contract', 'http', 'process'].map((folder) => `tests/${folder}/**/*.test.ts`);
run(env, 'node', '--version');
run(env, 'node', 'node_modules/mocha/bin/mocha.js', '--exit', '--reporter', 'dot', ...files);
