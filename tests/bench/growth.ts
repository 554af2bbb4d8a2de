import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsOf, drive } from './load.js';
import { PostgresServer } from './postgres-server.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { access, workloads, type Workload } from './workloads.js';

// What a request costs as data grows, and what stays in memory. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    amount: { type: 'string', default: '500' },
    requests: { type: 'string', default: '100000' },
    postgres: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const connections = 10;
const callsNeeded = (rounds + 1) * callsOf(connections, amount);

const folder = mkdtempSync(join(tmpdir(), 'duet-growth-'));
const postgres = values.postgres ? await PostgresServer.start() : undefined;
try {
  const lines = [
    ...(await growthOf(
      'messages in one thread',
      [10_000, 100_000, 1_000_000].map((messages) => ({ users: 2, threads: 1, messages })),
      'messages',
      (size) => [
        ...workloads(size).filter(({ name }) => !/open new|mixed/.test(name)),
        listing('list messages, keyset at the end', `after=${size.messages - 100}`),
        markOneUnread(),
        listing('list messages, offset at the end', `offset=${size.messages - 20}`),
      ],
    )),
    '',
    ...(await growthOf(
      'threads of one user',
      [10, 1_000, 10_000].map((threads) => ({
        users: threads + callsNeeded + 2,
        threads,
        messages: 20_000,
        star: true as const,
      })),
      'threads',
      (size) => [
        ...workloads(size).filter(({ name }) => !name.includes('mixed')),
        {
          name: 'list threads, offset at the end',
          call: () => get(`/threads?offset=${Math.max(0, size.threads - 20)}`),
          expects: (status) => status === 200,
        },
      ],
    )),
  ];
  const on = postgres ? ` PostgreSQL ${await postgres.version()}.` : '';
  const head = `${circumstances()}${on} ${rounds} rounds of ${amount} requests.`;
  report(postgres ? 'growth on PostgreSQL' : 'growth', [head, '', ...lines]);
  if (postgres === undefined) report('memory', await memory());
} finally {
  await postgres?.stop();
  rmSync(folder, { recursive: true });
}

function report(mark: string, lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport(mark, lines);
}

function get(path: string) {
  return { method: 'GET', path: `/api/v1${path}`, token: access(1) } as const;
}

function listing(name: string, query: string): Workload {
  return {
    name,
    call: () => get(`/threads/1/messages?limit=20&${query}`),
    expects: (status, { results }: { results: unknown[] }) => status === 200 && results.length === 20,
  };
}

/** In turns: one participant sends, the other marks the thread as read. */
function markOneUnread(): Workload {
  return {
    name: 'send, then mark thread read',
    call: (n) =>
      n % 2 === 0
        ? { method: 'POST', path: '/api/v1/threads/1/messages', token: access(1), body: { text: 'Hello' } }
        : { method: 'POST', path: '/api/v1/threads/1/read', token: access(2) },
    expects: (status) => status === 200 || status === 201,
  };
}

/** CPU of a request of each type, at each of the sizes: in turns, the first round to warm up. */
async function growthOf(
  what: string,
  shapes: readonly Omit<Size, 'families'>[],
  growing: 'messages' | 'threads',
  workloadsOf: (size: Size) => readonly Workload[],
): Promise<string[]> {
  const sizes = shapes.map((shape): Size => ({ ...shape, families: callsNeeded }));
  const servers: ServerProcess[] = [];
  try {
    for (const size of sizes) {
      const name = `${size[growing].toLocaleString('en')} ${what}`;
      progress(`seeding ${name}…`);
      const file = join(folder, `${name}.sqlite`);
      await seed(file, size);
      const url = (await postgres?.databaseFrom(file)) ?? `sqlite:${file}`;
      servers.push(await startDuet(url, join(folder, `${name}.log`), {}, postgres?.cpu));
    }
    const kinds = sizes.map(workloadsOf);
    const rows: (string | number)[][] = [];
    for (const [index, { name }] of (kinds[0] ?? []).entries()) {
      const taken = servers.map((): number[] => []);
      for (let round = 0; round <= rounds; round++) {
        progress(`${what}: ${name}, round ${round} of ${rounds}`);
        for (const [at, server] of servers.entries()) {
          const workload = kinds[at]?.[index] as Workload;
          const { cpu, databaseCpu } = await drive(
            server,
            workload,
            connections,
            amount,
            round * callsOf(connections, amount),
          );
          if (round > 0) taken[at]?.push(cpu + databaseCpu);
        }
      }
      const [smallest = NaN, ...larger] = taken.map(median);
      const ratios = larger.map((cpu) => (cpu / smallest).toFixed(2));
      rows.push([name, ...[smallest, ...larger].map((cpu) => cpu.toFixed(0)), ...ratios]);
    }
    const heads = sizes.map((size) => size[growing].toLocaleString('en'));
    return table(
      [what, ...heads.map((head) => `${head}: µs`), ...heads.slice(1).map((head) => `${head} ÷ ${heads[0]}`)],
      rows,
    );
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function memory(): Promise<string[]> {
  const requests = Number(values.requests);
  const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: 0 };
  const file = join(folder, 'memory.sqlite');
  progress('seeding…');
  await seed(file, size);
  const server = await startDuet(`sqlite:${file}`, join(folder, 'memory.log'));
  try {
    await settled(server);
    const rows: (string | number)[][] = [['at rest', server.rss().toFixed(0)]];
    await fetch(`${server.url}/admin/login`);
    await settled(server);
    rows.push(['at rest, after a visit to the panel', server.rss().toFixed(0)]);
    const mixed = workloads(size).find(({ name }) => name.includes('mixed')) as Workload;
    let sent = 0;
    for (const step of [0.1, 0.4, 0.7, 1].map((part) => part * requests)) {
      progress(`${step} requests`);
      await drive(server, mixed, connections, step - sent, sent);
      sent = step;
      rows.push([`after ${step.toLocaleString('en')} requests`, server.rss().toFixed(0)]);
    }
    return [
      `From the start of the process until it answers: ${server.startTime.toFixed(0)} ms. Mixed requests:`,
      '',
      ...table(['', 'RSS, MiB'], rows),
    ];
  } finally {
    await server.stop();
  }
}

/** Waits until a server has loaded what it loads after it listens: until it takes no CPU for a second. */
async function settled(server: ServerProcess): Promise<void> {
  for (let before = -Infinity; server.cpu() - before > 20_000;) {
    before = server.cpu();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
