import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { drive } from './load.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { seed } from './seed.js';
import { startDuet, type ServerProcess } from './server-process.js';
import { access, type Workload } from './workloads.js';

// What open streams of events cost: the memory of each, and what a send costs beside them. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    amount: { type: 'string', default: '1500' },
    write: { type: 'boolean', default: false },
  },
});
const wanted = Number(values.streams);
const rounds = Number(values.rounds);
const amount = Number(values.amount);
const connections = 10;

/** How long to look at what a server does by itself, in milliseconds. */
const idle = 5000;

// This process has one end of each stream, and the server, which inherits the limit, has the other.
const files = Number(/Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
if (files < wanted + 200) {
  process.stderr.write(
    `${wanted} streams take more than the ${files} open files that a process may have here. ` +
      `Allow more (ulimit -n ${wanted + 200}), or open fewer (--streams ${Math.max(files - 200, 1)}).\n`,
  );
  process.exit(1);
}

/** Users 1 and 2 write to each other; each of the others only listens. */
const send: Workload = {
  name: 'send',
  call: (n) => ({
    method: 'POST',
    path: '/api/v1/threads/1/messages',
    token: access((n % 2) + 1),
    body: { text: `Hello number ${n}` },
  }),
  expects: (status) => status === 201,
};

/** One open stream, which reads and counts what comes. */
class Listener {
  events = 0;

  private constructor(private readonly response: IncomingMessage) {
    let line = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      this.events += lines.filter((one) => one.startsWith('event: ')).length;
    });
  }

  static open({ url }: ServerProcess, user: number): Promise<Listener> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${access(user)}` };
      get(`${url}/api/v1/events`, { headers, agent: false }, (response) => {
        if (response.statusCode === 200) resolve(new Listener(response));
        else reject(new Error(`A stream is answered by ${response.statusCode}.`));
      }).once('error', reject);
    });
  }

  /** Resolves when all have come. */
  async heard(all: number): Promise<void> {
    for (const deadline = Date.now() + 60_000; this.events < all && Date.now() < deadline;) await pause(1);
    if (this.events !== all) throw new Error(`A participant got ${this.events} events of ${all}.`);
  }

  close(): void {
    this.response.destroy();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'duet-streams-'));
try {
  const file = join(folder, 'streams.sqlite');
  progress('seeding…');
  await seed(file, { users: wanted + 2, threads: 1, messages: 1000, families: 0 });
  const server = await startDuet(`sqlite:${file}`, join(folder, 'streams.log'));
  try {
    report(await measure(server));
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(server: ServerProcess): Promise<string[]> {
  let sent = 0;
  const sends = async (): Promise<number> => {
    const { cpu } = await drive(server, send, connections, amount, sent);
    sent += amount;
    return cpu;
  };
  const resting = async (): Promise<number> => {
    const before = server.cpu();
    await pause(idle);
    return (server.cpu() - before) / (idle / 1000);
  };

  for (let round = 0; round < 3; round++) await sends(); // to warm up
  await resting();
  const before = server.rss();
  const others: Listener[] = [];
  while (others.length < wanted) {
    progress(`${others.length} of ${wanted} streams`);
    const next = Array.from({ length: Math.min(50, wanted - others.length) }, (_, n) =>
      Listener.open(server, others.length + n + 3),
    );
    others.push(...(await Promise.all(next)));
  }
  const rest = await resting();
  const memory = server.rss() - before;
  const taken = { beside: [] as number[], alone: [] as number[], heard: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    progress(`sending beside others, round ${round} of ${rounds}`);
    taken.beside.push(await sends());
  }
  for (const { events } of others) if (events > 0) throw new Error('Somebody got an event of others.');
  for (const listener of others) listener.close();
  const beside = { send: median(taken.beside), rest };

  // In turn, so that what changes meanwhile changes both.
  for (let round = 0; round <= rounds; round++) {
    progress(`sending, round ${round} of ${rounds}`);
    const alone = await sends();
    const pair = await Promise.all([1, 2].map((user) => Listener.open(server, user)));
    const heard = await sends();
    for (const listener of pair) await listener.heard(amount);
    for (const listener of pair) listener.close();
    if (round === 0) continue; // the end of the others' streams is in it
    taken.alone.push(alone);
    taken.heard.push(heard);
  }
  const alone = { send: median(taken.alone), rest: await resting() };
  const pair = await Promise.all([1, 2].map((user) => Listener.open(server, user)));
  const heard = { send: median(taken.heard), rest: await resting() };
  for (const listener of pair) listener.close();

  const row = (who: string, cost: { send: number; rest: number }) => [
    who,
    cost.send.toFixed(0),
    (cost.send / alone.send).toFixed(2),
    (cost.rest / 1000).toFixed(1),
  ];
  const many = wanted.toLocaleString('en');
  return [
    `${circumstances()} ${rounds} rounds of ${amount} sends over ${connections} connections.`,
    '',
    ...table(
      ['who listens', 'send: µs', '÷ nobody', 'at rest: ms of CPU a second'],
      [row('nobody', alone), row('both participants', heard), row(`${many} others, one stream each`, beside)],
    ),
    '',
    `Memory with ${many} streams: ${memory.toFixed(0)} MiB more, ${((memory * 1024) / wanted).toFixed(1)} KiB a stream.`,
  ];
}

function report(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('streams', lines);
}
