import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { DataSource } from 'typeorm';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { entities } from '../../src/infrastructure/persistence/sql/entities.js';
import { password, until, type User } from '../support/client.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import {
  RemoteApi,
  expectRefusal,
  fileOf,
  launch,
  processSuite,
  production,
  run,
  runMain,
  sql,
  start,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

const tool = ['node', 'dist/programs/db-migrate-to.js'];
const move = (from: string, to: string) => run([...tool, to], { DATABASE_URL: from });

const tables = entities.map(({ options }) => options.tableName ?? '');

/** By which messages are found: each database makes its own, of the messages that it gets. */
const ownIndex = /^(unindexed|word_blocks|message_words|message_search|word_index(_.+)?)$/;

/** Each database has a log of events of its own. */
const copied = tables.filter((table) => table !== 'events' && table !== 'event_log');

/** Everything that a copy has, too, by table; what differs between the two kinds of database only in type is the same. */
async function contentsOf(url: string): Promise<Record<string, string[]>> {
  const dataSource = new DataSource(
    url.startsWith('postgres:')
      ? { type: 'postgres', url }
      : { type: 'better-sqlite3', driver: betterSqlite3(), database: fileOf(url), readonly: true },
  );
  await dataSource.initialize();
  try {
    const contents: Record<string, string[]> = {};
    for (const table of copied) {
      const rows: Record<string, unknown>[] = await dataSource.query(`SELECT * FROM ${table}`);
      contents[table] = rows
        .map((row) =>
          Object.entries(row)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([column, value]) => `${column}=${String(value)}`)
            .join(),
        )
        .sort();
    }
    return contents;
  } finally {
    await dataSource.destroy();
  }
}

const countOf = (contents: Record<string, string[]>) =>
  Object.values(contents).reduce((sum, rows) => sum + rows.length, 0);

postgresSuite('npm run db:migrate-to', () => {
  processSuite('an installation with all there is', () => {
    const origin = storeUrl('better-sqlite3');
    let all: Record<string, string[]>;
    let users: { ann: User; bob: User; cyd: User };
    let thread: number;
    let lastId: number;
    let service: string;
    /** Files of messages that are gone: one was deleted, the other one's thread was, after a report. */
    let held: { deleted: { message: number; file: number }; reported: { report: number; file: number } };

    /** That evidence still shows the files, and that their bytes are there. */
    async function expectEvidence(api: RemoteApi): Promise<void> {
      const { deleted, reported } = held;
      const shop = api.as(service);
      const history = (await shop('GET', `/messages/${deleted.message}/history`)).body.results[0]!;
      const report = (await shop('GET', `/reports/${reported.report}`)).body;
      for (const [{ attachments }, id, bytes] of [
        [history, deleted.file, 'deleted'],
        [report, reported.file, 'reported'],
      ] as const) {
        expect(attachments.map((one) => one.id)).to.deep.equal([id]);
        expect(await (await fetch(attachments[0]!.url)).text()).to.equal(bytes);
      }
    }

    before(async function () {
      this.timeout(60_000);
      const api = new RemoteApi(await launch(production(origin)));
      users = await api.people('ann', 'bob', 'cyd');
      const { ann, bob, cyd } = users;
      thread = (await api.open(ann, bob)).id;
      const gone = await api.open(bob, cyd);
      for (const text of [
        'plain',
        '  "quotes" \\ \n\t ',
        '😀 ∑ ﬁ \u2028 e\u0301',
        "'; DROP TABLE users; --",
      ]) {
        const sent = await ann.call(
          'POST',
          `/threads/${thread}/messages`,
          { text },
          { 'Idempotency-Key': `key-${text.length}` },
        );
        expect(sent.status, sent.raw).to.equal(201);
      }
      await bob.call('POST', `/threads/${thread}/read`);
      await api.send(bob, thread, 'unread');
      const file = await api.upload(ann, 'a.txt', 'Dear Bob');
      const withFile = { text: 'a file', attachments: [file.body.id] };
      expect((await ann.call('POST', `/threads/${thread}/messages`, withFile)).status).to.equal(201);
      await api.upload(ann, 'unsent.txt', 'x');
      lastId = (await api.send(cyd, gone.id, 'soon gone')).id;
      const key = await run(['node', 'dist/programs/key.js', 'create', 'shop'], { DATABASE_URL: origin });
      service = key.stdout.trim();
      const sendFile = async (to: number, name: string) => {
        const file = (await api.upload(cyd, `${name}.txt`, name)).body.id;
        const { body } = await cyd.call('POST', `/threads/${to}/messages`, { attachments: [file] });
        return { message: body.id, file };
      };
      const reported = await sendFile(gone.id, 'reported');
      const { body: report } = await bob.call('POST', `/messages/${reported.message}/reports`, {
        reason: 'fraud',
      });
      // Their ids are higher than all that are left.
      const deleted = await sendFile((await api.open(cyd, ann)).id, 'deleted');
      expect((await cyd.call('DELETE', `/messages/${deleted.message}`)).status).to.equal(204);
      held = { deleted, reported: { report: report.id, file: reported.file } };
      lastId = deleted.message;
      await bob.call('DELETE', `/threads/${gone.id}`);
      await cyd.call('PUT', `/users/${ann.id}/block`);
      await api.process.stop();
      const many = Array.from({ length: 6000 }, (_, index) => {
        const text = randomBytes(20).toString('hex');
        return `(${thread}, ${ann.id}, '${text}', ${1_700_000_000_000 + index}, ${index % 2}, NULL)`;
      });
      const long = String(2 ** 53 - 1);
      await sql(
        origin,
        `UPDATE users SET is_active = 0 WHERE id = ${cyd.id}`,
        `INSERT INTO messages (thread_id, sender_id, text, created, is_read, idempotency_key) VALUES ${many.join()}`,
        `INSERT INTO sessions (id, user_id, data, expires) VALUES ('a', ${ann.id}, '{"é":1}', 1), ('B', ${ann.id}, '', ${long})`,
        `INSERT INTO audit_entries (admin_id, admin_name, action, resource, record_id, details, created)
         VALUES (99, 'gone', 'delete', 'User', 98, 'with "threads"', 5)`,
        `UPDATE threads SET message_count = message_count + 6000, low_unread = low_unread WHERE id = ${thread}`,
      );
      all = await contentsOf(origin);
    });

    it('knows all tables there are', async () => {
      const [rows = []] = await sql(
        origin,
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'`,
      );
      expect(rows.map(({ name }) => name).filter((name) => !ownIndex.test(name as string))).to.have.members(
        tables,
      );
      const filled = [
        'users',
        'threads',
        'messages',
        'token_families',
        'sessions',
        'audit_entries',
        'blocks',
        'attachments',
        'held_attachments',
      ];
      for (const table of filled) expect(all[table], table).not.to.be.empty;
    });

    it('goes to PostgreSQL as it is, serves there, and comes back', async () => {
      const target = await postgresUrl();
      const moved = await move(origin, target);
      expect(moved.stderr).to.match(/^messages: 6,00\d of 6,00\d rows copied$/m);
      expect(moved.stderr).to.match(/^messages: 6,00\d of 6,00\d rows verified$/m);
      expect(moved.code, moved.stderr).to.equal(0);
      expect(moved.stdout).to.include(`Moved ${countOf(all)} rows`);
      expect(moved.stdout).to.include('The files of attachments stay where they are');
      expect(await contentsOf(target)).to.deep.equal(all);

      const again = await move(origin, target);
      expect(again.code).to.equal(1);
      expect(again.stderr).to.match(/^Not moved: the target is not empty[^\n]*\n$/);

      const api = new RemoteApi(await launch(production(target)));
      const { ann, bob, cyd } = users;
      const busy = await move(target, storeUrl('better-sqlite3'));
      expect([busy.code, busy.stderr]).to.deep.equal([
        1,
        'Not moved: a service is connected to the database: stop it first.\n',
      ]);
      // With the tokens from before.
      const old = api.as(ann.access);
      expect((await old('GET', '/users/me')).body.username).to.equal('ann');
      expect((await api.anonymous('POST', '/auth/token/refresh', { refresh: bob.refresh })).status).to.equal(
        200,
      );
      expect((await api.as(cyd.access)('GET', '/users/me')).status, 'deactivated').to.equal(401);
      expect((await api.signIn('ann', password)).status).to.equal(200);
      const repeated = await old(
        'POST',
        `/threads/${thread}/messages`,
        { text: 'plain' },
        { 'Idempotency-Key': 'key-5' },
      );
      expect(repeated.status, 'a repeat').to.equal(200);
      const sent = await old('POST', `/threads/${thread}/messages`, { text: 'on PostgreSQL' });
      expect(sent.body.id, 'an id that nothing had').to.be.above(lastId + 6000);
      await expectEvidence(api);
      const file = (await api.upload(ann, 'new.txt', 'new')).body.id;
      expect(file, 'an id that nothing had').to.be.above(held.deleted.file);
      await api.process.stop();

      const home = storeUrl('better-sqlite3');
      const now = await contentsOf(target);
      const back = await move(target, home);
      expect(back.code, back.stderr).to.equal(0);
      expect(await contentsOf(home)).to.deep.equal(now);
      const there = new RemoteApi(await launch(production(home)));
      const next = await there.as(ann.access)('POST', `/threads/${thread}/messages`, { text: 'home' });
      expect([next.status, next.body.id]).to.deep.equal([201, sent.body.id + 1]);
      await expectEvidence(there);
      const closing = await there.as(service)('PATCH', `/reports/${held.reported.report}`, {
        status: 'closed',
      });
      expect(closing.status).to.equal(200);
      await there.process.stop();

      const later = new RemoteApi(await launch({ ...production(home), EVIDENCE_DAYS: '0' }));
      await until('they go with the last evidence', async () => {
        const [rows] = await sql(
          home,
          'SELECT 1 FROM held_attachments UNION ALL SELECT 1 FROM file_removals WHERE due = 0',
        );
        return rows?.length === 0;
      });
      for (const id of [held.deleted.file, held.reported.file]) {
        expect((await later.as(service)('GET', `/attachments/${id}`)).status).to.equal(404);
      }
      await later.process.stop();
    });

    it('goes on where it was killed, and refuses what is not its own', async () => {
      const target = await postgresUrl();
      const first = start([...tool, target], { DATABASE_URL: origin });
      await until('it is in the middle', async () =>
        /messages: [\d,]+ of [\d,]+ rows copied/.test(first.stderr),
      );
      first.signal('SIGKILL');
      await first.ended;
      const other = storeUrl('better-sqlite3');
      await sql(other, 'PRAGMA user_version = 0'); // a file that is there
      const refused = await move(other, target);
      expect(refused.code).to.equal(1);
      expect(refused.stderr).to.match(/^Not moved: the target is an unfinished copy of [^\n]*\n$/);
      expectRefusal(await runMain(production(target)), 'broken off', 'db:migrate-to');
      expect((await move(target, storeUrl('better-sqlite3'))).stderr, 'nor is it copied').to.include(
        'broken off',
      );
      const { code, stderr } = await move(origin, target);
      expect(code, stderr).to.equal(0);
      expect(await contentsOf(target)).to.deep.equal(all);
    });

    it('notices at the end that the source has changed since it was begun', async () => {
      const target = await postgresUrl();
      const first = start([...tool, target], { DATABASE_URL: origin });
      await until('it is in the middle', async () =>
        /messages: [\d,]+ of [\d,]+ rows copied/.test(first.stderr),
      );
      first.signal('SIGKILL');
      await first.ended;
      await sql(origin, `UPDATE users SET username = 'Ann' WHERE username_key = 'ann'`);
      const { code, stderr } = await move(origin, target);
      await sql(origin, `UPDATE users SET username = 'ann' WHERE username_key = 'ann'`);
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Not moved: the table users differs: [^\n]*\n$/m);
    });

    it('waits for nobody: a service in the way is named', async () => {
      const service = await launch(production(origin));
      const { code, stderr } = await move(origin, await postgresUrl());
      await service.stop();
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Not moved: [^\n]*duet\.sqlite is in use: stop the service first\.\n$/);
    });

    it('tells what is wrong with how it was called', async () => {
      const missing = storeUrl('better-sqlite3');
      for (const [from, to, exit, message] of [
        [origin, 'mysql://x', 2, /the new database must be sqlite:/],
        [origin, 'memory:', 2, /memory:/],
        [origin, origin, 2, /is the one of DATABASE_URL/],
        [missing, await postgresUrl(), 1, /there is no database/],
        [origin, 'postgres://127.0.0.1:1/duet', 1, /127\.0\.0\.1:1\/duet cannot be used/],
      ] as const) {
        const { code, stderr } = await move(from, to);
        expect(stderr)
          .to.match(/^Not moved: [^\n]+\n$/)
          .and.match(message);
        expect(code, stderr).to.equal(exit);
      }
      for (const [args, env] of [
        [[], {}],
        [['memory:'], { NEW_DATABASE_URL: 'memory:' }],
      ] as const) {
        const { code, stderr } = await run([...tool, ...args], { DATABASE_URL: origin, ...env });
        expect([code, stderr]).to.deep.equal([2, stderr]);
        expect(stderr).to.match(/^Not moved: name the new database once: [^\n]*NEW_DATABASE_URL_FILE\.\n$/);
      }
    });

    it('takes the new URL from where nobody else sees it', async () => {
      const file = join(dirname(fileOf(origin)), 'new-url');
      for (const way of ['NEW_DATABASE_URL', 'NEW_DATABASE_URL_FILE']) {
        const url = await postgresUrl();
        writeFileSync(file, `${url}\n`, { mode: 0o600 });
        const env = { DATABASE_URL: origin, [way]: way.endsWith('_FILE') ? file : url };
        const { code, stdout, stderr } = await run(tool, env);
        expect(code, stderr).to.equal(0);
        expect(stdout).to.match(/^Moved \d+ rows/);
      }
    });
  });
});
