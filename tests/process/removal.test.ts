import { expect } from 'chai';
import { until } from '../support/client.js';
import { launch, processSuite, production, RemoteApi, sql } from '../support/process.js';
import { storeUrl } from '../support/service.js';

const length = 200_000;

processSuite('a very long thread that is deleted', () => {
  it('is gone at once, and removed in the end though the process is killed twice', async () => {
    const env = production(storeUrl('better-sqlite3'));
    const url = env['DATABASE_URL']!;
    const api = new RemoteApi(await launch(env));
    const { ann, bob, cyd } = await api.people('ann', 'bob', 'cyd');
    const [long, other] = [await api.open(ann, bob), await api.open(ann, cyd)];
    await api.send(cyd, other.id, 'stays');
    await sql(
      url,
      `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${length})
       INSERT INTO messages (thread_id, sender_id, text, created, is_read)
       SELECT ${long.id}, ${ann.id}, 'message ' || n, n, 0 FROM n`,
      `UPDATE threads SET message_count = ${length}, high_unread = CASE high_id WHEN ${bob.id} THEN ${length} ELSE 0 END,
         low_unread = CASE low_id WHEN ${bob.id} THEN ${length} ELSE 0 END,
         last_message_id = (SELECT max(id) FROM messages) WHERE id = ${long.id}`,
      `UPDATE users SET unread_count = ${length} WHERE id = ${bob.id}`,
    );
    const unread = async (user: typeof ann) => (await user.call('GET', '/users/me/unread-count')).body.count;
    const left = async () => {
      const [rows] = await sql(url, `SELECT count(*) AS count FROM messages WHERE thread_id = ${long.id}`);
      return rows![0]!['count'] as number;
    };
    const { body: page } = await bob.call('GET', `/threads/${long.id}/messages?limit=1`);
    expect(page.count).to.equal(length);
    expect(await unread(bob)).to.equal(length);
    const someMessage = `/messages/${page.results[0]!.id}`;

    expect((await ann.call('DELETE', `/threads/${long.id}`)).status).to.equal(204);
    api.process.signal('SIGKILL');
    await api.process.ended;
    expect(await left()).to.equal(length);

    const expectGone = async () => {
      const paths = [`/threads/${long.id}`, `/threads/${long.id}/messages`, someMessage];
      for (const path of paths) expect((await bob.call('GET', path)).status, path).to.equal(404);
      expect(await unread(bob)).to.equal(0);
      expect(await unread(ann)).to.equal(1);
    };
    api.process = await launch(env);
    await expectGone();
    await until('some of it is removed', async () => (await left()) < length);
    api.process.signal('SIGKILL');
    await api.process.ended;
    expect(await left()).to.be.within(1, length - 1);

    api.process = await launch(env);
    await expectGone();
    const again = await api.open(bob, ann);
    await api.send(ann, again.id, 'anew');
    await until('nothing is left of it', async () => (await left()) === 0, 60_000);
    await until('nothing remembers it', async () => {
      const [rows] = await sql(url, 'SELECT id FROM deleted_threads');
      return rows!.length === 0;
    });
    expect((await api.all(bob.call, `/threads/${again.id}/messages`)).map(({ text }) => text)).to.deep.equal([
      'anew',
    ]);
    const [integrity, threads] = await sql(
      url,
      'PRAGMA integrity_check',
      'SELECT t.id, message_count AS kept, count(m.id) AS counted FROM threads t LEFT JOIN messages m ON m.thread_id = t.id GROUP BY t.id',
    );
    expect(integrity).to.deep.equal([{ integrity_check: 'ok' }]);
    expect(threads).to.deep.equal([other, again].map(({ id }) => ({ id, kept: 1, counted: 1 })));
    await api.process.stop();
  });
});

processSuite('an account with many threads whose deletion was begun', () => {
  it('is gone in the end though the process is killed, and others write meanwhile', async () => {
    const many = 3_000;
    const env = production(storeUrl('better-sqlite3'));
    const url = env['DATABASE_URL']!;
    const api = new RemoteApi(await launch(env));
    const { ann, bob, cyd } = await api.people('ann', 'bob', 'cyd');
    const { id: thread } = await api.open(bob, cyd);
    await api.process.stop();
    await sql(
      url,
      `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${many})
       INSERT INTO users (username, username_key, password_hash, role, is_active, created, thread_count)
       SELECT 'user' || n, 'user' || n, '-', 'user', 1, n, 1 FROM n`,
      `INSERT INTO threads (low_id, high_id, created, updated)
       SELECT ${ann.id}, id, created, created FROM users WHERE username LIKE 'user%'`,
      `UPDATE users SET thread_count = ${many}, is_active = 0 WHERE id = ${ann.id}`,
      `INSERT INTO user_removals (user_id) VALUES (${ann.id})`,
    );
    const left = async () => {
      const [rows] = await sql(url, `SELECT count(*) AS count FROM threads WHERE low_id = ${ann.id}`);
      return rows![0]!['count'] as number;
    };

    api.process = await launch(env);
    await until('some threads are gone', async () => (await left()) < many);
    api.process.signal('SIGKILL');
    await api.process.ended;
    expect(await left()).to.be.within(1, many - 1);

    api.process = await launch(env);
    await api.send(cyd, thread, 'in between');
    expect(await left(), 'what is left when others have written').to.be.above(0);
    await until('all threads are gone', async () => (await left()) === 0, 60_000);
    await until('the account is gone', async () => {
      const [rows] = await sql(url, `SELECT id FROM users WHERE id = ${ann.id}`);
      return rows!.length === 0;
    });
    const [integrity, counted, removals] = await sql(
      url,
      'PRAGMA integrity_check',
      'SELECT thread_count AS threads, count(*) AS users FROM users GROUP BY 1 ORDER BY 1',
      'SELECT user_id FROM user_removals',
    );
    expect(integrity).to.deep.equal([{ integrity_check: 'ok' }]);
    expect(counted).to.deep.equal([
      { threads: 0, users: many },
      { threads: 1, users: 2 },
    ]);
    expect(removals).to.deep.equal([]);
    await api.process.stop();
  });
});
