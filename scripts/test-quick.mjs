// What tells soon whether a change is sound: types, style, the rules, and the contract in memory and on SQLite. What did
// not change since the last time is not looked at again; `npm test` looks at all.
import { sideBySide } from './side-by-side.mjs';

const node = (script, ...args) => [process.execPath, `node_modules/${script}`, ...args];
const types = (name) => [
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.cache/quick/${name}.tsbuildinfo`,
];
const jobs = {
  lint: node(
    'eslint/bin/eslint.js',
    ...['--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/quick/eslint', '.'],
  ),
  types: node('typescript-7/bin/tsc', ...types('types')),
  tests: node(
    'mocha/bin/mocha.js',
    ...['--exit', '--reporter', 'dot', 'tests/unit/**/*.test.ts'],
    'tests/contract/{in-memory,better-sqlite3}.test.ts',
  ),
  'types of the chat page': node('typescript-7/bin/tsc', '-p', 'web', ...types('web')),
};

await sideBySide(jobs, Object.keys(jobs).length);
