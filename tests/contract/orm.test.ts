import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { QueryFailedError, type QueryRunner } from 'typeorm';
import { Outage } from '../../src/application/ports/outage.js';
import {
  PostgresConnection,
  isBrokenRule,
  postgresWriting,
} from '../../src/infrastructure/persistence/postgres/postgres-sql.js';
import { PostgresStore } from '../../src/infrastructure/persistence/postgres/postgres-store.js';
import { auditEntryEntity, sessionEntity } from '../../src/infrastructure/persistence/sql/entities.js';
import { UnitConnection, type Connection } from '../../src/infrastructure/persistence/sql/sql.js';
import { connectionOf } from '../../src/infrastructure/persistence/sqlite/sqlite-sql.js';
import { SqliteStore } from '../../src/infrastructure/persistence/sqlite/sqlite-store.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { rejectionOf } from '../support/rejection-of.js';

const entry = {
  adminId: 1,
  adminName: 'root',
  action: 'open',
  resource: 'Thread',
  recordId: 1,
  details: '',
  created: 1,
} as const;

/** Nobody has this id. */
const orphan = { id: 'one', userId: 99, data: '{}', expires: 1 };

function describeOrm(open: () => Promise<{ connection: Connection; close: () => Promise<void> }>): void {
  let connection: Connection;
  let close: () => Promise<void>;
  let unit: UnitConnection;

  const entries = () => connection.orm.manager.countBy(auditEntryEntity, { adminId: entry.adminId });

  beforeEach(async () => {
    ({ connection, close } = await open());
    await connection.change('BEGIN');
    unit = new UnitConnection(connection);
  });

  afterEach(() => close());

  it('is refused once the unit of work has ended, whatever was kept of it', async () => {
    const { orm } = unit;
    const { manager } = orm;
    const repository = manager.getRepository(auditEntryEntity);
    const query = manager.createQueryBuilder(auditEntryEntity, 'entry');
    await repository.insert({ ...entry });
    await unit.close();
    for (const attempt of [
      () => manager.find(auditEntryEntity),
      () => manager.insert(auditEntryEntity, { ...entry }),
      () => manager.save(auditEntryEntity, { ...entry }),
      () => manager.query('DELETE FROM audit_entries'),
      () => repository.clear(),
      () => query.getMany(),
      () => orm.manager.queryRunner?.manager.find(auditEntryEntity) ?? expect.fail(),
      () => unit.orm.query('DELETE FROM audit_entries'),
    ]) {
      expect(await rejectionOf(attempt())).to.have.property(
        'message',
        'This unit of work is over: its repositories cannot be used any more.',
      );
    }
    expect(await entries()).to.equal(1);
  });

  it('has done what was not awaited, or makes the unit of work fail', async () => {
    const stray = unit.orm.manager.insert(auditEntryEntity, { ...entry }).catch((error: unknown) => error);
    const [outcome] = await Promise.allSettled([unit.close()]);
    if (outcome.status === 'rejected') {
      expect(outcome.reason).to.have.property('message').that.includes('await them all');
    } else {
      expect(await entries()).to.equal(1);
    }
    await stray;
  });

  it('keeps to the transaction of the unit, also where it would begin its own', async () => {
    await unit.orm.manager.save(auditEntryEntity, { ...entry });
    await unit.orm.manager.getRepository(auditEntryEntity).save([{ ...entry }, { ...entry }]);
    expect(await entries()).to.equal(3);
    await connection.change('ROLLBACK');
    expect(await entries()).to.equal(0);
  });

  it('gives away neither the connection nor its transactions', async () => {
    const { orm } = unit;
    for (const attempt of [
      () => orm.manager.transaction(async () => undefined),
      () => orm.startTransaction(),
      () => orm.commitTransaction(),
      () => orm.rollbackTransaction(),
      () => orm.connect() as Promise<unknown>,
      () => orm.stream('SELECT 1'),
      () => orm.release(),
    ]) {
      expect(await rejectionOf(attempt()))
        .to.have.property('message')
        .that.includes('belong to');
    }
  });

  it('fails with what the driver said, as hand-written SQL does', async () => {
    const error = await rejectionOf(unit.orm.manager.insert(sessionEntity, orphan));
    expect(error).to.be.instanceOf(Error).and.not.instanceOf(QueryFailedError);
    expect((error as Error).message).to.match(/foreign key/i);
  });
}

for (const driver of ['better-sqlite3', 'sqlite3'] as const) {
  describe(`TypeORM in a unit of work on ${driver}`, () => {
    describeOrm(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'duet-'));
      const store = await SqliteStore.open({ driver, file: join(folder, 'duet.sqlite') });
      const close = async () => {
        await store.close();
        await rm(folder, { recursive: true });
      };
      return { connection: await connectionOf(store.writer), close };
    });
  });
}

postgresSuite('TypeORM in a unit of work on PostgreSQL', function () {
  this.timeout(60_000);
  const timeout = 300;
  let store: PostgresStore;
  let runner: QueryRunner;
  let current: Connection;

  const open = async () => {
    store = await PostgresStore.open({ url: await postgresUrl() });
    runner = store.reader.createQueryRunner();
    current = new PostgresConnection(store.reader, await clientOf(runner), postgresWriting, { timeout });
    const close = async () => {
      await runner.release();
      await store.close();
    };
    return { connection: current, close };
  };

  describeOrm(open);

  it('has its broken rules known for such, so that the unit of work is tried again', async () => {
    expect(isBrokenRule(await rejectionOf(current.orm.manager.insert(sessionEntity, orphan)))).to.equal(true);
  });

  it('does not wait for ever for an answer', async () => {
    const endless = current.orm.manager.query(`SELECT pg_sleep(${(3 * timeout) / 1000})`);
    expect(await rejectionOf(endless)).to.be.instanceOf(Outage);
  });
});

const clientOf = (runner: QueryRunner) =>
  runner.connect() as Promise<ConstructorParameters<typeof PostgresConnection>[1]>;
