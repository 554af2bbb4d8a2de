// Runs the tests in several processes, as many at a time as there are cores to spare, and prints what each said when
// it has ended. The last line counts all. What follows `npm test --` goes to each of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

const severalProcesses = 'tests/process/{workers,two-processes*,postgres-*}.test.ts';

/** The longest first. Each makes its own databases, ports and folders. */
const runs = [
  { name: 'one process', files: ['tests/process/**/*.test.ts'], except: [severalProcesses] },
  { name: 'all others', files: ['tests/**/*.test.ts'], except: ['tests/{process,browser}/**'] },
  { name: 'several processes', files: [severalProcesses] },
  {
    name: 'API and panel on PostgreSQL',
    files: ['tests/{http,admin}/**/*.test.ts'],
    // These look at what happens before the store is asked, or bring their own.
    except: ['tests/http/{chat-page,connections,openapi,swap-an-adapter}.test.ts'],
    env: { DUET_TEST_STORE: 'postgres' },
  },
  { name: 'browser', files: ['tests/browser/**/*.test.ts'] },
];

const lanes = Math.min(2, availableParallelism());
const started = Date.now();
const ended = [];
const running = new Set();

async function run({ name, files, except = [], env = {} }) {
  const options = except.flatMap((pattern) => ['--ignore', pattern]);
  // A test that fails may leave something that would keep its process alive for ever.
  const mocha = ['node_modules/mocha/bin/mocha.js', '--exit', ...options, ...files, ...process.argv.slice(2)];
  const child = spawn(process.execPath, mocha, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const now = { name, child, output: '' };
  running.add(now);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (now.output += text));
  }
  const [status] = await once(child, 'close');
  running.delete(now);
  const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(now.output)?.slice(1).map(Number);
  const [passed, failed, skipped] = counts ?? [0, 0, 0];
  // Whatever else ends a run badly is a failure, too.
  const bad = failed === 0 && (counts === undefined || status !== 0) ? 1 : failed;
  ended.push({ name, passed, failed: bad, skipped });
  console.log(`\n══ ${name}, until ${minutes()} ══\n${now.output}`);
}

const minutes = () => `${((Date.now() - started) / 60_000).toFixed(1)} min`;

const telling = setInterval(() => {
  const each = [...running].map(({ name, output }) => `${name} ${output.match(/^ +✔/gm)?.length ?? 0}`);
  console.log(`${minutes()}, passed so far: ${each.join(', ')}`);
}, 30_000);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const { child, output } of running) {
      console.log(output);
      child.kill(signal);
    }
    process.exit(1);
  });
}

const waiting = runs[Symbol.iterator](); // shared: whoever has nothing to do takes the next
await Promise.all(
  Array.from({ length: lanes }, async () => {
    for (const next of waiting) await run(next);
  }),
);
clearInterval(telling);

const bad = ended.filter(({ failed }) => failed > 0);
if (bad.length > 0) console.log(`Look above at: ${bad.map(({ name }) => name).join(', ')}.`);
const sum = (count) => ended.reduce((total, one) => total + one[count], 0);
console.log(`Tested in ${minutes()}.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = bad.length > 0 ? 1 : 0;
