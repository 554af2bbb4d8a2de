import { expect } from 'chai';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { addUsers } from '../support/fixtures.js';
import { postgresSuite, rowsOf, sharedCluster } from '../support/postgres.js';
import { rejectionOf } from '../support/rejection-of.js';

postgresSuite('a PostgreSQL that takes no writes', () => {
  it('is not ready, and is again when it does', async () => {
    const cluster = await sharedCluster();
    const url = cluster.urlOf(await cluster.database());
    const store = await PostgresStore.open({ url });
    try {
      await store.ping();
      // As a standby does, or a server that its operator made read-only; connections are made anew.
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
