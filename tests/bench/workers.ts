import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { driveInTurns, type Measurement } from './load.js';
import { PostgresServer } from './postgres-server.js';
import { circumstances, progress, table, writeReport } from './report.js';
import { copies, seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { workloads } from './workloads.js';

// What more processes on one database bring. See docs/benchmarks.md.

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
const onSqlite = [1, 2, 4];
const onPostgres = [1, 2];
const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: 0 };
const measured = ['list messages, first page', 'send', 'mixed, 80 reads to 20 sends'];

const folder = mkdtempSync(join(tmpdir(), 'duet-workers-'));
const postgres = await PostgresServer.start();
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'workers.sqlite');
  await seed(file, size);
  const start = async (url: string, workers: number, databaseCpu?: () => number) => {
    const log = join(folder, `${servers.length}.log`);
    servers.push(await startDuet(url, log, { WORKERS: `${workers}` }, databaseCpu));
  };
  const files = copies(
    file,
    onSqlite.map((count) => `${count}`),
  );
  for (const [index, count] of onSqlite.entries()) await start(`sqlite:${files[index]}`, count);
  for (const count of onPostgres) await start(await postgres.databaseFrom(file), count, postgres.cpu);

  const rows: string[][] = [];
  for (const workload of workloads(size).filter(({ name }) => measured.includes(name))) {
    const taken = await driveInTurns(servers, workload, { connections, amount, rounds });
    const row = (what: string, cell: (one: Measurement) => string) =>
      rows.push([`${workload.name}: ${what}`, ...taken.map(cell)]);
    row('requests/s', ({ throughput }) => throughput.toFixed(0));
    row('CPU of all, µs', ({ cpu, databaseCpu }) => (cpu + databaseCpu).toFixed(0));
    row('p50 / p99 ms', ({ p50, p99 }) => `${p50} / ${p99}`);
  }
  const heads = [
    ...onSqlite.map((count) => `SQLite, \`WORKERS=${count}\``),
    ...onPostgres.map((count) => `PostgreSQL, \`WORKERS=${count}\``),
  ];
  const lines = [
    `${circumstances()} PostgreSQL ${await postgres.version()}. ${rounds} rounds of ${amount} requests over ${connections} connections.`,
    '',
    ...table(['', ...heads], rows),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('workers', lines);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
