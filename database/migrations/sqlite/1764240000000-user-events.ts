import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns =
  '"id", "type", "thread_id", "low_id", "high_id", "message_id", "reader_id", "up_to", "created"';

/** What happens to accounts is in the log, too: an event is of a thread and its two, or of a user. */
export class UserEvents1764240000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await rebuildLog(
      queryRunner,
      `"thread_id" integer,
        "low_id" integer,
        "high_id" integer,`,
      `"user_id" integer`,
    );
    await queryRunner.query(
      `CREATE INDEX "events_user_updated" ON "events" ("type") WHERE type = 'user.updated'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM "events" WHERE "user_id" IS NOT NULL');
    await rebuildLog(
      queryRunner,
      `"thread_id" integer NOT NULL,
        "low_id" integer NOT NULL,
        "high_id" integer NOT NULL,`,
    );
  }
}

/** SQLite changes no column that is there. Ids go on where they were, so that none comes twice. */
async function rebuildLog(queryRunner: QueryRunner, thread: string, user?: string): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE "new_events" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "type" text NOT NULL,
      ${thread}
      "message_id" integer,
      "reader_id" integer,
      "up_to" bigint,
      "created" bigint NOT NULL${user === undefined ? '' : `, ${user}`})`);
  await queryRunner.query(`INSERT INTO "new_events" (${columns}) SELECT ${columns} FROM "events"`);
  await queryRunner.query(`DELETE FROM sqlite_sequence WHERE name = 'new_events'`);
  await queryRunner.query(
    `INSERT INTO sqlite_sequence (name, seq) SELECT 'new_events', seq FROM sqlite_sequence WHERE name = 'events'`,
  );
  await queryRunner.query('DROP TABLE "events"');
  await queryRunner.query('ALTER TABLE "new_events" RENAME TO "events"');
  await queryRunner.query('CREATE INDEX "events_low_id" ON "events" ("low_id")');
  await queryRunner.query('CREATE INDEX "events_high_id" ON "events" ("high_id")');
}
