import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { callsOf, driveInTurns } from './load.js';
import { PostgresServer } from './postgres-server.js';
import { circumstances, progress, table } from './report.js';
import type { Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { workloads } from './workloads.js';

// This build beside that of another checkout, an older one, in turns and on equal data: whether a change made
// anything dearer. With --postgres, the CPU is that of Duet and of the database; --set NAME=VALUE is a setting for both:
// there, MESSAGE_SEARCH=off keeps the other one from indexing meanwhile. See docs/benchmarks.md.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    amount: { type: 'string', default: '2000' },
    only: { type: 'string', default: '' },
    connections: { type: 'string', default: '10' },
    postgres: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const [other] = positionals;
if (other === undefined) {
  process.stderr.write(
    'Name the folder of the other checkout, which must be built: npm run bench:against -- FOLDER\n',
  );
  process.exit(2);
}
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const connections = Number(values.connections);
const settings = Object.fromEntries(values.set.map((one) => one.split('=', 2) as [string, string]));
const size: Size = {
  users: 1000,
  threads: 10_000,
  messages: 200_000,
  families: (rounds + 1) * callsOf(connections, amount),
};

const folder = mkdtempSync(join(tmpdir(), 'duet-against-'));
const postgres = values.postgres ? await PostgresServer.start() : undefined;
const servers: ServerProcess[] = [];
try {
  progress('seeding…');
  // Each by its own: one that was migrated has full pages, which are split when rows are added, for a long time.
  const seeded = async (checkout: string, name: string) => {
    const { seed } = (await import(pathToFileURL(resolve(checkout, 'tests/bench/seed.ts')).href)) as {
      seed: (file: string, size: Size) => Promise<void>;
    };
    const file = join(folder, `${name}.sqlite`);
    await seed(file, size);
    return file;
  };
  const mine = await seeded('.', 'mine');
  const theirs = await seeded(other, 'theirs');
  const urlOf = async (file: string, checkout: string) =>
    (await postgres?.databaseFrom(file, checkout)) ?? `sqlite:${file}`;
  servers.push(
    await startDuet(await urlOf(mine, '.'), join(folder, 'mine.log'), settings, postgres?.cpu),
    await startDuet(
      await urlOf(theirs, other),
      join(folder, 'theirs.log'),
      settings,
      postgres?.cpu,
      resolve(other),
    ),
  );
  const rows: (string | number)[][] = [];
  const all = workloads(size);
  const named = all.filter(({ name }) => name === values.only);
  const chosen = named.length > 0 ? named : all.filter(({ name }) => name.includes(values.only));
  for (const workload of chosen) {
    const [mine, theirs] = await driveInTurns(servers, workload, { connections, amount, rounds });
    if (mine === undefined || theirs === undefined) throw new Error('A server is missing.');
    const [ours, others] = [mine, theirs].map(({ cpu, databaseCpu }) => cpu + databaseCpu) as [
      number,
      number,
    ];
    rows.push([
      workload.name,
      ...[ours, others].map((cpu) => cpu.toFixed(0)),
      (ours / others).toFixed(2),
      ...[mine, theirs].map(({ throughput, p50, p99 }) => `${throughput.toFixed(0)}, ${p50} / ${p99}`),
    ]);
  }
  const heads = ['request', 'this, µs', 'other, µs', 'this ÷ other'];
  const lines = table([...heads, 'this: requests/s, p50 / p99 ms', 'other'], rows);
  process.stdout.write(`\n${circumstances()}\n\n${lines.join('\n')}\n`);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  await postgres?.stop();
  rmSync(folder, { recursive: true });
}
