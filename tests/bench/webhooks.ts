import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { untroubled, type Webhook } from '../../src/domain/webhooks/webhook.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { drive } from './load.js';
import { circumstances, median, progress, table, writeReport } from './report.js';
import { seed } from './seed.js';
import { startDuet } from './server-process.js';
import { access, type Workload } from './workloads.js';

// What a webhook costs: a send beside one, and a backlog that is worked off. See docs/benchmarks.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    amount: { type: 'string', default: '1500' },
    backlog: { type: 'string', default: '100000' },
    write: { type: 'boolean', default: false },
  },
});
const [rounds, amount, backlog] = [values.rounds, values.amount, values.backlog].map(Number) as [
  number,
  number,
  number,
];
const connections = 10;
const threads = 100;

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

let received = 0;
const receiver = createServer((request, response) => {
  request.resume().on('end', () => {
    received += 1;
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

const folder = mkdtempSync(join(tmpdir(), 'duet-webhooks-'));
try {
  const file = join(folder, 'webhooks.sqlite');
  await seed(file, { users: 200, threads, messages: 1000, families: 0 });
  const store = await SqliteStore.open({ driver: 'better-sqlite3', file });
  const server = await startDuet(`sqlite:${file}`, join(folder, 'webhooks.log'), { WEBHOOK_PRIVATE: 'on' });
  try {
    report(await measure());
  } finally {
    await server.stop();
    await store.close();
  }

  async function measure(): Promise<string[]> {
    let sent = 0;
    const sends = async (count = amount) => {
      const taken = await drive(server, send, connections, count, sent);
      sent += count;
      return taken;
    };
    const webhook = await store.run(async ({ webhooks, events }) =>
      webhooks.add({
        ...{ url, events: ['message.created'], delay: 0, onlyUnread: false, description: undefined },
        ...{ created: new Date(), status: 'paused', offReason: undefined, previous: undefined },
        ...{ secret: `whsec_${Buffer.alloc(32).toString('base64')}`, lease: undefined, ...untroubled },
        position: await events.end(),
        reached: new Date(),
      }),
    );
    const change = (what: Partial<Webhook>) =>
      store.run(async ({ webhooks }) => {
        const held = await webhooks.hold(webhook.id);
        await webhooks.update({ ...(held as Webhook), ...what });
      });
    const end = () => store.read(({ events }) => events.end());
    const caughtUp = async (count: number) => {
      while (received < count) await pause(20);
    };

    for (let round = 0; round < 3; round += 1) await sends(); // to warm up
    const taken = { without: [] as number[], slow: [] as number[] };
    const p99 = { without: [] as number[], slow: [] as number[] };
    for (let round = 1; round <= rounds; round += 1) {
      progress(`sending, round ${round} of ${rounds}`);
      const without = await sends();
      await change({ status: 'active', position: await end() });
      await pause(1500);
      const before = received;
      const beside = await sends();
      await caughtUp(before + amount);
      await change({ status: 'paused' });
      await pause(1500);
      taken.without.push(without.cpu);
      taken.slow.push(beside.cpu);
      p99.without.push(without.p99);
      p99.slow.push(beside.p99);
    }
    progress(`a backlog of ${backlog}`);
    await change({ position: await end() });
    await sends(backlog);
    const rss = server.rss();
    const cpu = server.cpu();
    const before = received;
    const began = performance.now();
    await change({ status: 'active' });
    let highest = rss;
    const watch = setInterval(() => (highest = Math.max(highest, server.rss())), 200);
    await caughtUp(before + backlog);
    clearInterval(watch);
    const seconds = (performance.now() - began) / 1000;
    const each = (server.cpu() - cpu) / backlog;
    const [without, beside] = [median(taken.without), median(taken.slow)];
    const row = (what: string, cost: number, latencies: number[]) => [
      what,
      cost.toFixed(0),
      (cost / without).toFixed(2),
      median(latencies).toFixed(1),
    ];
    return [
      `${circumstances()} ${rounds} rounds of ${amount} sends over ${connections} connections.`,
      '',
      ...table(
        ['webhook', 'CPU of a send: µs', '÷ none', 'p99: ms'],
        [row('none that is active', without, p99.without), row('one, told meanwhile', beside, p99.slow)],
      ),
      '',
      `A backlog of ${backlog.toLocaleString('en')} events: ${(backlog / seconds).toFixed(0)} a second, ` +
        `${each.toFixed(0)} µs of CPU each; ${rss.toFixed(0)} MiB before, ${highest.toFixed(0)} MiB at most.`,
    ];
  }
} finally {
  receiver.closeAllConnections();
  receiver.close();
  rmSync(folder, { recursive: true });
}

function report(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (values.write) writeReport('webhooks', lines);
}
