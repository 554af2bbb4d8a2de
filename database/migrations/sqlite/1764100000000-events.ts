import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened, for those who listen. No foreign keys: an event outlives what it tells of. */
export class Events1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "events" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "type" text NOT NULL,
        "thread_id" integer NOT NULL,
        "low_id" integer NOT NULL,
        "high_id" integer NOT NULL,
        "message_id" integer,
        "reader_id" integer,
        "up_to" bigint,
        "created" bigint NOT NULL
      )`);
    // SQLite ends every index entry with the row's id, so these are ordered by it within their column.
    await queryRunner.query(`CREATE INDEX "events_low_id" ON "events" ("low_id")`);
    await queryRunner.query(`CREATE INDEX "events_high_id" ON "events" ("high_id")`);
    // One row.
    await queryRunner.query(`
      CREATE TABLE "event_log" (
        "name" text PRIMARY KEY NOT NULL,
        "pruned_id" integer NOT NULL,
        "pruned_created" bigint NOT NULL
      )`);
    await queryRunner.query('INSERT INTO event_log (name, pruned_id, pruned_created) VALUES (?, 0, 0)', [
      crypto.randomUUID().slice(0, 8),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "event_log"');
    await queryRunner.query('DROP TABLE "events"');
  }
}
