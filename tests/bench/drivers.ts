import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsOf, drive, driveBeside, type Measurement } from './load.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { copies, seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { workloads, type Workload } from './workloads.js';

// The two SQLite drivers on the finished service, and a disk that takes its time. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    amount: { type: 'string', default: '1000' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const connections = 10;
const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: 0 };

const named = (name: string) => workloads(size).find((workload) => workload.name === name) as Workload;
const read = named('list messages, first page');
const send = named('send');
/** An unknown user costs the server the same hash as a known one. */
const logIn: Workload = {
  name: 'log in',
  call: () => ({
    method: 'POST',
    path: '/api/v1/auth/token',
    body: { username: 'nobody', password: 'not this one' },
  }),
  expects: (status) => status === 401,
};

const folder = mkdtempSync(join(tmpdir(), 'duet-drivers-'));
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'drivers.sqlite');
  await seed(file, size);
  const delays = [5, 20, 50];
  const names = ['better-sqlite3', 'sqlite3', ...delays.map((delay) => `${delay} ms`)];
  for (const [index, copy] of copies(file, names).entries()) {
    const delay = delays[index - 2];
    const env =
      delay === undefined
        ? {}
        : {
            NODE_OPTIONS: `--import=${new URL('slow-commit.mjs', import.meta.url).href}`,
            SLOW_COMMIT: String(delay),
          };
    const scheme = index === 1 ? 'sqlite3' : 'sqlite';
    servers.push(await startDuet(`${scheme}:${copy}`, join(folder, `${index}.log`), env));
  }
  const [first, second, ...slow] = servers as [ServerProcess, ServerProcess, ...ServerProcess[]];
  const lines = [
    ...(await compare([first, second], ['', 'better-sqlite3', 'sqlite3'])),
    '',
    'better-sqlite3, when each commit takes so much longer:',
    '',
    ...(await compare([first, ...slow], ['', '0 ms', ...delays.map((delay) => `${delay} ms`)])),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) {
    writeReport('drivers', [`${circumstances()} ${rounds} rounds of ${amount} requests.`, '', ...lines]);
  }
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
}

async function compare(those: readonly ServerProcess[], heads: readonly string[]): Promise<string[]> {
  const tests: [
    what: string,
    show: (measured: Measurement[]) => string,
    take: (server: ServerProcess, begin: number) => Promise<Measurement>,
  ][] = [
    ['list messages: requests/s', throughput, (server, begin) => take(server, read, begin)],
    ['list messages: p50 / p99 ms', latency, (server, begin) => take(server, read, begin)],
    ['send: requests/s', throughput, (server, begin) => take(server, send, begin)],
    ['send: p50 / p99 ms', latency, (server, begin) => take(server, send, begin)],
    [
      'list messages beside 10 connections that send: p50 / p99 ms',
      latency,
      (server, begin) => driveBeside(server, send, 10, () => take(server, read, begin)),
    ],
    [
      'list messages beside 4 connections that log in: p50 / p99 ms',
      latency,
      (server, begin) => driveBeside(server, logIn, 4, () => take(server, read, begin)),
    ],
  ];
  const rows: string[][] = [];
  for (const [what, show, measure] of tests) {
    const taken = those.map((): Measurement[] => []);
    for (let round = 0; round <= rounds; round++) {
      progress(`${what}, round ${round} of ${rounds}`);
      for (const [index, server] of those.entries()) {
        const measured = await measure(server, round * callsOf(connections, amount));
        if (round > 0) taken[index]?.push(measured);
      }
    }
    rows.push([what, ...taken.map(show)]);
  }
  return table(heads, rows);
}

function take(server: ServerProcess, workload: Workload, begin: number): Promise<Measurement> {
  return drive(server, workload, connections, amount, begin);
}

function throughput(measured: readonly Measurement[]): string {
  return median(measured.map((each) => each.throughput)).toFixed(0);
}

function latency(measured: readonly Measurement[]): string {
  return `${median(measured.map(({ p50 }) => p50))} / ${median(measured.map(({ p99 }) => p99))}`;
}
