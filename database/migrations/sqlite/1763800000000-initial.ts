import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "users" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "username" text NOT NULL,
        "username_key" text NOT NULL,
        "password_hash" text NOT NULL,
        "role" text NOT NULL,
        "is_active" boolean NOT NULL,
        "created" bigint NOT NULL,
        "thread_count" integer NOT NULL DEFAULT (0),
        "unread_count" integer NOT NULL DEFAULT (0),
        CONSTRAINT "users_role" CHECK (role = 'user' OR role = 'admin'),
        CONSTRAINT "users_username_key" UNIQUE ("username_key")
      )`);
    // AUTOINCREMENT here and below: the id of a removed row must never come again.
    await queryRunner.query(`
      CREATE TABLE "threads" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "low_id" integer NOT NULL,
        "high_id" integer NOT NULL,
        "created" bigint NOT NULL,
        "updated" bigint NOT NULL,
        "last_message_id" integer,
        "message_count" integer NOT NULL DEFAULT (0),
        "low_unread" integer NOT NULL DEFAULT (0),
        "high_unread" integer NOT NULL DEFAULT (0),
        CONSTRAINT "threads_pair" UNIQUE ("low_id", "high_id"),
        CONSTRAINT "threads_two_participants" CHECK (low_id < high_id),
        CONSTRAINT "threads_low" FOREIGN KEY ("low_id") REFERENCES "users" ("id"),
        CONSTRAINT "threads_high" FOREIGN KEY ("high_id") REFERENCES "users" ("id")
      )`);
    await queryRunner.query(`CREATE INDEX "threads_low_updated" ON "threads" ("low_id", "updated")`);
    await queryRunner.query(`CREATE INDEX "threads_high_updated" ON "threads" ("high_id", "updated")`);
    await queryRunner.query(`
      CREATE TABLE "messages" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "thread_id" integer NOT NULL,
        "sender_id" integer NOT NULL,
        "text" text NOT NULL,
        "created" bigint NOT NULL,
        "is_read" boolean NOT NULL DEFAULT (0),
        "idempotency_key" text,
        CONSTRAINT "messages_thread" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON DELETE CASCADE,
        CONSTRAINT "messages_sender" FOREIGN KEY ("sender_id") REFERENCES "users" ("id")
      )`);
    // SQLite ends every index entry with the row's id, so these two are ordered by id within their columns.
    await queryRunner.query(`CREATE INDEX "messages_thread_id" ON "messages" ("thread_id")`);
    await queryRunner.query(
      `CREATE INDEX "messages_unread" ON "messages" ("thread_id", "sender_id") WHERE is_read = 0`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "messages_idempotency_key" ON "messages" ("sender_id", "idempotency_key")
       WHERE idempotency_key IS NOT NULL`,
    );
    await queryRunner.query(`
      CREATE TABLE "token_families" (
        "id" text PRIMARY KEY NOT NULL,
        "user_id" integer NOT NULL,
        "current" text NOT NULL,
        "expires" bigint NOT NULL,
        CONSTRAINT "token_families_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    await queryRunner.query(`CREATE INDEX "token_families_user_id" ON "token_families" ("user_id")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['token_families', 'messages', 'threads', 'users']) {
      await queryRunner.query(`DROP TABLE "${table}"`);
    }
  }
}
