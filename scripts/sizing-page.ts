import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { table } from '../tests/bench/report.js';
import { seed } from '../tests/bench/seed.js';

/** Where the table lies, from the root of the repository. */
export const sizingFile = 'docs/scaling.md';

/** What an active user does in a day, and the shape of the day. Change these to what yours do. */
const assumed = {
  /** Messages sent. Each is also read: a page of messages, a list of threads, an unread count, a thread marked. */
  messages: 40,
  /** Tokens refreshed. */
  refreshes: 20,
  /** How much busier the busiest second is than the mean. */
  peak: 5,
  /** How much of a core may be in use at the peak, so that requests do not wait. */
  use: 0.5,
  /** How long messages are kept for the size of the disk, in days. */
  kept: 365,
};

const perMessage = ['send', 'list messages, first page', 'list threads', 'unread count', 'mark thread read'];
const steps = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
const day = 86_400; // seconds

/** The page with its table computed again. */
export async function sizingPage(): Promise<string> {
  const block = ['<!-- sizing -->', '', ...(await sizing()), '', '<!-- /sizing -->'].join('\n');
  const page = readFileSync(sizingFile, 'utf8').replace(/<!-- sizing -->[^]*<!-- \/sizing -->/, () => block);
  if (!page.includes(block)) throw new Error(`${sizingFile} has no marks for sizing.`);
  return format(page, { ...(await resolveConfig(sizingFile)), parser: 'markdown' });
}

async function sizing(): Promise<string[]> {
  const measured = onPostgres(readFileSync('docs/benchmarks.md', 'utf8'));
  const bytes = Math.round((await bytesPerMessage()) * measured.disk);
  const requestsPerUser = assumed.messages * perMessage.length + assumed.refreshes;
  /** Microseconds a day. */
  const cpuPerUser = (cost: (request: string) => number) =>
    assumed.messages * perMessage.reduce((sum, request) => sum + cost(request), 0) +
    assumed.refreshes * cost('token refresh');
  const [duet, database] = [cpuPerUser(measured.duet), cpuPerUser(measured.database)];
  const rows = steps.map((users) => {
    const atPeak = (users * assumed.peak) / day;
    const cores = (cpu: number) => (atPeak * cpu) / 1e6 / assumed.use;
    const disk = users * assumed.messages * bytes;
    return [
      count(users),
      count(atPeak * assumed.messages),
      count(atPeak * requestsPerUser),
      count(cores(duet)),
      count(Math.max(1, Math.ceil(cores(duet)))),
      count(cores(database)),
      size(disk),
      size(disk * assumed.kept),
    ];
  });
  return [
    `Assumed: an active user sends ${assumed.messages} messages a day, each with one request of these: ${perMessage
      .slice(1)
      .map((name) => `_${name}_`)
      .join(
        ', ',
      )}; and refreshes ${assumed.refreshes} tokens; the busiest second has ${assumed.peak} times the mean; cores are ${assumed.use * 100} % in use then.`,
    '',
    `Measured, on PostgreSQL: ${Math.round(duet / requestsPerUser)} µs of Duet's CPU and ${Math.round(database / requestsPerUser)} µs of the database's for the mean request, ${bytes} bytes on disk for a message with its indexes.`,
    '',
    ...table(
      [
        'active users a day',
        'messages/s, peak',
        'requests/s, peak',
        'cores of Duet',
        'processes',
        'cores of PostgreSQL',
        'disk a day',
        'after a year',
      ],
      rows,
    ),
  ];
}

/** What the benchmark on PostgreSQL found: microseconds for a request, and how many times the disk of SQLite. */
function onPostgres(benchmarks: string) {
  const [block = ''] = /<!-- postgres -->[^]*<!-- \/postgres -->/.exec(benchmarks) ?? [];
  const cells = block.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const found = (what: string, figure: string | undefined) => {
    if (!(Number(figure) > 0)) throw new Error(`docs/benchmarks.md has no figure for ${what} on PostgreSQL.`);
    return Number(figure);
  };
  const row = (request: string) => cells.find(([, name]) => name === request);
  return {
    duet: (request: string) => found(request, row(request)?.[3]),
    database: (request: string) => found(request, row(request)?.[4]),
    disk: found('disk', /takes ([\d.]+) times the disk/.exec(block)?.[1]),
  };
}

/** What each further message adds to the file, its text of about 100 bytes and its part in the indexes included. */
async function bytesPerMessage(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'duet-sizing-'));
  try {
    const sizeWith = async (messages: number) => {
      const file = join(folder, `${messages}.sqlite`);
      await seed(file, { users: 50, threads: 100, messages, families: 0 });
      return statSync(file).size;
    };
    const added = 20_000;
    return Math.round(((await sizeWith(2 * added)) - (await sizeWith(added))) / added);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** With two digits that count, because no more of them are known. */
function count(number: number): string {
  return Number(number.toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 4 });
}

function size(bytes: number): string {
  const power = Math.min(5, Math.floor(Math.log10(bytes) / 3));
  return `${count(bytes / 1000 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB'][power]}`;
}
