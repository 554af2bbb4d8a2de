import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { times, until } from '../support/client.js';
import { addUsers } from '../support/fixtures.js';
import { postgresSuite, postgresUrl, rowsOf, sharedCluster } from '../support/postgres.js';
import { Cluster } from '../support/postgres-cluster.js';
import { rejectionOf } from '../support/rejection-of.js';

postgresSuite('a PostgreSQL that takes no writes', () => {
  it('is not ready, and is again when it does', async () => {
    const cluster = await sharedCluster();
    const url = cluster.urlOf(await cluster.database());
    const store = await PostgresStore.open({ url });
    try {
      await store.ping();
      // As a standby does, or a server that its operator made read-only; new connections are made.
      const database = new URL(url).pathname.slice(1);
      const setReadOnly = async (value: 'on' | 'off') => {
        await cluster.query(`ALTER DATABASE ${database} SET default_transaction_read_only = ${value}`);
        await cluster.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND application_name = 'duet'`,
        );
      };
      await setReadOnly('on');
      await rejectionOf(store.ping()); // the connection that was cut may be the first to be tried
      expect(await rejectionOf(store.ping())).to.include({ code: 'storage_unavailable' });
      expect(await rejectionOf(addUsers(store, 'ann'))).to.include({ code: 'storage_unavailable' });
      await setReadOnly('off');
      await rejectionOf(store.ping().then(() => Promise.reject(new Error('It is well.'))));
      await store.ping();
    } finally {
      await store.close();
    }
  });

  for (const [what, meet] of [
    ['a read', (store: PostgresStore, user: number) => store.read(({ users }) => users.find(user))],
    ['a write', (store: PostgresStore, user: number) => store.run(({ users }) => users.hold(user))],
  ] as const) {
    it(`is not ready while there is damage that ${what} has met, and is as soon as there is none`, async () => {
      const url = await postgresUrl();
      const store = await PostgresStore.open({ url });
      try {
        const setDamaged = (damaged: boolean) =>
          rowsOf(
            url,
            `CREATE OR REPLACE FUNCTION is_whole() RETURNS boolean LANGUAGE plpgsql AS
               $$ BEGIN IF ${damaged} THEN RAISE EXCEPTION 'invalid page' USING ERRCODE = 'XX001'; END IF; RETURN true; END $$`,
          );
        const [ann, bob] = await addUsers(store, 'ann', 'bob');
        await setDamaged(true);
        await rowsOf(url, 'ALTER TABLE users RENAME TO all_users');
        await rowsOf(url, `CREATE VIEW users AS SELECT * FROM all_users WHERE id <> ${bob.id} OR is_whole()`);
        await store.ping();
        await store.read(({ users }) => users.find(ann.id));
        expect(await rejectionOf(meet(store, bob.id))).to.include({ code: 'storage_unavailable' });
        for (let time = 0; time < 2; time += 1) {
          expect(await rejectionOf(store.ping())).to.include({ code: 'storage_unavailable' });
        }
        await setDamaged(false);
        await store.ping();
      } finally {
        await store.close();
      }
    });
  }

  it('takes no more writes while commits wait for a standby that is gone, and goes on reading', async () => {
    const cluster = await Cluster.start('fsync=off');
    const store = await PostgresStore.open({ url: cluster.urlOf(await cluster.database()), timeout: 200 });
    let names = 0;
    const write = () => addUsers(store, `user${(names += 1)}`);
    const change = async (setting: string) => {
      await cluster.query(`ALTER SYSTEM ${setting}`);
      await cluster.query('SELECT pg_reload_conf()');
    };
    const waiting = async () =>
      (await cluster.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'`)).length;
    try {
      const [ann] = await addUsers(store, 'ann');
      await change(`SET synchronous_standby_names = 'gone'`);
      await until('commits wait', () =>
        write().then(
          () => false,
          () => true,
        ),
      );
      const outcomes = await times(30, () => rejectionOf(write()));
      for (const outcome of outcomes) expect(outcome).to.include({ code: 'storage_unavailable' });
      expect(await waiting(), 'sessions that wait: the first, and one that looks').to.be.at.most(2);
      expect(await rejectionOf(store.ping())).to.include({ code: 'storage_unavailable' });
      expect(await store.read(({ users }) => users.find(ann.id))).to.include({ username: 'ann' });
      await change('RESET synchronous_standby_names');
      await until('it is ready', () =>
        store.ping().then(
          () => true,
          () => false,
        ),
      );
      await write();
    } finally {
      await store.close();
      await cluster.remove();
    }
  });

  it('is not ready after a write has failed, until one succeeds', async () => {
    const cluster = await sharedCluster();
    const url = cluster.urlOf(await cluster.database());
    const store = await PostgresStore.open({ url });
    try {
      const full = (on: string) =>
        rowsOf(
          url,
          `CREATE OR REPLACE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN IF ${on} THEN RAISE EXCEPTION 'no space' USING ERRCODE = '57P03'; END IF; RETURN NEW; END $$;
           DROP TRIGGER IF EXISTS no_space ON users; DROP TRIGGER IF EXISTS no_space ON event_log;
           CREATE TRIGGER no_space BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION no_space();
           CREATE TRIGGER no_space BEFORE UPDATE ON event_log FOR EACH ROW EXECUTE FUNCTION no_space()`,
        );
      await full('true');
      await store.ping();
      expect(await rejectionOf(addUsers(store, 'ann'))).to.include({ code: 'storage_unavailable' });
      expect(await rejectionOf(store.ping())).to.include({ code: 'storage_unavailable' });
      await full('false');
      await store.ping();
    } finally {
      await store.close();
    }
  });
});
