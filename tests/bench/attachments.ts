import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { drive } from './load.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { seed } from './seed.js';
import { startDuet } from './server-process.js';
import { access, type Workload } from './workloads.js';

// What uploads cost those who send meanwhile, and how much memory they take. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    amount: { type: 'string', default: '3000' },
    write: { type: 'boolean', default: false },
  },
});
const [rounds, amount] = [Number(values.rounds), Number(values.amount)];
const connections = 10;
const threads = 100;
const atOnce = 20;
const size = 10 * 1024 * 1024;

const send: Workload = {
  name: 'send',
  call: (n) => ({
    method: 'POST',
    path: `/api/v1/threads/${(n % threads) + 1}/messages`,
    token: access((n % threads) + 1),
    body: { text: `Hello number ${n}` },
  }),
  expects: (status) => status === 201,
};

const folder = mkdtempSync(join(tmpdir(), 'duet-attachments-'));
try {
  const file = join(folder, 'duet.sqlite');
  await seed(file, { users: 200, threads, messages: 1000, families: 0 });
  const server = await startDuet(`sqlite:${file}`, join(folder, 'log'), {
    ATTACHMENTS: `file:${join(folder, 'kept')}`,
  });
  try {
    report(await measure(server));
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(server: Awaited<ReturnType<typeof startDuet>>): Promise<string[]> {
  let sent = 0;
  const sends = async () => {
    const taken = await drive(server, send, connections, amount, sent);
    sent += amount;
    return taken;
  };
  /** Uploads so many at once, as often as the sends take, from a process of their own. */
  const beside = async (what: 'files' | 'photos') => {
    const uploader = fork(
      join(import.meta.dirname, 'uploader.ts'),
      [server.url, access(1), join(folder, what), String(atOnce)],
      { execArgv: ['--import=tsx/esm'] },
    );
    await once(uploader, 'message');
    uploader.send('begin');
    const taken = await sends();
    const [told, ended] = [once(uploader, 'message'), once(uploader, 'exit')];
    uploader.send('end');
    const [count] = (await told) as [number];
    await ended;
    return { ...taken, count };
  };

  writeFileSync(join(folder, 'files'), randomBytes(size));
  const photo = Buffer.from(
    await sharp({
      create: {
        width: 4000,
        height: 3000,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', sigma: 30 },
      },
    })
      .jpeg({ quality: 85 })
      .toBuffer(),
  );
  writeFileSync(join(folder, 'photos'), photo);
  for (let round = 0; round < 3; round += 1) await sends(); // to warm up
  const before = server.rss();
  const p99 = { alone: [] as number[], files: [] as number[], photos: [] as number[] };
  const highest = { files: 0, photos: 0 };
  const uploaded = { files: 0, photos: 0 };
  const watched = async (what: 'files' | 'photos') => {
    const watch = setInterval(() => (highest[what] = Math.max(highest[what], server.rss())), 50);
    const taken = await beside(what);
    clearInterval(watch);
    p99[what].push(taken.p99);
    uploaded[what] += taken.count;
  };
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    p99.alone.push((await sends()).p99);
    await watched('files');
    await watched('photos');
  }
  const alone = median(p99.alone);
  const row = (what: string, count: number, latencies: number[], rss: number) => [
    what,
    String(count),
    median(latencies).toFixed(1),
    (median(latencies) / alone).toFixed(2),
    rss.toFixed(0),
  ];
  return [
    `${circumstances()} ${rounds} rounds of ${amount} sends over ${connections} connections, on SQLite.`,
    '',
    ...table(
      ['meanwhile', 'uploads in all', 'p99 of a send: ms', '÷ alone', 'memory at most: MiB'],
      [
        row('nothing', 0, p99.alone, before),
        row(`${atOnce} uploads of 10 MiB at once, again and again`, uploaded.files, p99.files, highest.files),
        row(
          `${atOnce} photos of 12 megapixels (${(photo.length / 1e6).toFixed(0)} MB) at once`,
          uploaded.photos,
          p99.photos,
          highest.photos,
        ),
      ],
    ),
  ];
}

function report(lines: readonly string[]): void {
  progress('');
  process.stdout.write(`${lines.join('\n')}\n`);
  if (values.write) writeReport('attachments', lines);
}
