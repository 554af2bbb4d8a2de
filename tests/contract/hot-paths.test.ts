import { expect } from 'chai';
import type { RequestHandler } from 'express';
import { BearerAuthenticator } from '../../src/infrastructure/auth/bearer-authenticator.js';
import { signingKey } from '../../src/infrastructure/auth/jwt.js';
import type { TypeormSqliteStore } from '../../src/infrastructure/persistence/typeorm/typeorm-sqlite-store.js';
import { Api, type User } from '../support/client.js';
import { storeUrl } from '../support/service.js';
import { observeStatements } from './observe-statements.js';

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
  /** What the statements do, in order. */
  readonly statements: readonly string[];
}

const unit = (...statements: string[]): string[] => [
  'writer BEGIN IMMEDIATE',
  'writer SAVEPOINT unit',
  ...statements.map((statement) => `writer ${statement}`),
  'writer RELEASE unit',
  'writer COMMIT',
];

const hotPaths: readonly HotPath[] = [
  {
    name: 'open an existing thread',
    request: ({ other }) => ['POST', '/threads', { participants: [other.id] }],
    status: 200,
    statements: ['reader SELECT threads'],
  },
  {
    name: 'open a new thread',
    request: ({ stranger }) => ['POST', '/threads', { participants: [stranger.id] }],
    status: 201,
    statements: [
      'reader SELECT threads',
      ...unit(
        'SELECT users',
        'SELECT users',
        'INSERT threads',
        'UPDATE users',
        'INSERT events',
        'SELECT threads',
      ),
    ],
  },
  {
    name: 'list threads',
    request: () => ['GET', '/threads'],
    status: 200,
    statements: ['reader SELECT users'],
  },
  {
    name: 'list messages, first page',
    request: ({ thread }) => ['GET', `/threads/${thread}/messages`],
    status: 200,
    statements: ['reader SELECT threads'],
  },
  {
    name: 'list messages, newest first',
    request: ({ thread }) => ['GET', `/threads/${thread}/messages?ordering=-created`],
    status: 200,
    statements: ['reader SELECT threads'],
  },
  {
    name: 'list messages after one',
    request: ({ thread }) => ['GET', `/threads/${thread}/messages?after=1`],
    status: 200,
    statements: ['reader SELECT threads'],
  },
  {
    name: 'list messages before one',
    request: ({ thread, message }) => ['GET', `/threads/${thread}/messages?before=${message}`],
    status: 200,
    statements: ['reader SELECT threads'],
  },
  {
    name: 'send',
    request: ({ thread }) => ['POST', `/threads/${thread}/messages`, { text: 'Hello' }],
    status: 201,
    statements: unit('SELECT threads', 'INSERT messages', 'UPDATE threads', 'UPDATE users', 'INSERT events'),
  },
  {
    name: 'mark read',
    request: ({ message }) => ['PATCH', `/messages/${message}`, { is_read: true }],
    status: 200,
    statements: unit('SELECT messages', 'UPDATE messages', 'UPDATE threads', 'UPDATE users', 'INSERT events'),
  },
  {
    name: 'mark read again',
    request: ({ message }) => ['PATCH', `/messages/${message}`, { is_read: true }],
    status: 200,
    statements: unit('SELECT messages', 'UPDATE messages'),
  },
  {
    name: 'mark thread read',
    request: ({ thread }) => ['POST', `/threads/${thread}/read`],
    status: 200,
    statements: unit('SELECT threads', 'UPDATE messages', 'UPDATE threads', 'UPDATE users', 'INSERT events'),
  },
  {
    name: 'mark thread read when there is nothing unread',
    request: ({ thread }) => ['POST', `/threads/${thread}/read`],
    status: 200,
    statements: unit('SELECT threads', 'UPDATE messages'),
  },
  {
    name: 'unread count',
    request: () => ['GET', '/users/me/unread-count'],
    status: 200,
    statements: ['reader SELECT users'],
  },
  {
    name: 'token refresh',
    request: ({ me }) => ['POST', '/auth/token/refresh', { refresh: me.refresh }],
    status: 200,
    statements: unit('SELECT users', 'UPDATE token_families'),
  },
];

// Of what the planner says it will do: reading a whole table, and sorting.
const planned = (plan: string, table: string) => plan.includes(`MATERIALIZE ${table}`);
const scans = (plan: string) =>
  [...plan.matchAll(/SCAN (\w+)/g)].filter(([, table = '']) => !planned(plan, table));
const sorts = (plan: string) => plan.match(/USE TEMP B-TREE.*/g) ?? [];

/** The verb of a statement and the first table that it names. */
function gist(text: string): string {
  const [, verb, table] =
    /^\s*(SELECT|INSERT|UPDATE|DELETE)\b.*?\b(users|threads|messages|token_families|events)\b/s.exec(
      text,
    ) ?? [undefined, text, undefined];
  return table === undefined ? text : `${verb} ${table}`;
}

for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
  describe(`Hot paths on ${driver}`, function () {
    this.timeout(60_000);
    const api = new Api();
    const seen: { on: 'reader' | 'writer'; text: string }[] = [];
    let scene: Scene;

    before(async () => {
      const secret = 'a secret of at least 32 characters';
      await api.start({ JWT_SECRET: secret, DATABASE_URL: storeUrl(driver) }, (adapters) => {
        // At a time that stands still, a session stays fresh however busy the machine is.
        const now = new Date();
        const authenticator = new BearerAuthenticator(signingKey(secret), adapters.unitOfWork, {
          now: () => now,
        });
        return { ...adapters, authenticate: authenticator.authenticate as RequestHandler };
      });
      const { writer, reader } = api.service.store as TypeormSqliteStore;
      observeStatements(writer, (text) => seen.push({ on: 'writer', text }));
      observeStatements(reader, (text) => seen.push({ on: 'reader', text }));
      const { me, other, stranger } = await api.people('me', 'other', 'stranger');
      const { id: thread } = await api.open(other, me);
      await api.send(other, thread, 'one');
      await api.send(other, thread, 'two');
      const { id: message } = await api.send(other, thread, 'three');
      scene = { me, other, stranger, thread, message };
    });

    after(() => api.stop());

    async function explain(text: string): Promise<string> {
      const { reader } = api.service.store as TypeormSqliteStore;
      const nothing = Array.from(text.matchAll(/\?/g), () => null);
      const rows = await reader.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${text}`, nothing);
      return rows.map(({ detail }) => detail).join('\n');
    }

    // In this order: what one does, the next finds.
    for (const { name, request, status, statements } of hotPaths) {
      it(`${name}: these statements, each by an index`, async () => {
        seen.length = 0;
        const answer = await scene.me.call(...request(scene));
        const run = [...seen];
        expect(answer.status, answer.raw).to.equal(status);
        expect(run.map(({ on, text }) => `${on} ${gist(text)}`)).to.deep.equal(statements);
        for (const { text } of run.filter(({ text }) => gist(text) !== text)) {
          const plan = await explain(text);
          expect(scans(plan), `${text}\n${plan}`).to.deep.equal([]);
          expect(sorts(plan), `${text}\n${plan}`).to.deep.equal([]);
        }
      });
    }

    it('merge the two halves of a list of threads in their order', async () => {
      seen.length = 0;
      await scene.me.call('GET', '/threads');
      const plan = await explain(seen[0]?.text ?? '');
      expect(plan).to.include('MERGE (UNION ALL)');
      expect(plan).to.include('SEARCH threads USING COVERING INDEX threads_low_updated (low_id=?)');
      expect(plan).to.include('SEARCH threads USING COVERING INDEX threads_high_updated (high_id=?)');
    });

    it('would be caught scanning or sorting', async () => {
      const plan = await explain('SELECT * FROM threads ORDER BY created');
      expect(scans(plan)).to.have.lengthOf(1);
      expect(sorts(plan)).to.have.lengthOf(1);
    });
  });
}
