import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Admin1763940000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "sessions" (
        "id" text PRIMARY KEY NOT NULL,
        "user_id" integer NOT NULL,
        "data" text NOT NULL,
        "expires" bigint NOT NULL,
        CONSTRAINT "sessions_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    await queryRunner.query(`CREATE INDEX "sessions_user_id" ON "sessions" ("user_id")`);
    // No foreign keys: an entry outlives what it tells of.
    await queryRunner.query(`
      CREATE TABLE "audit_entries" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "admin_id" integer NOT NULL,
        "admin_name" text NOT NULL,
        "action" text NOT NULL,
        "resource" text NOT NULL,
        "record_id" integer NOT NULL,
        "details" text NOT NULL,
        "created" bigint NOT NULL
      )`);
    for (const change of ['UPDATE', 'DELETE']) {
      await queryRunner.query(`
        CREATE TRIGGER "audit_entries_no_${change.toLowerCase()}" BEFORE ${change} ON "audit_entries"
        BEGIN SELECT RAISE(ABORT, 'The audit trail is not changed.'); END`);
    }
    // For messages by date, and by day. New ones go to its end, so a send writes to one page that is in memory.
    await queryRunner.query(`CREATE INDEX "messages_created" ON "messages" ("created")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "messages_created"');
    await queryRunner.query('DROP TABLE "audit_entries"');
    await queryRunner.query('DROP TABLE "sessions"');
  }
}
