import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A promoted server may have lost the end of the log: places in it name the timeline that they are of. */
export class PostgresTimelines1764320000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "event_log"
        ADD COLUMN "timeline" integer NOT NULL DEFAULT 0,
        ADD COLUMN "timeline_before" integer NOT NULL DEFAULT 0,
        ADD COLUMN "timeline_xid" bigint NOT NULL DEFAULT 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE "event_log" DROP COLUMN "timeline", DROP COLUMN "timeline_before", DROP COLUMN "timeline_xid"`);
  }
}
