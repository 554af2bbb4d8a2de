import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import {
  RemoteApi,
  ahead,
  expectRefusal,
  fileOf,
  installed,
  launch,
  processSuite,
  production,
  run,
  runMain,
  sql,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

const load = ['node', 'dist/programs/db-load.js'];
const counts = 'SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM threads) AS records';

/** Each counted from the messages, and as it is kept. */
const unread = [
  `SELECT u.id, u.unread_count AS kept, count(m.id) AS counted FROM users u
     LEFT JOIN threads t ON u.id IN (t.low_id, t.high_id)
     LEFT JOIN messages m ON m.thread_id = t.id AND m.sender_id <> u.id AND m.is_read = 0 GROUP BY u.id`,
  `SELECT t.id, low_unread || '/' || high_unread || '/' || message_count || '/' || coalesce(last_message_id, 0) AS kept,
     count(CASE WHEN sender_id = high_id AND is_read = 0 THEN 1 END) || '/' ||
     count(CASE WHEN sender_id = low_id AND is_read = 0 THEN 1 END) || '/' ||
     count(m.id) || '/' || coalesce(max(m.id), 0) AS counted
     FROM threads t LEFT JOIN messages m ON m.thread_id = t.id GROUP BY t.id`,
];

processSuite('npm run db:load', () => {
  let lines: string[];
  let dump: string;

  before(async () => {
    dump = join(await installed(), 'database', 'dump', 'test-data.jsonl');
    lines = readFileSync(dump, 'utf8').trimEnd().split('\n');
  });

  it('loads the test data into an empty database, once', async () => {
    const url = storeUrl('better-sqlite3');
    const env = { DATABASE_URL: url };
    const first = await run(['npm', 'run', 'db:load'], env);
    expect(first.code, first.stderr).to.equal(0);
    expect(first.stdout).to.include(`${lines.length - 2} records`);
    const [users, threads] = await sql(url, ...unread);
    for (const { kept, counted, id } of [...users!, ...threads!]) expect(kept, String(id)).to.equal(counted);
    expect(threads).to.have.lengthOf(lines.filter((line) => line.startsWith('{"thread"')).length);
    const before = readFileSync(fileOf(url));
    const again = await run(load, env);
    expect(again.code).to.equal(1);
    expect(again.stderr).to.match(/^Nothing was loaded: [^\n]*empty[^\n]*\n$/);
    expect(readFileSync(fileOf(url)).equals(before), 'unchanged').to.equal(true);
  });

  it('loads what a service may start with; a production not while everybody knows the passwords', async () => {
    const env = production(storeUrl('better-sqlite3'));
    expect((await run(load, env)).code).to.equal(0);
    expectRefusal(await runMain(env), 'test1');
    const api = new RemoteApi(await launch({ DATABASE_URL: env['DATABASE_URL']! }));
    expect((await api.signIn('test1', 'test1test1')).status).to.equal(200);
    await api.process.stop();
  });

  it('refuses what one user has registered in', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const api = new RemoteApi(await launch(env));
    await api.register('ann');
    expect((await run(load, env)).code, 'while the service runs').to.equal(1);
    await api.process.stop();
    expect((await run(load, env)).code).to.equal(1);
    expect((await sql(env['DATABASE_URL']!, counts))[0]).to.deep.equal([{ records: 1 }]);
  });

  /** What somebody did to the line of a good dump, and which kind of line. */
  const damages: [string, string, (line: string) => string][] = [
    ['the header', 'duet_dump', () => '{"duet_dump":2}'],
    ['a line cut short', 'message', (line) => line.slice(0, -9)],
    ['an empty line', 'thread', (line) => `\n${line}`],
    ['an unknown field', 'user', (line) => line.replace('{"id"', '{"age":3,"id"')],
    ['nothing in it', 'message', () => '{}'],
    ['a wrong time', 'message', (line) => line.replace(/"created":"/, '$&yesterday ')],
    ['a day that never was', 'message', (line) => line.replace(/"created":"[^T]*/, '"created":"2026-02-30')],
    ['a wrong type', 'message', (line) => line.replace(/"id":(\d+)/, '"id":"$1"')],
    ['a participant twice', 'thread', (line) => line.replace(/\[(\d+),\d+\]/, '[$1,$1]')],
    ['a participant unknown', 'thread', (line) => line.replace(/,\d+\]/, ',999]')],
    ['a thread unknown', 'message', (line) => line.replace(/"thread":\d+/, '"thread":999')],
    ['an id again', 'message', (line) => line.replace(/"id":\d+/, '"id":1')],
    ['an empty text', 'message', (line) => line.replace(/"text":"[^"]*"/, '"text":" "')],
    ['half a character', 'message', (line) => line.replace(/"text":"/, '$&\\ud83d')],
    ['a wrong username', 'user', (line) => line.replace(/"username":"/, '$&no such ')],
    ['a username again', 'user', (line) => line.replace(/"username":"[^"]*"/, '"username":"ADMIN"')],
  ];
  for (const [title, kind, damage] of damages) {
    const tried = ahead(async () => {
      const url = storeUrl('better-sqlite3');
      const file = join(dirname(fileOf(url)), 'damaged.jsonl');
      const index = lines.findLastIndex((line) => line.startsWith(`{"${kind}"`));
      const damaged = lines.with(index, damage(lines[index]!));
      expect(damaged).not.to.deep.equal(lines);
      writeFileSync(file, `${damaged.join('\n')}\n`);
      const ended = await run([...load, file], { DATABASE_URL: url });
      const stored = existsSync(fileOf(url)) ? (await sql(url, counts))[0] : [{ records: 0 }];
      return { ...ended, stored, line: index + 1 };
    });
    it(`refuses a file with ${title}, names the line, stores nothing`, async () => {
      const { code, stdout, stderr, stored, line } = await tried();
      expect({ code, stdout, stored }).to.deep.equal({ code: 1, stdout: '', stored: [{ records: 0 }] });
      expect(stderr).to.match(/^Nothing was loaded: [^\n]+\n$/);
      expect(stderr, 'its line').to.match(new RegExp(`\\bline ${line}\\b`));
    });
  }

  it('refuses a file that is not there, and a database that is none', async () => {
    for (const [file, url] of [
      ['missing.jsonl', storeUrl('better-sqlite3')],
      [dump, 'memory:'],
      [dump, 'x'],
    ]) {
      const { code, stderr } = await run([...load, file!], { DATABASE_URL: url! });
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Nothing was loaded: [^\n]+\n$/);
    }
  });
});
