import { expect } from 'chai';
import { replace, type Replacement } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import type { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import type { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { Api, type User } from '../support/client.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { storeUrl } from '../support/service.js';
import { observePostgres, observeStatements } from './observe-statements.js';

interface Scene {
  readonly me: User;
  /** Has a thread with me, where 3 messages wait for me and the last has this id. */
  readonly other: User;
  readonly thread: number;
  readonly message: number;
  /** Has no thread. */
  readonly stranger: User;
}

interface HotPath {
  readonly name: string;
  readonly request: (scene: Scene) => readonly [method: string, path: string, body?: object];
  readonly status: number;
  /** What the statements do, in order: first those of the reader, then those of a unit of work. */
  readonly reads?: readonly string[];
  readonly unit?: readonly string[];
  /** On PostgreSQL, where it takes others. */
  readonly unitOnPostgres?: readonly string[];
  /** It sorts what it finds, which is little: the threads of a pair, or of a user with one key. */
  readonly sorts?: boolean;
}

const onSqlite = ({ reads = [], unit }: HotPath): string[] => [
  ...reads.map((statement) => `reader ${statement}`),
  ...(unit === undefined
    ? []
    : ['BEGIN IMMEDIATE', 'SAVEPOINT unit', ...unit, 'RELEASE unit', 'COMMIT'].map(
        (statement) => `writer ${statement}`,
      )),
];

const onPostgres = ({ reads = [], unit, unitOnPostgres = unit }: HotPath): string[] => [
  ...reads,
  ...(unitOnPostgres === undefined ? [] : ['BEGIN', ...unitOnPostgres, 'COMMIT']),
];

const hotPaths: readonly HotPath[] = [
  {
    name: 'open an existing thread',
    request: ({ other }) => ['POST', '/threads', { participants: [other.id] }],
    status: 200,
    reads: ['SELECT threads'],
  },
  {
    name: 'open a new thread',
    request: ({ stranger }) => ['POST', '/threads', { participants: [stranger.id] }],
    status: 201,
    reads: ['SELECT threads'],
    unit: ['SELECT users', 'SELECT threads', 'INSERT threads', 'UPDATE users', 'INSERT events'],
    // Who opens holds both users, in one order, before it counts for them; the event goes in the trip of the hold.
    unitOnPostgres: [
      'SELECT users',
      'SELECT threads',
      'INSERT threads',
      'SELECT users',
      'INSERT events',
      'UPDATE users',
    ],
  },
  {
    name: 'list threads',
    request: () => ['GET', '/threads'],
    status: 200,
    reads: ['SELECT users'],
  },
  {
    name: 'list all threads, archived or not',
    request: () => ['GET', '/threads?archived=all'],
    status: 200,
    reads: ['SELECT users'],
  },
  {
    name: 'list archived threads',
    request: () => ['GET', '/threads?archived=true'],
    status: 200,
    reads: ['SELECT users'],
  },
  {
    name: 'list threads with somebody',
    request: ({ other }) => ['GET', `/threads?with=${other.id}`],
    status: 200,
    reads: ['SELECT threads'],
    sorts: true,
  },
  {
    name: 'list threads with a key',
    request: () => ['GET', '/threads?key=order:42'],
    status: 200,
    reads: ['SELECT threads'],
    sorts: true,
  },
  {
    name: 'list the thread with somebody that has a key',
    request: ({ other }) => ['GET', `/threads?with=${other.id}&key=order:42&archived=all`],
    status: 200,
    reads: ['SELECT threads'],
    sorts: true,
  },
  {
    name: 'archive a thread',
    request: ({ thread }) => ['PATCH', `/threads/${thread}`, { archived: true }],
    status: 200,
    unit: ['SELECT threads', 'UPDATE threads', 'UPDATE users', 'INSERT events', 'SELECT threads'],
  },
  {
    name: 'list messages, first page',
    request: ({ thread }) => ['GET', `/threads/${thread}/messages`],
    status: 200,
    reads: ['SELECT threads'],
  },
  {
    name: 'list messages, newest first',
    request: ({ thread }) => ['GET', `/threads/${thread}/messages?ordering=-created`],
    status: 200,
    reads: ['SELECT threads'],
  },
  {
    name: 'list messages after one',
    request: ({ thread }) => ['GET', `/threads/${thread}/messages?after=1`],
    status: 200,
    reads: ['SELECT threads'],
  },
  {
    name: 'list messages before one',
    request: ({ thread, message }) => ['GET', `/threads/${thread}/messages?before=${message}`],
    status: 200,
    reads: ['SELECT threads'],
  },
  {
    name: 'send',
    request: ({ thread }) => ['POST', `/threads/${thread}/messages`, { text: 'Hello' }],
    status: 201,
    unit: ['SELECT threads', 'INSERT messages', 'UPDATE threads', 'UPDATE users', 'INSERT events'],
  },
  {
    name: 'mark read',
    request: ({ message }) => ['PATCH', `/messages/${message}`, { is_read: true }],
    status: 200,
    unit: ['SELECT messages', 'UPDATE messages', 'UPDATE threads', 'UPDATE users', 'INSERT events'],
  },
  {
    name: 'mark read again',
    request: ({ message }) => ['PATCH', `/messages/${message}`, { is_read: true }],
    status: 200,
    unit: ['SELECT messages'],
  },
  {
    name: 'mark thread read',
    request: ({ thread }) => ['POST', `/threads/${thread}/read`],
    status: 200,
    unit: ['SELECT threads', 'UPDATE messages', 'UPDATE threads', 'UPDATE users', 'INSERT events'],
  },
  {
    name: 'mark thread read when there is nothing unread',
    request: ({ thread }) => ['POST', `/threads/${thread}/read`],
    status: 200,
    unit: ['SELECT threads', 'UPDATE messages'],
  },
  {
    name: 'unread count',
    request: () => ['GET', '/users/me/unread-count'],
    status: 200,
    reads: ['SELECT users'],
  },
  {
    name: 'token refresh',
    request: ({ me }) => ['POST', '/auth/token/refresh', { refresh: me.refresh }],
    status: 200,
    unit: ['SELECT token_families', 'UPDATE token_families'],
  },
];

// Of what the planner says it will do: reading a whole table, and sorting.
const planned = (plan: string, table: string) =>
  new RegExp(`(MATERIALIZE|CO-ROUTINE) ${table}\\b`).test(plan);
const scans = (plan: string) =>
  [...plan.matchAll(/SCAN (\w+)/g)].filter(([, table = '']) => !planned(plan, table));
const sorts = (plan: string) => plan.match(/USE TEMP B-TREE.*/g) ?? [];

/** The service asks its store every two seconds whether it is well, whatever else happens. */
const isPing = (text: string) => text.includes('SELECT 1 FROM users LIMIT 1');

/** The verb of a statement and the first table that it names. */
function gist(text: string): string {
  const [, verb, table] =
    /^\s*(?:WITH \w+ AS \()?(SELECT|INSERT|UPDATE|DELETE)\b.*?\b(users|threads|messages|token_families|events)\b/s.exec(
      text,
    ) ?? [undefined, text, undefined];
  return table === undefined ? text : `${verb} ${table}`;
}

/** At a time that stands still, a session stays fresh however busy the machine is. */
function standingStill(): Replacement {
  const now = new Date();
  return replace(tokens.clock, { now: () => now, elapsed: () => 0 });
}

/** What is looked for beside the requests, like webhooks to deliver for, is looked for at the start alone. */
const undisturbed = [
  replace(tokens.couriersOptions, { look: 3_600_000 }),
  replace(tokens.indexInterval, 3_600_000),
];

async function sceneOf(api: Api): Promise<Scene> {
  const { me, other, stranger } = await api.people('me', 'other', 'stranger');
  const { id: thread } = await api.open(other, me);
  await api.send(other, thread, 'one');
  await api.send(other, thread, 'two');
  const { id: message } = await api.send(other, thread, 'three');
  return { me, other, stranger, thread, message };
}

for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
  describe(`Hot paths on ${driver}`, function () {
    this.timeout(60_000);
    const api = new Api();
    const seen: { on: 'reader' | 'writer'; text: string }[] = [];
    let scene: Scene;

    before(async () => {
      await api.start({ DATABASE_URL: storeUrl(driver) }, standingStill(), ...undisturbed);
      const { writer, reader } = api.service.store as SqliteStore;
      const observe = (on: 'reader' | 'writer') => (text: string) => {
        if (!isPing(text)) seen.push({ on, text });
      };
      observeStatements(writer, observe('writer'));
      observeStatements(reader, observe('reader'));
      scene = await sceneOf(api);
    });

    after(() => api.stop());

    async function explain(text: string): Promise<string> {
      const { reader } = api.service.store as SqliteStore;
      const nothing = Array.from(text.matchAll(/\?/g), () => null);
      const rows = await reader.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${text}`, nothing);
      return rows.map(({ detail }) => detail).join('\n');
    }

    // In this order: what one does, the next finds.
    for (const hotPath of hotPaths) {
      const { name, request, status } = hotPath;
      it(`${name}: these statements, each by an index`, async () => {
        seen.length = 0;
        const answer = await scene.me.call(...request(scene));
        const run = [...seen];
        expect(answer.status, answer.raw).to.equal(status);
        expect(run.map(({ on, text }) => `${on} ${gist(text)}`)).to.deep.equal(onSqlite(hotPath));
        for (const { text } of run.filter(({ text }) => gist(text) !== text)) {
          const plan = await explain(text);
          expect(scans(plan), `${text}\n${plan}`).to.deep.equal([]);
          if (hotPath.sorts !== true) expect(sorts(plan), `${text}\n${plan}`).to.deep.equal([]);
        }
      });
    }

    it('merge the two halves of a list of threads in their order', async () => {
      seen.length = 0;
      await scene.me.call('GET', '/threads');
      const plan = await explain(seen[0]?.text ?? '');
      expect(plan).to.include('MERGE (UNION ALL)');
      expect(plan).to.include(
        'SEARCH threads USING COVERING INDEX threads_low_updated (low_id=? AND low_archived=?)',
      );
      expect(plan).to.include(
        'SEARCH threads USING COVERING INDEX threads_high_updated (high_id=? AND high_archived=?)',
      );
    });

    it('would be caught scanning or sorting', async () => {
      const plan = await explain('SELECT * FROM threads ORDER BY created');
      expect(scans(plan)).to.have.lengthOf(1);
      expect(sorts(plan)).to.have.lengthOf(1);
    });
  });
}

postgresSuite('Hot paths on PostgreSQL', function () {
  this.timeout(60_000);
  const api = new Api();
  const seen: { text: string; values: unknown[] }[] = [];
  let store: PostgresStore;
  let scene: Scene;

  before(async () => {
    const url = await postgresUrl();
    await api.start({ DATABASE_URL: url }, standingStill(), ...undisturbed);
    store = api.service.store as PostgresStore;
    scene = await sceneOf(api);
    // Enough of everything that a plan for it is one for much.
    await store.reader.query(`
      INSERT INTO users (username, username_key, password_hash, role, is_active, created)
      SELECT 'u' || n, 'u' || n, 'x', 'user', 1, 0 FROM generate_series(1, 3000) n`);
    for (const { id } of [scene.me, scene.other]) {
      await store.reader.query(
        `INSERT INTO threads (low_id, high_id, created, updated)
         SELECT $1, id, 0, id FROM users WHERE username LIKE 'u%'`,
        [id],
      );
    }
    await store.reader.query(`
      INSERT INTO messages (thread_id, sender_id, text, created, is_read)
      SELECT t.id, t.low_id, 'text', n, 1 FROM threads t, generate_series(1, 10) n`);
    await store.reader.query(
      `INSERT INTO blocks (blocker_id, blocked_id, created) SELECT id, id - 1, 0 FROM users WHERE username LIKE 'u%'`,
    );
    await store.reader.query(`
      INSERT INTO token_families (id, user_id, current, expires) SELECT 'family ' || id, id, 'x', 0 FROM users`);
    await store.reader.query('ANALYZE');
    observePostgres(store.reader, (text, values) => {
      if (!isPing(text)) seen.push({ text, values });
    });
  });

  after(() => api.stop());

  /** With little to read, PostgreSQL would rather scan and sort it: so it plans to where an index can spare that. */
  async function explain({ text, values }: { text: string; values: unknown[] }): Promise<string> {
    const rows = await store.reader.transaction(async (manager) => {
      for (const way of ['bitmapscan', 'seqscan', 'sort'])
        await manager.query(`SET LOCAL enable_${way} = off`);
      return manager.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${text}`, values);
    });
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  /** Reading a whole table, or sorting more than the page that is shown. */
  const slow = (plan: string): string[] => {
    const [whole = '', belowLimit = whole] = plan.split(/^.*\bLimit {2}.*$/m);
    return [...(belowLimit.match(/\bSort {2}.*/g) ?? []), ...(plan.match(/Seq Scan on \w+/g) ?? [])];
  };

  // In this order: what one does, the next finds.
  for (const hotPath of hotPaths) {
    it(`${hotPath.name}: these statements, each by an index`, async () => {
      seen.length = 0;
      const answer = await scene.me.call(...hotPath.request(scene));
      const run = [...seen];
      expect(answer.status, answer.raw).to.equal(hotPath.status);
      expect(run.map(({ text }) => gist(text))).to.deep.equal(onPostgres(hotPath));
      for (const statement of run.filter(({ text }) => gist(text) !== text)) {
        const plan = await explain(statement);
        const faults = slow(plan).filter((fault) => hotPath.sorts !== true || !fault.startsWith('Sort'));
        expect(faults, `${statement.text}\n${plan}`).to.deep.equal([]);
      }
    });
  }

  it('merge the two halves of a list of threads in their order', async () => {
    seen.length = 0;
    await scene.me.call('GET', '/threads');
    const plan = await explain(seen[0] ?? expect.fail());
    expect(plan).to.include('Merge Append');
    expect(plan).to.include('threads_low_updated').and.to.include('threads_high_updated');
  });

  it('would be caught scanning or sorting', async () => {
    const plan = await explain({ text: 'SELECT * FROM threads ORDER BY created', values: [] });
    expect(slow(plan)).to.have.lengthOf(2);
  });
});
