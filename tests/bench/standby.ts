import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { driveInTurns } from './load.js';
import { PostgresServer } from './postgres-server.js';
import { circumstances, progress, table, writeReport } from './report.js';
import { seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { workloads } from './workloads.js';

// What it costs that a commit waits for a synchronous standby. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    amount: { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const size: Size = { users: 1000, threads: 10_000, messages: 20_000, families: 0 };
const [send] = workloads(size).filter(({ name }) => name === 'send');
if (send === undefined) throw new Error('There is no send.');

const folder = mkdtempSync(join(tmpdir(), 'duet-standby-'));
const postgres = await PostgresServer.startPrimary();
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  const file = join(folder, 'bench.sqlite');
  await seed(file, size);
  const waiting = await postgres.databaseFrom(file);
  const alone = await postgres.databaseFrom(file);
  await postgres.copyToStandby([alone]);
  for (const url of [waiting, alone]) {
    servers.push(await startDuet(url, join(folder, `${servers.length}.log`)));
  }
  const rows: (string | number)[][] = [];
  for (const connections of [1, 10, 64]) {
    const [late, early] = await driveInTurns(servers, send, { connections, amount, rounds });
    if (late === undefined || early === undefined) throw new Error('A server is missing.');
    rows.push([
      connections,
      ...[late, early].map(({ p50, p99, throughput }) => `${p50} / ${p99}, ${throughput.toFixed(0)}`),
    ]);
  }
  const heads = ['connections', 'waits for the standby: p50 / p99 ms, sends/s', 'does not wait'];
  const lines = [
    `${circumstances()} PostgreSQL ${await postgres.version()}. ${rounds} rounds of ${amount} sends.`,
    '',
    ...table(heads, rows),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('standby', lines);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
