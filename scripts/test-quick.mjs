// What tells soon whether a change is sound: types, style, the rules, and the contract in memory and on SQLite, side by
// side. Prints what failed, and nothing of what did not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const mocha = ['node_modules/mocha/bin/mocha.js', '--exit', '--reporter', 'dot'];
const jobs = {
  lint: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  tests: [...mocha, 'tests/unit/**/*.test.ts', 'tests/contract/{in-memory,better-sqlite3}.test.ts'],
  types: ['node_modules/typescript/bin/tsc'],
  'types of the chat page': ['node_modules/typescript/bin/tsc', '-p', 'web'],
};

const began = performance.now();
const failed = await Promise.all(
  Object.entries(jobs).map(async ([name, args]) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const [status] = await once(child, 'close');
    const totals = /^\d+ passed, .*$/m.exec(output)?.[0] ?? '';
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(status === 0 ? `✔ ${name}, after ${seconds} s ${totals}` : `✘ ${name}\n${output}`);
    return status !== 0;
  }),
);
process.exitCode = failed.includes(true) ? 1 : 0;
