import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsOf, driveInTurns, type Measurement } from './load.js';
import { circumstances, progress, table, writeReport } from './report.js';
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
  await compareAnswers();
  const lines = await report();
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) {
    writeReport('bench', [`${circumstances()} ${rounds} rounds of ${amount} requests.`, '', ...lines]);
  }
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
}

/** @throws Error if a limit server answers a read otherwise than Duet, and so does other work. */
async function compareAnswers(): Promise<void> {
  for (const { name, call } of workloads(size)) {
    const { method, path, token = '' } = call(0);
    if (method !== 'GET' || name.startsWith('mixed')) continue;
    const [ours, ...others] = await Promise.all(
      servers.map(async ({ url }) => {
        const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
        return JSON.parse((await response.text()).replaceAll(url, '')) as unknown;
      }),
    );
    for (const answer of others) deepStrictEqual(answer, ours, `The servers differ in: ${name}.`);
  }
}

async function report(): Promise<string[]> {
  const rows: (string | number)[][] = [];
  for (const workload of workloads(size).filter(({ name }) => name.includes(values.only))) {
    let first = 0;
    for (const connections of levels) {
      const taken = await driveInTurns(servers, workload, { connections, amount, rounds, first });
      rows.push(row(workload, connections, taken));
      first += (rounds + 1) * callsOf(connections, amount);
    }
  }
  const heads = ['request', 'connections', 'Duet µs', 'Express µs', 'Node µs', '÷ Express', '÷ Node'];
  return table([...heads, 'p50 / p99 ms', 'requests/s'], rows);
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
