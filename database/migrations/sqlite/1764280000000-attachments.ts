import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that people send. Whatever removes a message, its attachments go with it, and what their files are called is
 * written down in the same transaction, until the files have gone, too.
 */
export class Attachments1764280000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "messages" ADD COLUMN "attachments" text');
    await queryRunner.query(`
      CREATE TABLE "attachments" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uploader_id" integer NOT NULL,
        "message_id" integer,
        "name" text NOT NULL,
        "type" text NOT NULL,
        "size" bigint NOT NULL,
        "width" integer,
        "height" integer,
        "file" text NOT NULL,
        "created" bigint NOT NULL,
        CONSTRAINT "attachments_uploader" FOREIGN KEY ("uploader_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    await queryRunner.query('CREATE INDEX "attachments_uploader_id" ON "attachments" ("uploader_id")');
    await queryRunner.query('CREATE INDEX "attachments_message_id" ON "attachments" ("message_id")');
    await queryRunner.query(
      'CREATE INDEX "attachments_unsent" ON "attachments" ("created") WHERE message_id IS NULL',
    );
    await queryRunner.query(
      'CREATE TABLE "file_removals" ("file" text PRIMARY KEY NOT NULL, "due" bigint NOT NULL)',
    );
    await queryRunner.query(`
      CREATE TRIGGER "messages_take_attachments" AFTER DELETE ON "messages" WHEN OLD.attachments IS NOT NULL
      BEGIN DELETE FROM attachments WHERE message_id = OLD.id; END`);
    await queryRunner.query(`
      CREATE TRIGGER "attachments_leave_files" AFTER DELETE ON "attachments"
      BEGIN INSERT INTO file_removals (file, due) VALUES (OLD.file, 0); END`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER "messages_take_attachments"');
    await queryRunner.query('DROP TABLE "attachments"');
    await queryRunner.query('DROP TABLE "file_removals"');
    await queryRunner.query('ALTER TABLE "messages" DROP COLUMN "attachments"');
  }
}
