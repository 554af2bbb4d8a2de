import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Long threads are deleted in parts: their messages outlive them, and their participants, for a moment. So messages
 * lose their foreign keys. SQLite takes a constraint from a table only by making it anew: some six seconds for a million
 * messages.
 */
export class DeletedThreads1764190000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE "deleted_threads" ("id" integer PRIMARY KEY NOT NULL)');
    await makeAnew(queryRunner, '');
    // Whoever deletes a thread, with an earlier version or by hand: its messages are removed.
    await queryRunner.query(`
      CREATE TRIGGER "threads_leave_messages" AFTER DELETE ON "threads"
      WHEN EXISTS (SELECT 1 FROM messages WHERE thread_id = OLD.id)
      BEGIN INSERT INTO deleted_threads (id) VALUES (OLD.id); END`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER "threads_leave_messages"');
    await queryRunner.query('DELETE FROM "messages" WHERE thread_id IN (SELECT id FROM "deleted_threads")');
    await makeAnew(
      queryRunner,
      `, CONSTRAINT "messages_thread" FOREIGN KEY ("thread_id") REFERENCES "threads" ("id") ON DELETE CASCADE,
         CONSTRAINT "messages_sender" FOREIGN KEY ("sender_id") REFERENCES "users" ("id")`,
    );
    await queryRunner.query('DROP TABLE "deleted_threads"');
  }
}

async function makeAnew(queryRunner: QueryRunner, foreignKeys: string): Promise<void> {
  const indexes = (await queryRunner.query(
    `SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'messages' AND sql IS NOT NULL`,
  )) as { sql: string }[];
  await queryRunner.query(`
    CREATE TABLE "messages_anew" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "thread_id" integer NOT NULL,
      "sender_id" integer NOT NULL,
      "text" text NOT NULL,
      "created" bigint NOT NULL,
      "is_read" boolean NOT NULL DEFAULT (0),
      "idempotency_key" text${foreignKeys}
    )`);
  const columns = 'id, thread_id, sender_id, text, created, is_read, idempotency_key';
  await queryRunner.query(
    `INSERT INTO "messages_anew" (${columns}) SELECT ${columns} FROM "messages" ORDER BY id`,
  );
  // The ids of removed messages stay used up.
  await queryRunner.query(`DELETE FROM sqlite_sequence WHERE name = 'messages_anew'`);
  await queryRunner.query(
    `INSERT INTO sqlite_sequence (name, seq) SELECT 'messages_anew', seq FROM sqlite_sequence WHERE name = 'messages'`,
  );
  await queryRunner.query('DROP TABLE "messages"');
  await queryRunner.query('ALTER TABLE "messages_anew" RENAME TO "messages"');
  for (const { sql } of indexes) await queryRunner.query(sql);
}
