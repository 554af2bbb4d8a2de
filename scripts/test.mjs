// Runs the tests: one queue of jobs, the longest first, over several processes at a time. A job is a file that takes
// long, or several that do not. Prints what each job said when it has ended; the last line counts all. What follows
// `npm test --` goes to each job.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** How long each file took when that was last written down (`npm run test:durations`), in seconds. Only for the order. */
const known = JSON.parse(readFileSync('tests/durations.json', 'utf8'));
const unknown = 10;

/** A file that takes as long as this, in seconds, is a job of its own; others share jobs that take about as long. */
const long = 20;

/** Many tests wait for something most of the time: so there are more at a time than there are cores. */
const lanes = 2 * Math.min(2, availableParallelism());

const onPostgres = { DUET_TEST_STORE: 'postgres' };

/**
 * What PostgreSQL can do otherwise: what is stored, read, counted, raced for and told. What is refused before a store
 * is asked is tested on SQLite alone.
 */
const storeDecides =
  /^tests\/(admin\/.*|http\/(accounts|blocks|conversation|events|idempotency|messages|pages|privacy|pruning|races|rate-limits|read-state|threads|tokens))\.test\.ts$/;

const files = readdirSync('tests', { recursive: true })
  .map((name) => join('tests', name))
  .filter((name) => name.endsWith('.test.ts'))
  .toSorted();
const again = files.filter((name) => storeDecides.test(name));

/** Each makes its own databases, ports and folders. */
const waiting = [...jobsOf(files, {}), ...jobsOf(again, onPostgres)].toSorted(
  (a, b) => b.seconds - a.seconds,
);

function jobsOf(names, env) {
  const keyOf = (file) => (env === onPostgres ? `${file} on PostgreSQL` : file);
  const timed = names.map((file) => ({ file, key: keyOf(file), seconds: known[keyOf(file)] ?? unknown }));
  const jobs = timed
    .filter(({ seconds }) => seconds >= long)
    .map(({ file, key, seconds }) => ({ name: key, files: [file], seconds, env }));
  // What is quick shares a process: starting one takes a second and a half.
  let shared;
  for (const { file, seconds } of timed.filter((one) => one.seconds < long)) {
    if (shared === undefined || shared.seconds + seconds > long || shared.folder !== folderOf(file)) {
      shared = { name: '', folder: folderOf(file), files: [], seconds: 1.5, env };
      jobs.push(shared);
    }
    shared.files.push(file);
    shared.seconds += seconds;
    shared.name = `${shared.files.length} of ${shared.folder}${env === onPostgres ? ' on PostgreSQL' : ''}`;
  }
  return jobs;
}

function folderOf(file) {
  return file.split('/').slice(0, 2).join('/');
}

const scratch = mkdtempSync(join(tmpdir(), 'duet-tests-'));
const started = Date.now();
const ended = [];
const running = new Set();
const durations = {};

async function run({ name, files, env }, lane) {
  // A test that fails may leave something that would keep its process alive for ever.
  const mocha = ['node_modules/mocha/bin/mocha.js', '--exit', ...files, ...process.argv.slice(2)];
  const timed = join(scratch, `${lane}.jsonl`);
  const child = spawn(process.execPath, mocha, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // `npm run check` has just built what the tests of processes run.
    env: { ...process.env, DUET_TEST_BUILD: resolve('.'), ...env, DUET_TEST_DURATIONS: timed },
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
  ended.push({ name, passed, failed: bad, skipped });
  note(timed, env === onPostgres ? ' on PostgreSQL' : '');
  console.log(`\n══ ${name}, until ${minutes()} ══\n${now.output}`);
}

function note(file, suffix) {
  try {
    for (const [name, seconds] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
      durations[name + suffix] = seconds;
    }
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
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await run(job, lane);
  }),
);
clearInterval(telling);
rmSync(scratch, { recursive: true });

const slowest = Object.entries(durations).toSorted(([, a], [, b]) => b - a);
console.log('\nSeconds of each file, from 3 on:');
for (const [file, seconds] of slowest)
  if (seconds >= 3) console.log(`${seconds.toFixed(1).padStart(7)}  ${file}`);
if (process.env.DUET_WRITE_DURATIONS !== undefined) {
  writeFileSync('tests/durations.json', `${JSON.stringify(Object.fromEntries(slowest), null, 2)}\n`);
}

const bad = ended.filter(({ failed }) => failed > 0);
if (bad.length > 0) console.log(`Look above at: ${bad.map(({ name }) => name).join('; ')}.`);
const sum = (count) => ended.reduce((total, one) => total + one[count], 0);
console.log(`Tested in ${minutes()}, ${lanes} at a time.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = bad.length > 0 ? 1 : 0;
