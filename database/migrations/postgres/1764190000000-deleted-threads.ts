import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Long threads are deleted in parts: their messages outlive them, and their participants, for a moment. So messages
 * lose their foreign keys, and the index that one of them needed.
 */
export class PostgresDeletedThreads1764190000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE "deleted_threads" ("id" bigint PRIMARY KEY NOT NULL)');
    await queryRunner.query(
      'ALTER TABLE "messages" DROP CONSTRAINT "messages_thread", DROP CONSTRAINT "messages_sender"',
    );
    await queryRunner.query('DROP INDEX "messages_sender_id"');
    // Whoever deletes a thread, with an earlier version or by hand: its messages are removed.
    await queryRunner.query(`
      CREATE FUNCTION "leave_messages"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM messages WHERE thread_id = OLD.id) THEN
          INSERT INTO deleted_threads (id) VALUES (OLD.id);
        END IF;
        RETURN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER "threads_leave_messages" AFTER DELETE ON "threads"
      FOR EACH ROW EXECUTE FUNCTION "leave_messages"()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER "threads_leave_messages" ON "threads"');
    await queryRunner.query('DROP FUNCTION "leave_messages"()');
    await queryRunner.query('DELETE FROM "messages" WHERE thread_id IN (SELECT id FROM "deleted_threads")');
    await queryRunner.query('CREATE INDEX "messages_sender_id" ON "messages" ("sender_id", "id")');
    await queryRunner.query(`
      ALTER TABLE "messages"
        ADD CONSTRAINT "messages_thread" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON DELETE CASCADE,
        ADD CONSTRAINT "messages_sender" FOREIGN KEY ("sender_id") REFERENCES "users" ("id")`);
    await queryRunner.query('DROP TABLE "deleted_threads"');
  }
}
