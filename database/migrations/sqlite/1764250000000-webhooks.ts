import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of what happens, how far they have got, and what came of each attempt. */
export class Webhooks1764250000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "webhooks" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "url" text NOT NULL,
        "events" text NOT NULL,
        "delay" integer NOT NULL,
        "only_unread" integer NOT NULL,
        "description" text,
        "status" text NOT NULL,
        "off_reason" text,
        "secret" text NOT NULL,
        "previous_secret" text,
        "previous_until" bigint,
        "created" bigint NOT NULL,
        "position" text NOT NULL,
        "reached" bigint NOT NULL,
        "failing_since" bigint,
        "failures" integer NOT NULL,
        "next_attempt" bigint,
        "holder" text,
        "held_until" bigint
      )`);
    await queryRunner.query(`
      CREATE TABLE "webhook_deliveries" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "webhook_id" integer NOT NULL,
        "key" text NOT NULL,
        "type" text NOT NULL,
        "position" text,
        "attempts" integer NOT NULL,
        "attempted" bigint NOT NULL,
        "delivered" integer NOT NULL,
        "status" integer,
        "duration" integer NOT NULL,
        "error" text,
        "response" text,
        CONSTRAINT "webhook_deliveries_key" UNIQUE ("webhook_id", "key"),
        CONSTRAINT "webhook_deliveries_webhook" FOREIGN KEY ("webhook_id") REFERENCES "webhooks" ("id") ON DELETE CASCADE
      )`);
    await queryRunner.query(
      'CREATE INDEX "webhook_deliveries_latest" ON "webhook_deliveries" ("webhook_id", "attempted")',
    );
    await queryRunner.query(
      'CREATE INDEX "webhook_deliveries_attempted" ON "webhook_deliveries" ("attempted")',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "webhook_deliveries"');
    await queryRunner.query('DROP TABLE "webhooks"');
  }
}
