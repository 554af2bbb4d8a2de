import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happens to accounts is in the log, too: an event is of a thread and its two, or of a user. */
export class PostgresUserEvents1764240000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "events"
        ALTER COLUMN "thread_id" DROP NOT NULL,
        ALTER COLUMN "low_id" DROP NOT NULL,
        ALTER COLUMN "high_id" DROP NOT NULL,
        ADD COLUMN "user_id" bigint`);
    await queryRunner.query(
      `CREATE INDEX "events_user_updated" ON "events" ("type", "xid") WHERE type = 'user.updated'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "events_user_updated"');
    await queryRunner.query('DELETE FROM "events" WHERE "user_id" IS NOT NULL');
    await queryRunner.query(`
      ALTER TABLE "events"
        DROP COLUMN "user_id",
        ALTER COLUMN "thread_id" SET NOT NULL,
        ALTER COLUMN "low_id" SET NOT NULL,
        ALTER COLUMN "high_id" SET NOT NULL`);
  }
}
