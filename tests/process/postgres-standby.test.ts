import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { AdminClient } from '../support/admin.js';
import { password, until, type User } from '../support/client.js';
import { postgresSuite } from '../support/postgres.js';
import { Cluster, debianPostgres } from '../support/postgres-cluster.js';
import { launch, processSuite, production, RemoteApi, run } from '../support/process.js';
import { rejectionOf } from '../support/rejection-of.js';

const bin = debianPostgres();

postgresSuite('DATABASE_READ_URL', () => {
  processSuite('names a standby', () => {
    let primary: Cluster;
    let standby: Cluster;
    let database: string;
    let env: Record<string, string>;
    let api: RemoteApi;
    let ann: User;
    let root: AdminClient;

    // Its replay stands still after the first of two messages: who reads the second has asked the primary.
    before(async function () {
      // CI has them, see .ci/run.
      if (bin === undefined && process.env['CI'] === undefined) return this.skip();
      const settings = ['fsync=off', 'max_standby_streaming_delay=0'];
      primary = await Cluster.startFrom(bin ?? expect.fail('There is no pg_basebackup.'), ...settings);
      database = await primary.database();
      standby = await primary.standby();
      env = {
        ...production(primary.urlOf(database)),
        DATABASE_READ_URL: standby.urlOf(database),
        ADMIN: 'on',
      };
      const tool = ['node', 'dist/programs/user.js', 'create', '--admin', 'root'];
      const { code, stderr } = await run(tool, env, `${password}\n`);
      expect(code, stderr).to.equal(0);
      api = new RemoteApi(await launch(env));
      ann = await api.register('ann');
      const { id } = await api.open(ann, await api.register('bob'));
      await api.send(ann, id, 'before');
      await caughtUp();
      await standby.query('SELECT pg_wal_replay_pause()');
      await api.send(ann, id, 'after');
      root = new AdminClient(api.process);
      await root.logIn('root', password);
    });

    const caughtUp = () =>
      until('the standby has caught up', async () => {
        const [now] = await primary.query('SELECT pg_current_wal_lsn() AS place');
        const reached = `SELECT pg_last_wal_replay_lsn() >= '${String(now?.['place'])}' AS reached`;
        return (await standby.query(reached))[0]?.['reached'] === true;
      });

    const texts = (text: string) => [
      ...new Set([...text.matchAll(/"text":"(\w+)"/g)].map(([, word]) => word)),
    ];

    const exported = async () => {
      const headers = { authorization: `Bearer ${ann.access}` };
      const response = await fetch(`${api.base}/users/me/export`, { headers });
      return { status: response.status, texts: texts(await response.text()) };
    };

    const dumped = async () => {
      const { code, stdout, stderr } = await run(['node', 'dist/programs/db-dump.js'], env);
      return { code, texts: texts(stdout), stderr };
    };

    it('which gives exports, dumps and the figures of the panel', async () => {
      expect(await exported()).to.deep.equal({ status: 200, texts: ['before'] });
      expect(await dumped()).to.deep.include({ code: 0, texts: ['before'] });
      expect((await root.get('/api/dashboard')).body).to.include({ messages: 1 });
    });

    it('which gives nothing else', async () => {
      const [thread] = (await ann.call('GET', '/threads')).body.results;
      expect(thread?.last_message).to.include({ text: 'after' });
      expect((await root.list('Message')).records).to.have.length(2);
    });

    it('which may drop a read to keep up: it can be tried again', async () => {
      await standby.query('SELECT pg_wal_replay_resume()');
      await primary.query(
        `ALTER TABLE reports RENAME TO all_reports;
         CREATE VIEW reports AS SELECT r.* FROM pg_sleep(60) LEFT JOIN all_reports r ON true`,
        database,
      );
      await caughtUp();
      const figures = root.get('/api/dashboard');
      await until('it reads', async () => {
        const reading = `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%reports%' AND wait_event = 'PgSleep'`;
        return (await standby.query(reading)).length === 1;
      });
      await primary.query('BEGIN; LOCK TABLE all_reports IN ACCESS EXCLUSIVE MODE; COMMIT', database);
      expect((await figures).status).to.equal(503);
      await primary.query('DROP VIEW reports; ALTER TABLE all_reports RENAME TO reports', database);
      await caughtUp();
      expect((await root.get('/api/dashboard')).body).to.include({ messages: 2 });
    });

    it('and no other database', async () => {
      const readUrl = primary.urlOf(await primary.emptyDatabase());
      await (await PostgresStore.open({ url: readUrl })).close();
      const error = await rejectionOf(PostgresStore.open({ url: primary.urlOf(database), readUrl }));
      expect((error as Error).message).to.match(/^DATABASE_READ_URL leads to another database/);
    });

    it('which dumps while its primary is away', async () => {
      await api.process.stop();
      await primary.stop('fast');
      expect(await dumped()).to.deep.include({ code: 0, texts: ['before', 'after'] });
      await primary.start();
    });

    it('without which the rest goes on, from the start', async () => {
      await standby.stop('fast');
      api.process = await launch(env);
      expect((await exported()).status).to.equal(503);
      expect((await ann.call('GET', '/threads')).status).to.equal(200);
      const { code, stderr } = await dumped();
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Nothing was dumped: the database postgres:\S+ cannot be read: .*\n$/);
    });
  });
});
