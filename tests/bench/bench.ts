import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drive, excess, type Measurement } from './load.js';
import { copies, seed, type Size } from './seed.js';
import { ServerProcess } from './server-process.js';
import { secret, workloads, type Workload } from './workloads.js';

// Duet beside two limit servers, in turns and on equal data. See docs/benchmarks.md for how to read it.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    amount: { type: 'string', default: '2000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const levels = [10, 100];
const callsNeeded = levels.length * (rounds + 1) * (amount + 100 * excess);
const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: callsNeeded };

const folder = mkdtempSync(join(tmpdir(), 'duet-bench-'));
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'bench.sqlite');
  await seed(file, size);
  const names = ['duet', 'express', 'node'];
  const [duet = '', express = '', node = ''] = copies(file, names);
  const log = (name: string) => join(folder, `${name}.log`);
  servers.push(
    await ServerProcess.start(
      'duet',
      ['dist/src/composition/main.js'],
      {
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: '0',
        JWT_SECRET: secret,
        DATABASE_URL: `sqlite:${duet}`,
        RATE_LIMIT: 'off',
      },
      log('duet'),
    ),
    await limitServer('express', express),
    await limitServer('node', node),
  );
  const lines = await report();
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport(lines);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
}

function limitServer(name: string, file: string): Promise<ServerProcess> {
  const env = { NODE_ENV: 'production', JWT_SECRET: secret, DATABASE_FILE: file };
  return ServerProcess.start(
    name,
    ['--import=tsx/esm', `tests/bench/limit-${name}.ts`],
    env,
    join(folder, `${name}.log`),
  );
}

async function report(): Promise<string[]> {
  const lines = [
    '| request | connections | Duet µs | Express µs | Node µs | ÷ Express | ÷ Node | p50 / p99 ms | requests/s |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const workload of workloads(size).filter(({ name }) => name.includes(values.only))) {
    let first = 0;
    for (const connections of levels) {
      const measured = await measure(workload, connections, first);
      first += (rounds + 1) * (amount + connections * excess);
      lines.push(row(workload, connections, measured));
    }
  }
  return lines;
}

/** Rounds of all servers in turns, the first of them to warm up; the median of each. */
async function measure(workload: Workload, connections: number, first: number): Promise<Measurement[]> {
  const taken = servers.map((): Measurement[] => []);
  for (let round = 0; round <= rounds; round++) {
    progress(`${workload.name}, ${connections} connections, round ${round} of ${rounds}`);
    const order = servers.map((_, index) => (index + round) % servers.length);
    for (const index of order) {
      const begin = first + round * (amount + connections * excess);
      const result = await drive(servers[index] as ServerProcess, workload, connections, amount, begin);
      if (round > 0) taken[index]?.push(result);
    }
  }
  return taken.map((results) => ({
    cpu: median(results.map(({ cpu }) => cpu)),
    throughput: median(results.map(({ throughput }) => throughput)),
    p50: median(results.map(({ p50 }) => p50)),
    p99: median(results.map(({ p99 }) => p99)),
  }));
}

function row({ name }: Workload, connections: number, [duet, express, node]: Measurement[]): string {
  if (duet === undefined || express === undefined || node === undefined)
    throw new Error('A server is missing.');
  const cells = [
    name,
    connections,
    duet.cpu.toFixed(0),
    express.cpu.toFixed(0),
    node.cpu.toFixed(0),
    (duet.cpu / express.cpu).toFixed(2),
    (duet.cpu / node.cpu).toFixed(2),
    `${duet.p50} / ${duet.p99}`,
    duet.throughput,
  ];
  return `| ${cells.join(' | ')} |`;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

function progress(what: string): void {
  process.stderr.write(`\r\u001b[K${what}`);
}

/** Replaces the table in the document between its two marks. */
function writeReport(lines: readonly string[]): void {
  const file = 'docs/benchmarks.md';
  const version = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, better-sqlite3 ${version('better-sqlite3')}, Express ${version('express')}; after commit ${commit}, ${rounds} rounds of ${amount} requests.`;
  const text = readFileSync(file, 'utf8');
  const table = ['<!-- bench -->', '', machine, '', ...lines, '', '<!-- /bench -->'].join('\n');
  writeFileSync(file, text.replace(/<!-- bench -->[^]*<!-- \/bench -->/, table));
}
