import { createWriteStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { pbkdf2Sync } from 'node:crypto';
import { password, times, until } from '../support/client.js';
import { expectExactCounts, postgresSuite, postgresUrl, rowsOf } from '../support/postgres.js';
import { DjangoChatFile } from '../support/django-chat.js';
import {
  fileOf,
  installed,
  launch,
  processSuite,
  production,
  RemoteApi,
  run,
  sql,
  start,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

const tool = (name: string) => ['node', `dist/programs/${name}.js`];
const load = tool('db-load');
const dump = tool('db-dump');
const importDjango = tool('db-import-django');

/** A dump of this many messages, two participants in each of the threads. */
async function writeDump(file: string, messages: number): Promise<void> {
  const threads = 50;
  const stream = createWriteStream(file);
  const write = async (line: object) => {
    if (!stream.write(`${JSON.stringify(line)}\n`))
      await new Promise<void>((resolve) => stream.once('drain', resolve));
  };
  const time = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  await write({ duet_dump: 1 });
  for (let id = 1; id <= threads + 1; id += 1) {
    const user = { id, username: `user${id}`, password_hash: '!', role: 'user', active: id % 9 > 0 };
    const said = { name: `Name ${id}`, avatar_url: 'https://host.example/x.png' };
    const known = { external_id: `№ ${id}`, ...said, claims: { ...said, since: time(id) } };
    await write({ user: { ...user, created: time(0), ...(id % 7 === 0 ? known : {}) } });
  }
  const gone = { id: threads + 2, username: `deleted:${threads + 2}`, password_hash: '!', role: 'user' };
  await write({ user: { ...gone, active: false, created: time(0), erasing: time(9) } });
  for (let blocker = 1; blocker <= threads; blocker += 1) {
    await write({ block: { blocker, blocked: blocker + 1, created: time(blocker) } });
  }
  for (let id = 1; id <= threads; id += 1) {
    await write({
      thread: { id, participants: [id, id + 1], created: time(0), updated: time(messages + id) },
    });
  }
  for (let id = 1; id <= messages; id += 1) {
    const thread = (id % threads) + 1;
    const message = { id, thread, sender: thread + (id % 2), text: `№ ${id} \u2028 😀`, created: time(id) };
    const key = id % 10 === 0 ? { idempotency_key: `"key":${id}` } : {};
    await write({ message: { ...message, is_read: id % 3 > 0, ...key } });
  }
  const tally = (count: number) => ({ count, last_id: count + 5 });
  const users = tally(threads + 2);
  const blocks = { count: threads };
  await write({ end: { users, blocks, threads: tally(threads), messages: tally(messages) } });
  await new Promise<void>((resolve) => stream.end(resolve));
}

processSuite('npm run db:dump', () => {
  it('gives back the test data as they are', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    expect((await run(load, env)).code).to.equal(0);
    const { code, stdout, stderr } = await run(['npm', 'run', '--silent', 'db:dump'], env);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const file = join(await installed(), 'database', 'dump', 'test-data.jsonl');
    expect(stdout).to.equal(readFileSync(file, 'utf8'));
  });

  it('gives the same file after a load, and shows progress', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const folder = dirname(fileOf(env.DATABASE_URL));
    const [before, after] = [join(folder, 'before.jsonl'), join(folder, 'after.jsonl')];
    await writeDump(before, 20_500);
    const loaded = await run([...load, before], env);
    expect(loaded.code, loaded.stderr).to.equal(0);
    const dumped = await run([...dump, after], env);
    expect(dumped.code, dumped.stderr).to.equal(0);
    expect(dumped.stdout).to.equal('');
    for (const { stderr } of [loaded, dumped]) expect(stderr).to.match(/^20,000 [a-z ]+\n$/);
    expect(readFileSync(after).equals(readFileSync(before)), 'the same bytes').to.equal(true);
    expect(statSync(after).mode & 0o777, 'for the owner alone').to.equal(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).to.deep.equal([]);
  });

  it('reads what a running service writes, and gives it back after deletions', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const api = new RemoteApi(await launch(env));
    const { ann, bob, cyd } = await api.people('ann', 'bob', 'cyd');
    const kept = await api.open(ann, bob);
    const gone = await api.open(ann, cyd);
    await api.send(ann, kept.id, 'kept');
    const last = await api.send(cyd, gone.id, 'soon gone');
    await ann.call('DELETE', `/threads/${gone.id}`);
    const writing = times(200, (index) => api.send(bob, kept.id, `meanwhile ${index}`));
    const { code, stdout, stderr } = await run(dump, env);
    expect(code, stderr).to.equal(0);
    await writing;
    await api.process.stop();

    const other = production(storeUrl('better-sqlite3'));
    const file = join(dirname(fileOf(other['DATABASE_URL']!)), 'dump.jsonl');
    writeFileSync(file, stdout);
    expect((await run([...load, file], other)).stderr).to.equal('');
    expect((await run(dump, other)).stdout).to.equal(stdout);
    api.process = await launch(other);
    expect((await api.signIn('ann', password)).status).to.equal(200);
    const again = await api.logIn('ann');
    expect((await api.send(again, kept.id, 'and on')).id, 'an id that is new').to.be.above(last.id);
    await api.process.stop();
  });

  it('leaves no part behind when it is killed', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const folder = dirname(fileOf(env.DATABASE_URL));
    const before = join(folder, 'before.jsonl');
    await writeDump(before, 30_000);
    const loaded = await run([...load, before], env);
    expect(loaded.code, loaded.stderr).to.equal(0);
    const parts = () => readdirSync(folder).filter((name) => name.startsWith('after'));
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
      const tool = start([...dump, join(folder, 'after.jsonl')], env);
      await until('it has begun to write', async () => parts().some((name) => name.endsWith('.partial')));
      tool.signal(signal);
      expect((await tool.ended).signal).to.equal(signal);
      await until('its part is gone', async () => parts().length === 0);
    }
  });

  it('refuses a database that is not there, and a place that cannot be written', async () => {
    const url = storeUrl('better-sqlite3');
    const missing = await run(dump, { DATABASE_URL: url });
    expect(missing.code).to.equal(1);
    expect(missing.stderr).to.match(/^Nothing was dumped: [^\n]*no database[^\n]*\n$/);
    expect(existsSync(fileOf(url))).to.equal(false);
    await run(load, { DATABASE_URL: url });
    const { code, stderr } = await run([...dump, '/nowhere/dump.jsonl'], { DATABASE_URL: url });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^Nothing was dumped: [^\n]*nowhere[^\n]*\n$/);
  });

  it('tells how it is called', async () => {
    const { code, stderr } = await run([...dump, 'a', 'b']);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^Nothing was dumped: [^\n]*npm run db:dump[^\n]*\n$/);
  });
});

processSuite('npm run db:load, of a file that was damaged', () => {
  let lines: string[];

  before(async () => {
    const file = join(await installed(), 'database', 'dump', 'test-data.jsonl');
    lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  });

  const end = () => lines.length;
  const damages: [string, () => { bytes: string | Buffer; line: number }][] = [
    ['cut after a line', () => ({ bytes: lines.slice(0, -3).join('\n'), line: end() - 3 })],
    ['cut to nothing', () => ({ bytes: '', line: 0 })],
    ['with a line lost', () => ({ bytes: lines.toSpliced(-2, 1).join('\n'), line: end() - 1 })],
    ['with more after the end', () => ({ bytes: [...lines, lines.at(-2)].join('\n'), line: end() + 1 })],
    [
      'in the wrong order',
      () => ({ bytes: lines.toSpliced(1, 1).toSpliced(9, 0, lines[1]!).join('\n'), line: 10 }),
    ],
    [
      'not in UTF-8',
      () => ({ bytes: Buffer.from(lines.join('\n').replace('chloé', 'chlo\xe9'), 'latin1'), line: 7 }),
    ],
    ['without line breaks', () => ({ bytes: 'x'.repeat(3 << 20), line: 1 })],
  ];
  for (const [title, damage] of damages) {
    it(`${title}: names the line, stores nothing`, async () => {
      const url = storeUrl('better-sqlite3');
      const file = join(dirname(fileOf(url)), 'damaged.jsonl');
      const { bytes, line } = damage();
      writeFileSync(file, bytes);
      const { code, stdout, stderr } = await run([...load, file], { DATABASE_URL: url });
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(/^Nothing was loaded: [^\n]{1,400}\n$/);
      if (line > 0) expect(stderr).to.match(new RegExp(`\\bline ${line}\\b`));
      expect((await sql(url, 'SELECT count(*) AS users FROM users'))[0]).to.deep.equal([{ users: 0 }]);
    });
  }
});

processSuite('npm run db:import-django', () => {
  it('fills an empty database, where the old passwords go on and become new hashes', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const url = env['DATABASE_URL']!;
    const file = join(dirname(fileOf(url)), 'django.sqlite3');
    const django = new DjangoChatFile(file);
    const key = pbkdf2Sync('an old password', 'salt', 1000, 32, 'sha256').toString('base64');
    django.user(1, 'admin', { is_staff: 1, password: `pbkdf2_sha256$1000$salt$${key}` });
    django.user(2, 'test1');
    django.thread(1, [2, 1], '2023-04-13 19:24:33.092757');
    django.thread(2, [2], '2023-04-13 19:24:33.092757');
    django.message(9, 1, 2, '2023-04-13 19:24:34.999999', 'Hello');
    django.close();

    const first = await run(['npm', 'run', '--silent', 'db:import-django', '--', file], env);
    expect(first.code, first.stderr).to.equal(0);
    expect(first.stdout).to.match(/2 users, 1 threads and 1 messages/);
    const taken = ['users are auth_user', 'threads are app_thread', 'messages are app_message', 'times '];
    const lines = first.stderr.trimEnd().split('\n');
    for (const [index, start] of [...taken, 'user 2', 'thread 2'].entries()) {
      expect(lines[index]?.startsWith(start), lines[index]).to.equal(true);
    }
    expect(lines).to.have.length(6);
    const dumped = (await run(dump, env)).stdout;
    const second = await run([...importDjango, file], env);
    expect(second.code, second.stderr).to.equal(0);
    expect(second.stdout).to.include('nothing was added');
    expect((await run(dump, env)).stdout).to.equal(dumped);

    const api = new RemoteApi(await launch(env));
    const hash = async () =>
      (await sql(url, 'SELECT password_hash AS hash FROM users WHERE id = 1'))[0]?.[0]?.['hash'];
    expect((await api.signIn('admin', 'An old password')).status).to.equal(401);
    expect(await hash()).to.match(/^pbkdf2_sha256\$/);
    const { access } = (await api.signIn('admin', 'an old password')).body;
    expect(await hash()).to.match(/^\$argon2id\$/);
    expect((await api.signIn('admin', 'an old password')).status).to.equal(200);
    const call = api.as(access);
    expect((await call('GET', '/users/me')).body).to.include({ id: 1, role: 'admin' });
    const [thread] = await api.all(call, '/threads');
    expect(thread).to.include({ id: 1, unread_count: 1, created: '2023-04-13T19:24:33.092Z' });
    expect(thread?.last_message).to.include({ text: 'Hello', created: '2023-04-13T19:24:34.999Z' });
    expect((await api.signIn('test1', '!unusable')).status, 'no password').to.equal(401);
    await api.process.stop();
  });

  it('takes a time zone and other names of columns', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const file = join(dirname(fileOf(env.DATABASE_URL)), 'django.sqlite3');
    const django = new DjangoChatFile(file, 'app', 'payload');
    django.user(1, 'ann');
    django.user(2, 'bob');
    django.thread(1, [2, 1], '2023-04-13 19:24:33');
    django.message(9, 1, 2, '2023-04-13 19:24:34', 'Hello');
    django.close();
    const options = ['--zone', 'Europe/Kyiv', '--map', 'messages.text=payload'];
    const { code, stderr } = await run([...importDjango, file, ...options], env);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.include('Europe/Kyiv');
    expect((await run(dump, env)).stdout).to.include('"text":"Hello","created":"2023-04-13T16:24:34.000Z"');
  });

  const killed = async (url: string, rows: (text: string) => Promise<Record<string, unknown>[]>) => {
    const file = join(dirname(fileOf(storeUrl('better-sqlite3'))), 'django.sqlite3');
    const django = new DjangoChatFile(file);
    django.user(1, 'ann');
    django.user(2, 'bob');
    django.thread(1, [2, 1], '2023-04-13 19:24:33');
    django.messages(45_000, 1, [1, 2], '2023-04-13 19:24:34');
    django.close();
    const tool = start([...importDjango, file], { DATABASE_URL: url });
    await until('it is in the middle', async () => tool.stderr.includes('20,000 messages read'));
    tool.signal('SIGKILL');
    await tool.ended;
    expect(
      await rows('SELECT id FROM users UNION ALL SELECT id FROM messages'),
      'nothing is left',
    ).to.deep.equal([]);
    const again = await run([...importDjango, file], { DATABASE_URL: url });
    expect(again.code, again.stderr).to.equal(0);
    expect(again.stdout).to.include('2 users, 1 threads and 45000 messages');
    expect(await rows('SELECT unread_count AS unread FROM users ORDER BY id')).to.deep.equal([
      { unread: 22_500 },
      { unread: 22_500 },
    ]);
    const api = new RemoteApi(await launch(production(url)));
    await Promise.all(['cyd', 'dan'].map((name) => api.register(name)));
    const cyd = await api.logIn('cyd');
    const dan = await api.logIn('dan');
    const thread = await api.open(cyd, dan);
    expect([cyd.id, dan.id]).to.have.members([3, 4]);
    expect(thread.id, 'ids go on').to.equal(2);
    expect((await api.send(cyd, thread.id, 'and on')).id).to.equal(45_001);
    await api.process.stop();
  };

  it('leaves nothing behind when it is killed in the middle', async () => {
    const url = storeUrl('better-sqlite3');
    await killed(url, async (text) => (await sql(url, text))[0] ?? []);
  });

  postgresSuite('into PostgreSQL', () => {
    it('leaves nothing behind when it is killed in the middle', async () => {
      const url = await postgresUrl();
      await killed(url, (text) => rowsOf(url, text));
      await expectExactCounts(url);
    });
  });

  it('refuses what is no such file, and a database in use', async () => {
    const env = { DATABASE_URL: storeUrl('better-sqlite3') };
    const file = join(dirname(fileOf(env.DATABASE_URL)), 'django.sqlite3');
    for (const content of [undefined, '', 'Dear diary,\n'.repeat(100)]) {
      if (content !== undefined) writeFileSync(file, content);
      const { code, stderr } = await run([...importDjango, file], env);
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Nothing was imported: [^\n]*django.sqlite3[^\n]*\n$/);
    }
    const chat = join(dirname(file), 'chat.sqlite3');
    const django = new DjangoChatFile(chat);
    django.user(1, 'admin');
    django.close();
    expect((await run(load, env)).code).to.equal(0);
    const { code, stderr } = await run([...importDjango, chat], env);
    expect(code).to.equal(1);
    expect(stderr).to.match(/\nNothing was imported: [^\n]*empty[^\n]*\n$/);
    for (const wrong of [
      [],
      [chat, chat],
      [chat, '--zone', 'Mars'],
      [chat, '--map', 'x=y'],
      [chat, '--tz', 'UTC'],
    ]) {
      const { code: wrongCall, stderr: usage } = await run([...importDjango, ...wrong], env);
      expect(wrongCall).to.equal(2);
      expect(usage).to.match(/^Nothing was imported: [^\n]*npm run db:import-django[^\n]*\n$/);
    }
  });
});
