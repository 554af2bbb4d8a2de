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
  throw new Error(
    `${wanted} streams take more than the ${files} open files that are allowed: ulimit -n ${wanted + 200}`,
  );
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
    const taken: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      progress(`sending, round ${round} of ${rounds}`);
      const { cpu } = await drive(server, send, connections, amount, sent);
      sent += amount;
      if (round > 0) taken.push(cpu); // the first is to warm up
    }
    return median(taken);
  };
  const resting = async (): Promise<number> => {
    const before = server.cpu();
    await pause(idle);
    return (server.cpu() - before) / (idle / 1000);
  };

  const alone = { send: await sends(), rest: await resting() };

  const pair = await Promise.all([1, 2].map((user) => Listener.open(server, user)));
  const heard = { send: await sends(), rest: await resting() };
  const told = (rounds + 1) * amount;
  for (const { events } of pair) {
    if (events !== told) throw new Error(`A participant got ${events} events of ${told}.`);
  }
  for (const listener of pair) listener.close();

  const before = server.rss();
  const others: Listener[] = [];
  while (others.length < wanted) {
    progress(`${others.length} of ${wanted} streams`);
    const next = Array.from({ length: Math.min(50, wanted - others.length) }, (_, n) =>
      Listener.open(server, others.length + n + 3),
    );
    others.push(...(await Promise.all(next)));
  }
  const beside = { rest: await resting(), memory: server.rss() - before, send: await sends() };
  for (const { events } of others) if (events > 0) throw new Error('Somebody got an event of others.');
  for (const listener of others) listener.close();

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
    `Memory with ${many} streams: ${beside.memory.toFixed(0)} MiB more, ${((beside.memory * 1024) / wanted).toFixed(1)} KiB a stream.`,
  ];
}

function report(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('streams', lines);
}
