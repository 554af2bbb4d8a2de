import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { callsOf, drive } from './load.js';
import { circumstances, progress, table, writeReport } from './report.js';
import { seed, type Size } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { access, workloads } from './workloads.js';

// Whether memory levels off under hours of mixed traffic. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const connections = 10;

/** How many requests of each type are sent in a minute: together a few hundred a second. */
const perMinute: Readonly<Record<string, number>> = {
  'mixed, 80 reads to 20 sends': 8000,
  'open existing thread': 500,
  'open new thread': 50,
  'list messages, keyset': 500,
  'mark thread read': 500,
  'token refresh': 200,
};

/** How many streams are opened, and closed at the end of the minute. */
const streams = 100;

const size: Size = { users: 1000, threads: 10_000, messages: 200_000, families: 200_000 };
const folder = mkdtempSync(join(tmpdir(), 'duet-soak-'));
let server: ServerProcess | undefined;
try {
  progress('seeding…');
  const file = join(folder, 'soak.sqlite');
  await seed(file, size);
  server = await startDuet(`sqlite:${file}`, join(folder, 'log'));
  const called = new Map<string, number>();
  const rows: string[][] = [['0', '0', server.rss().toFixed(0)]];
  let requests = 0;
  const began = performance.now();
  for (let minute = 1; minute <= minutes; minute++) {
    progress(`minute ${minute} of ${minutes}, ${server.rss().toFixed(0)} MiB`);
    const close = await openStreams(server, minute);
    for (const workload of workloads(size)) {
      const amount = perMinute[workload.name];
      if (amount === undefined) continue;
      const first = called.get(workload.name) ?? 0;
      await drive(server, workload, connections, amount, first);
      called.set(workload.name, first + callsOf(connections, amount));
      requests += amount;
    }
    requests += await otherPages(server);
    close();
    await pause(Math.max(0, began + minute * 60_000 - performance.now()));
    if (minute % 5 === 0) rows.push([`${minute}`, requests.toLocaleString('en'), server.rss().toFixed(0)]);
  }
  const lines = [circumstances(), '', ...table(['minutes', 'requests so far', 'RSS, MiB'], rows)];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('soak', lines);
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true });
}

/** Opens streams of several users; returns how to close them. */
async function openStreams({ url }: ServerProcess, minute: number): Promise<() => void> {
  const opened = await Promise.all(
    Array.from({ length: streams }, (_, index) => {
      const headers = { authorization: `Bearer ${access(((minute * streams + index) % size.users) + 1)}` };
      return new Promise<() => void>((resolve, reject) => {
        const request = get(`${url}/api/v1/events`, { headers, agent: false }, (response) => {
          response.resume().on('error', () => undefined); // it is cut off when it is closed
          resolve(() => request.destroy());
        }).once('error', reject);
      });
    }),
  );
  return () => {
    for (const close of opened) close();
  };
}

/** What else comes: pages, refusals, and what nobody should send. Returns how many requests there were. */
async function otherPages({ url }: ServerProcess): Promise<number> {
  const paths = [
    '/',
    '/docs',
    '/openapi.json',
    '/metrics',
    '/readyz',
    '/admin/login',
    '/admin/nope',
    '/nope',
  ];
  const bodies = ['{', '{"username":1}', '{"username":"nobody","password":"wrong password"}'];
  for (const path of paths) await (await fetch(url + path, { redirect: 'manual' })).arrayBuffer();
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body };
    await (await fetch(`${url}/api/v1/auth/token`, request)).arrayBuffer();
  }
  return paths.length + bodies.length;
}
