import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files as evidence: what a message had that is deleted or reported is held, and its file with it, until the evidence
 * goes. Nobody finds it among the attachments any more.
 *
 * Two who remove evidence of one message, or one who does and one who removes the message, wait for each other, so that the
 * later one sees what the earlier one has done: or each might leave the file to the other.
 */
export class PostgresHeldAttachments1764350000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "message_versions" ADD COLUMN "attachments" text');
    await queryRunner.query('ALTER TABLE "reports" ADD COLUMN "attachments" text');
    await queryRunner.query(
      'UPDATE reports SET attachments = (SELECT m.attachments FROM messages m WHERE m.id = reports.message_id)',
    );
    await queryRunner.query(`
      CREATE TABLE "held_attachments" (
        "id" bigint PRIMARY KEY NOT NULL,
        "uploader_id" bigint NOT NULL,
        "message_id" bigint NOT NULL,
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
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION "take_attachments"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM reports WHERE message_id = OLD.id FOR KEY SHARE;
        INSERT INTO held_attachments (id, uploader_id, message_id, name, type, size, width, height, file, created)
        SELECT id, uploader_id, message_id, name, type, size, width, height, file, created FROM attachments
        WHERE message_id = OLD.id AND (
          EXISTS (SELECT 1 FROM message_versions v WHERE v.message_id = OLD.id AND v.change = 'deleted')
          OR EXISTS (SELECT 1 FROM reports r WHERE r.message_id = OLD.id)
        );
        DELETE FROM attachments WHERE message_id = OLD.id;
        RETURN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION "leave_files"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO file_removals (file, due)
        SELECT OLD.file, 0 WHERE NOT EXISTS (SELECT 1 FROM held_attachments h WHERE h.id = OLD.id);
        RETURN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER "held_attachments_leave_files" AFTER DELETE ON "held_attachments"
      FOR EACH ROW EXECUTE FUNCTION "leave_files"()`);
    await queryRunner.query(`
      CREATE FUNCTION "let_go_of_files"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM held_attachments WHERE message_id = OLD.message_id ORDER BY id FOR UPDATE;
        DELETE FROM held_attachments WHERE message_id = OLD.message_id
          AND NOT EXISTS (
            SELECT 1 FROM message_versions v WHERE v.message_id = OLD.message_id AND v.change = 'deleted'
          )
          AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.message_id = OLD.message_id);
        RETURN NULL;
      END $$`);
    for (const evidence of ['message_versions', 'reports']) {
      await queryRunner.query(`
        CREATE TRIGGER "${evidence}_let_go" AFTER DELETE ON "${evidence}"
        FOR EACH ROW WHEN (OLD.attachments IS NOT NULL) EXECUTE FUNCTION "let_go_of_files"()`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM held_attachments');
    for (const evidence of ['message_versions', 'reports']) {
      await queryRunner.query(`DROP TRIGGER "${evidence}_let_go" ON "${evidence}"`);
    }
    await queryRunner.query('DROP FUNCTION "let_go_of_files"()');
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION "take_attachments"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN DELETE FROM attachments WHERE message_id = OLD.id; RETURN NULL; END $$`);
    await queryRunner.query('DROP TABLE "held_attachments"');
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION "leave_files"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO file_removals (file, due) VALUES (OLD.file, 0); RETURN NULL; END $$`);
    await queryRunner.query('ALTER TABLE "reports" DROP COLUMN "attachments"');
    await queryRunner.query('ALTER TABLE "message_versions" DROP COLUMN "attachments"');
  }
}
