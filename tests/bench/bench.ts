import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsOf, drive, type Measurement } from './load.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { copies, seed, type Size } from './seed.js';
import { startDuet, startLimitServer, type ServerProcess } from './server-process.js';
import { workloads, type Workload } from './workloads.js';

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
const callsNeeded = levels.length * (rounds + 1) * callsOf(100, amount);
const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: callsNeeded };

const folder = mkdtempSync(join(tmpdir(), 'duet-bench-'));
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'bench.sqlite');
  await seed(file, size);
  const [duet = '', express = '', node = ''] = copies(file, ['duet', 'express', 'node']);
  servers.push(
    await startDuet(`sqlite:${duet}`, join(folder, 'duet.log')),
    await startLimitServer('express', express, join(folder, 'express.log')),
    await startLimitServer('node', node, join(folder, 'node.log')),
  );
  const lines = await report();
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) {
    writeReport('bench', [`${circumstances()} ${rounds} rounds of ${amount} requests.`, '', ...lines]);
  }
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
}

async function report(): Promise<string[]> {
  const rows: (string | number)[][] = [];
  for (const workload of workloads(size).filter(({ name }) => name.includes(values.only))) {
    let first = 0;
    for (const connections of levels) {
      rows.push(row(workload, connections, await measure(workload, connections, first)));
      first += (rounds + 1) * callsOf(connections, amount);
    }
  }
  const heads = ['request', 'connections', 'Duet µs', 'Express µs', 'Node µs', '÷ Express', '÷ Node'];
  return table([...heads, 'p50 / p99 ms', 'requests/s'], rows);
}

/** Rounds of all servers in turns, the first of them to warm up; the median of each. */
async function measure(workload: Workload, connections: number, first: number): Promise<Measurement[]> {
  const taken = servers.map((): Measurement[] => []);
  for (let round = 0; round <= rounds; round++) {
    progress(`${workload.name}, ${connections} connections, round ${round} of ${rounds}`);
    const order = servers.map((_, index) => (index + round) % servers.length);
    for (const index of order) {
      const begin = first + round * callsOf(connections, amount);
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

function row(
  { name }: Workload,
  connections: number,
  [duet, express, node]: Measurement[],
): (string | number)[] {
  if (duet === undefined || express === undefined || node === undefined)
    throw new Error('A server is missing.');
  return [
    name,
    connections,
    duet.cpu.toFixed(0),
    express.cpu.toFixed(0),
    node.cpu.toFixed(0),
    (duet.cpu / express.cpu).toFixed(2),
    (duet.cpu / node.cpu).toFixed(2),
    `${duet.p50} / ${duet.p99}`,
    duet.throughput.toFixed(0),
  ];
}
