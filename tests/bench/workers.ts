import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsOf, drive, type Measurement } from './load.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { copies, seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { workloads } from './workloads.js';

// What more processes on one SQLite file bring. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    amount: { type: 'string', default: '4000' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const connections = 64;
const counts = [1, 2, 4];
const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: 0 };
const measured = ['list messages, first page', 'send', 'mixed, 80 reads to 20 sends'];

const folder = mkdtempSync(join(tmpdir(), 'duet-workers-'));
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'workers.sqlite');
  await seed(file, size);
  const names = counts.map((count) => `${count}`);
  for (const [index, copy] of copies(file, names).entries()) {
    const env = { WORKERS: String(counts[index]) };
    servers.push(await startDuet(`sqlite:${copy}`, join(folder, `${counts[index]}.log`), env));
  }
  const rows: string[][] = [];
  for (const workload of workloads(size).filter(({ name }) => measured.includes(name))) {
    const taken = servers.map((): Measurement[] => []);
    for (let round = 0; round <= rounds; round++) {
      progress(`${workload.name}, round ${round} of ${rounds}`);
      for (let turn = 0; turn < servers.length; turn++) {
        const index = (turn + round) % servers.length;
        const first = round * callsOf(connections, amount);
        const result = await drive(servers[index] as ServerProcess, workload, connections, amount, first);
        if (round > 0) taken[index]?.push(result);
      }
    }
    const of = (value: (one: Measurement) => number) => taken.map((results) => median(results.map(value)));
    const row = (what: string, cells: string[]) => rows.push([`${workload.name}: ${what}`, ...cells]);
    row(
      'requests/s',
      of(({ throughput }) => throughput).map((one) => one.toFixed(0)),
    );
    row(
      'CPU of all, µs',
      of(({ cpu }) => cpu).map((one) => one.toFixed(0)),
    );
    const p99 = of((one) => one.p99);
    row(
      'p50 / p99 ms',
      of((one) => one.p50).map((one, index) => `${one} / ${p99[index]}`),
    );
  }
  const lines = [
    `${circumstances()} ${rounds} rounds of ${amount} requests over ${connections} connections.`,
    '',
    ...table(['', ...counts.map((count) => `\`WORKERS=${count}\``)], rows),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('workers', lines);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
}
