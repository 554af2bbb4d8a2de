import { setTimeout as pause } from 'node:timers/promises';
import type { Repositories } from '../../../application/ports/unit-of-work.js';
import { Outage } from '../../../application/ports/outage.js';
import { GroupLost, type GroupTransaction } from '../write-queue.js';
import { repositoriesOn } from '../sql/repositories.js';
import { UnitConnection, type Connection } from '../sql/sql.js';

/** A group of units of work on SQLite: one transaction, with a savepoint for each. */
export class SqliteTransaction implements GroupTransaction<Repositories> {
  constructor(
    private readonly connection: Connection,
    private readonly onCommit: () => void,
    /** Throws if what is written would be lost. */
    private readonly check: () => void,
    /** How long to wait for another process that holds the write lock, in milliseconds. */
    private readonly lockPatience: number,
  ) {}

  /** Whether to empty the write-ahead log before the next group, unless somebody reads from it just then. */
  emptyLog = false;

  async begin(): Promise<void> {
    this.check();
    if (this.emptyLog) await this.#emptyLog();
    // IMMEDIATE, because a transaction that reads first may find the lock taken when it comes to write. The driver
    // would wait for the lock by holding up the whole process, so the waiting is done here.
    const deadline = performance.now() + this.lockPatience;
    for (let delay = 1; ; delay = Math.min(2 * delay, 100)) {
      try {
        await this.connection.change('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!(error instanceof Outage) || performance.now() > deadline) throw error;
        await pause(delay);
      }
    }
  }

  async attempt<Result>(
    work: (repositories: Repositories) => Promise<Result>,
    expired: Promise<never>,
  ): Promise<Result> {
    await this.connection.change('SAVEPOINT unit');
    const unit = new UnitConnection(this.connection);
    try {
      const result = await Promise.race([work(repositoriesOn(unit)), expired]);
      await unit.close();
      await this.connection.change('RELEASE unit');
      return result;
    } catch (error) {
      await unit.close().catch(() => undefined); // what was cut short is undone in any case
      await this.#undo();
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.connection.change('COMMIT');
    this.onCommit();
  }

  async rollback(): Promise<void> {
    // SQLite may have rolled back by itself, after an I/O error for example.
    await this.connection.change('ROLLBACK').catch(() => undefined);
  }

  async #emptyLog(): Promise<void> {
    // Copies it into the database and cuts it; `busy` if another connection keeps it from that.
    const [row] = await this.connection.rows<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
    this.emptyLog = row?.busy !== 0;
  }

  async #undo(): Promise<void> {
    try {
      await this.connection.change('ROLLBACK TO unit');
      await this.connection.change('RELEASE unit');
    } catch (cause) {
      throw new GroupLost('SQLite dropped the transaction.', { cause });
    }
  }
}
