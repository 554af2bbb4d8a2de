import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files as evidence: what a message had that is deleted or reported is held, and its file with it, until the evidence
 * goes. Nobody finds it among the attachments any more.
 */
export class HeldAttachments1764350000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "message_versions" ADD COLUMN "attachments" text');
    await queryRunner.query('ALTER TABLE "reports" ADD COLUMN "attachments" text');
    await queryRunner.query(
      'UPDATE reports SET attachments = (SELECT m.attachments FROM messages m WHERE m.id = reports.message_id)',
    );
    await queryRunner.query(`
      CREATE TABLE "held_attachments" (
        "id" integer PRIMARY KEY NOT NULL,
        "uploader_id" integer NOT NULL,
        "message_id" integer NOT NULL,
        "name" text NOT NULL,
        "type" text NOT NULL,
        "size" bigint NOT NULL,
        "width" integer,
        "height" integer,
        "file" text NOT NULL,
        "created" bigint NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX "held_attachments_message_id" ON "held_attachments" ("message_id")',
    );
    await queryRunner.query('DROP TRIGGER "messages_take_attachments"');
    await queryRunner.query(`
      CREATE TRIGGER "messages_take_attachments" AFTER DELETE ON "messages" WHEN OLD.attachments IS NOT NULL
      BEGIN
        INSERT INTO held_attachments (id, uploader_id, message_id, name, type, size, width, height, file, created)
        SELECT id, uploader_id, message_id, name, type, size, width, height, file, created FROM attachments
        WHERE message_id = OLD.id AND (
          EXISTS (SELECT 1 FROM message_versions v WHERE v.message_id = OLD.id AND v.change = 'deleted')
          OR EXISTS (SELECT 1 FROM reports r WHERE r.message_id = OLD.id)
        );
        DELETE FROM attachments WHERE message_id = OLD.id;
      END`);
    await queryRunner.query('DROP TRIGGER "attachments_leave_files"');
    await queryRunner.query(`
      CREATE TRIGGER "attachments_leave_files" AFTER DELETE ON "attachments"
      WHEN NOT EXISTS (SELECT 1 FROM held_attachments h WHERE h.id = OLD.id)
      BEGIN INSERT INTO file_removals (file, due) VALUES (OLD.file, 0); END`);
    await queryRunner.query(`
      CREATE TRIGGER "held_attachments_leave_files" AFTER DELETE ON "held_attachments"
      BEGIN INSERT INTO file_removals (file, due) VALUES (OLD.file, 0); END`);
    for (const evidence of ['message_versions', 'reports']) {
      await queryRunner.query(`
        CREATE TRIGGER "${evidence}_let_go" AFTER DELETE ON "${evidence}" WHEN OLD.attachments IS NOT NULL
        BEGIN
          DELETE FROM held_attachments WHERE message_id = OLD.message_id
              AND NOT EXISTS (
                SELECT 1 FROM message_versions v WHERE v.message_id = OLD.message_id AND v.change = 'deleted'
              )
              AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.message_id = OLD.message_id);
        END`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM held_attachments');
    await queryRunner.query('DROP TRIGGER "attachments_leave_files"');
    await queryRunner.query(`
      CREATE TRIGGER "attachments_leave_files" AFTER DELETE ON "attachments"
      BEGIN INSERT INTO file_removals (file, due) VALUES (OLD.file, 0); END`);
    await queryRunner.query('DROP TRIGGER "messages_take_attachments"');
    await queryRunner.query(`
      CREATE TRIGGER "messages_take_attachments" AFTER DELETE ON "messages" WHEN OLD.attachments IS NOT NULL
      BEGIN DELETE FROM attachments WHERE message_id = OLD.id; END`);
    for (const evidence of ['message_versions', 'reports']) {
      await queryRunner.query(`DROP TRIGGER "${evidence}_let_go"`);
    }
    await queryRunner.query('DROP TABLE "held_attachments"');
    await queryRunner.query('ALTER TABLE "reports" DROP COLUMN "attachments"');
    await queryRunner.query('ALTER TABLE "message_versions" DROP COLUMN "attachments"');
  }
}
