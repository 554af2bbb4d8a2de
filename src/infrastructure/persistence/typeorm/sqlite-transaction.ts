import { setTimeout as pause } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { Repositories } from '../../../application/ports/unit-of-work.js';
import { DomainError } from '../../../domain/errors.js';
import { GroupLost, type GroupTransaction } from '../write-queue.js';
import { repositoriesOn } from './repositories.js';
import { sqlOn, UnitSql, type Sql } from './sql.js';

/** How long to wait for another process that holds the database's write lock, in milliseconds. */
const lockPatience = 5000;

/** A group of units of work on SQLite: one transaction, with a savepoint for each. */
export class SqliteTransaction implements GroupTransaction<Repositories> {
  readonly #sql: Sql;

  constructor(runner: QueryRunner) {
    this.#sql = sqlOn(runner);
  }

  async begin(): Promise<void> {
    // IMMEDIATE, because a transaction that reads first may find the lock taken when it comes to write. The driver
    // would wait for the lock by holding up the whole process, so the waiting is done here.
    const deadline = Date.now() + lockPatience;
    for (let delay = 1; ; delay = Math.min(2 * delay, 100)) {
      try {
        await this.#sql.rows('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!(error instanceof DomainError) || Date.now() > deadline) throw error;
        await pause(delay);
      }
    }
  }

  async attempt<Result>(
    work: (repositories: Repositories) => Promise<Result>,
    expired: Promise<never>,
  ): Promise<Result> {
    await this.#sql.rows('SAVEPOINT unit');
    const sql = new UnitSql(this.#sql);
    try {
      const result = await Promise.race([work(repositoriesOn(sql)), expired]);
      await sql.close();
      await this.#sql.rows('RELEASE unit');
      return result;
    } catch (error) {
      await sql.close().catch(() => undefined); // what was cut short is undone in any case
      await this.#undo();
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.#sql.rows('COMMIT');
  }

  async rollback(): Promise<void> {
    // SQLite may have rolled back by itself, after an I/O error for example.
    await this.#sql.rows('ROLLBACK').catch(() => undefined);
  }

  async #undo(): Promise<void> {
    try {
      await this.#sql.rows('ROLLBACK TO unit');
      await this.#sql.rows('RELEASE unit');
    } catch (cause) {
      throw new GroupLost('SQLite dropped the transaction.', { cause });
    }
  }
}
