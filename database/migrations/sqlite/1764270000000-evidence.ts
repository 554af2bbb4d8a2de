import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When messages were edited, what they said before, and what was reported of them. */
export class Evidence1764270000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "messages" ADD COLUMN "edited" bigint');
    await queryRunner.query(`
      CREATE TABLE "message_versions" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "message_id" integer NOT NULL,
        "thread_id" integer NOT NULL,
        "sender_id" integer,
        "service" text,
        "text" text NOT NULL,
        "metadata" text,
        "created" bigint NOT NULL,
        "replaced" bigint NOT NULL,
        "change" text NOT NULL,
        "since" bigint NOT NULL,
        "idempotency_key" text
      )`);
    await queryRunner.query(
      'CREATE INDEX "message_versions_message_id" ON "message_versions" ("message_id")',
    );
    await queryRunner.query('CREATE INDEX "message_versions_thread_id" ON "message_versions" ("thread_id")');
    await queryRunner.query('CREATE INDEX "message_versions_sender_id" ON "message_versions" ("sender_id")');
    await queryRunner.query('CREATE INDEX "message_versions_since" ON "message_versions" ("since")');
    await queryRunner.query(
      'CREATE INDEX "message_versions_sender_key" ON "message_versions" ("sender_id", "idempotency_key") WHERE idempotency_key IS NOT NULL',
    );
    await queryRunner.query(
      'CREATE INDEX "message_versions_service_key" ON "message_versions" ("service", "idempotency_key") WHERE idempotency_key IS NOT NULL',
    );
    await queryRunner.query(`
      CREATE TABLE "reports" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "message_id" integer NOT NULL,
        "thread_id" integer NOT NULL,
        "sender_id" integer NOT NULL,
        "reporter_id" integer NOT NULL,
        "reason" text NOT NULL,
        "comment" text,
        "text" text NOT NULL,
        "sent" bigint NOT NULL,
        "created" bigint NOT NULL,
        "status" text NOT NULL,
        "note" text,
        "closed" bigint,
        "since" bigint,
        CONSTRAINT "reports_once" UNIQUE ("message_id", "reporter_id")
      )`);
    await queryRunner.query('CREATE INDEX "reports_status" ON "reports" ("status")');
    await queryRunner.query('CREATE INDEX "reports_sender_id" ON "reports" ("sender_id")');
    await queryRunner.query('CREATE INDEX "reports_reporter_id" ON "reports" ("reporter_id")');
    await queryRunner.query('CREATE INDEX "reports_since" ON "reports" ("since")');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "reports"');
    await queryRunner.query('DROP TABLE "message_versions"');
    await queryRunner.query('ALTER TABLE "messages" DROP COLUMN "edited"');
  }
}
