import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsOf, driveInTurns } from './load.js';
import { PostgresServer } from './postgres-server.js';
import { circumstances, progress, table, writeReport } from './report.js';
import { copies, seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { workloads } from './workloads.js';

// What a request costs on PostgreSQL: Duet's CPU, and the database's. See docs/benchmarks.md.

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
const connections = 10;
const size: Size = {
  users: 1000,
  threads: 10_000,
  messages: 200_000,
  families: (rounds + 1) * callsOf(connections, amount),
};

const folder = mkdtempSync(join(tmpdir(), 'duet-postgres-'));
const postgres = await PostgresServer.start();
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'bench.sqlite');
  await seed(file, size);
  const url = await postgres.databaseFrom(file);
  const growth = (await postgres.sizeOf(url)) / statSync(file).size;
  const [copy = ''] = copies(file, ['sqlite']);
  servers.push(
    await startDuet(`sqlite:${copy}`, join(folder, 'sqlite.log')),
    await startDuet(url, join(folder, 'postgres.log'), {}, postgres.cpu),
  );
  const rows: string[][] = [];
  for (const workload of workloads(size).filter(({ name }) => name.includes(values.only))) {
    const [sqlite, server] = await driveInTurns(servers, workload, { connections, amount, rounds });
    if (sqlite === undefined || server === undefined) throw new Error('A server is missing.');
    rows.push([
      workload.name,
      sqlite.cpu.toFixed(0),
      server.cpu.toFixed(0),
      server.databaseCpu.toFixed(0),
      ((server.cpu + server.databaseCpu) / sqlite.cpu).toFixed(2),
      `${server.p50} / ${server.p99}`,
      server.throughput.toFixed(0),
    ]);
  }
  const heads = ['request', 'SQLite: Duet µs', 'PostgreSQL: Duet µs', 'database µs', 'both ÷ SQLite'];
  const version = await postgres.version();
  const lines = [
    `${circumstances()} PostgreSQL ${version}. ${rounds} rounds of ${amount} requests over ${connections} connections.`,
    '',
    ...table([...heads, 'p50 / p99 ms', 'requests/s'], rows),
    '',
    `The same data takes ${growth.toFixed(1)} times the disk of SQLite.`,
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('postgres', lines);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
