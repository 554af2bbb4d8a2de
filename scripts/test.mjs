// Runs the tests: one queue of jobs, the longest first, over several processes at a time. A job is several files,
// because starting a process takes seconds of CPU, as long as many a file. Prints what each job said when it
// has ended; the last line counts all. What follows `npm test --` goes to each job.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compiled, compileTests } from './compile-tests.mjs';

const settings = JSON.parse(readFileSync('.mocharc.json', 'utf8'));

/** How many seconds each file took when `DUET_WRITE_DURATIONS=1 npm test` last wrote it down. Only for the order. */
const known = JSON.parse(readFileSync('tests/durations.json', 'utf8'));
const unknown = 10;

/**
 * Many tests wait for something most of the time: so there is one more at a time than there are cores. Two more would
 * end no sooner, because the processors are busy with three, and on a slow machine each would wait too long for its turn.
 */
const lanes = 1 + Math.min(2, availableParallelism());

/** Files of the same store may share a process: `nextJob` tells by the object. */
const onSqlite = {};
const onPostgres = { DUET_TEST_STORE: 'postgres' };

/**
 * What PostgreSQL can do otherwise: what is stored, read, counted, raced for and told. What is refused before a store
 * is asked is tested on SQLite alone.
 */
const storeDecides =
  /^tests\/(admin\/.*|http\/(accounts|blocks|conversation|events|idempotency|messages|pages|privacy|pruning|races|rate-limits|read-state|stream-of-everything|threads|tickets|tokens))\.test\.ts$/;

const files = readdirSync('tests', { recursive: true })
  .map((name) => join('tests', name))
  .filter((name) => name.endsWith('.test.ts'))
  .toSorted();
const again = files.filter((name) => storeDecides.test(name));

/** A job takes no less than this, in seconds, if there are files enough. */
const least = 20;

const onPostgresToo = ' on PostgreSQL';
const waiting = [
  ...files.map((file) => ({ file, key: file, env: onSqlite })),
  ...again.map((file) => ({ file, key: file + onPostgresToo, env: onPostgres })),
]
  .map((one) => ({ ...one, seconds: known[one.key] ?? unknown }))
  .toSorted((a, b) => b.seconds - a.seconds);

/**
 * Takes the next job from what waits: the longest file, and others of the same store until it takes about half of what
 * each lane has left to do. So jobs become smaller, and the lanes end together.
 */
function nextJob() {
  const left = waiting.reduce((sum, { seconds }) => sum + seconds, 0);
  const size = Math.max(least, left / (2 * lanes));
  const [first] = waiting;
  let seconds = 0;
  const taken = waiting.filter((one) => {
    const fits = one === first || (one.env === first.env && seconds + one.seconds <= size);
    if (fits) seconds += one.seconds;
    return fits;
  });
  for (const one of taken) waiting.splice(waiting.indexOf(one), 1);
  const more = taken.length > 1 ? ` and ${taken.length - 1} more` : '';
  return { name: first.key + more, files: taken.map(({ file }) => file), env: first.env };
}

const scratch = mkdtempSync(join(tmpdir(), 'duet-tests-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
const started = Date.now();
const ended = [];
const running = new Set();
const durations = {};
const cpu = { files: {}, starting: 0, ending: 0 };

/** What the servers of PostgreSQL begin with: made once, because it takes seconds of CPU. Nothing where there is no PostgreSQL. */
async function clusterToCopy() {
  const folder = join(scratch, 'cluster');
  const make = [compiled('tests/support/make-cluster.ts'), folder];
  const [status] = await once(
    spawn(process.execPath, make, { stdio: ['ignore', 'inherit', 'inherit'] }),
    'close',
  );
  return status === 0 ? { DUET_TEST_CLUSTER: folder } : {};
}

await compileTests();
const shared = {
  DUET_TEST_BUILD: resolve('.'), // `npm run check` has just built what the tests of processes run
  ...(await clusterToCopy()),
};

async function run({ name, files, env }, lane) {
  // By `_mocha`, which starts no process for itself, and with the settings of .mocharc.json but for tsx. A test that
  // fails may leave something that would keep its process alive for ever.
  const mocha = [
    ...['--enable-source-maps', 'node_modules/mocha/bin/_mocha', '--no-config', '--exit'],
    ...['--reporter', settings.reporter, '--timeout', settings.timeout],
    ...files.map(compiled),
    ...process.argv.slice(2),
  ];
  const timed = join(scratch, `${lane}.jsonl`);
  const child = spawn(process.execPath, mocha, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...shared, ...env, DUET_TEST_DURATIONS: timed },
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
  // Whatever else ends a job badly is a failure, too.
  const bad = failed === 0 && (counts === undefined || status !== 0) ? 1 : failed;
  const report = now.output.slice(
    Math.max(0, now.output.search(/^ +\d+ failing$/m), now.output.length - 10_000),
  );
  ended.push({ name, passed, failed: bad, skipped, report });
  note(timed, env === onPostgres ? onPostgresToo : '');
  console.log(`\n══ ${name}, until ${minutes()} ══\n${now.output}`);
}

function note(file, suffix) {
  try {
    const { files: told, starting, ending } = JSON.parse(readFileSync(file, 'utf8'));
    for (const [name, taken] of Object.entries(told)) {
      durations[name + suffix] = Math.round(taken.seconds * 10) / 10;
      cpu.files[name + suffix] = taken.cpu;
    }
    cpu.starting += starting;
    cpu.ending += ending;
    rmSync(file);
  } catch {
    return; // it ended before it told
  }
}

const minutes = () => `${((Date.now() - started) / 60_000).toFixed(1)} min`;

const telling = setInterval(() => {
  console.log(
    `${minutes()}: ${ended.length} jobs done, now ${[...running].map(({ name }) => name).join(', ')}`,
  );
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

await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    while (waiting.length > 0) await run(nextJob(), lane);
  }),
);
clearInterval(telling);

const slowest = Object.entries(durations).toSorted(([, a], [, b]) => b - a);
const column = (seconds) => seconds.toFixed(1).padStart(7);
console.log('\nSeconds of each file, and of CPU, from 3 on:');
for (const [file, seconds] of slowest)
  if (Math.max(seconds, cpu.files[file]) >= 3)
    console.log(`${column(seconds)} ${column(cpu.files[file])}  ${file}`);
const tested = Object.values(cpu.files).reduce((total, seconds) => total + seconds, 0);
console.log(
  `Seconds of CPU: ${tested.toFixed(0)} in tests, ${cpu.starting.toFixed(0)} before the first of each job, ${cpu.ending.toFixed(0)} after the last.`,
);
if (process.env.DUET_WRITE_DURATIONS !== undefined) {
  writeFileSync('tests/durations.json', `${JSON.stringify(Object.fromEntries(slowest), null, 2)}\n`);
}

const bad = ended.filter(({ failed }) => failed > 0);
// Once more, so that the end of a long output says what failed.
for (const { name, report } of bad) console.log(`\n══ failed: ${name} ══\n${report}`);
const sum = (count) => ended.reduce((total, one) => total + one[count], 0);
console.log(`Tested in ${minutes()}, ${lanes} at a time.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = bad.length > 0 ? 1 : 0;
