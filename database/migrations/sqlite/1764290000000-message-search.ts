import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index by which messages are found, and what it has yet to see. It is filled by the service, not here: that would
 * take some seconds for each million messages.
 */
export class MessageSearch1764290000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE "unindexed" (
        "message_id" integer PRIMARY KEY NOT NULL,
        "outdated" integer NOT NULL
      )`,
      'CREATE INDEX "unindexed_outdated" ON "unindexed" ("message_id") WHERE outdated = 1',
      `CREATE TABLE "word_blocks" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "user_id" integer NOT NULL,
        "first_id" integer NOT NULL,
        "last_id" integer NOT NULL,
        "size" integer NOT NULL,
        CONSTRAINT "word_blocks_first" UNIQUE ("user_id", "first_id")
      )`,
      `CREATE TABLE "message_words" (
        "message_id" integer PRIMARY KEY NOT NULL,
        "low_block" integer NOT NULL,
        "high_block" integer NOT NULL,
        "words" text NOT NULL
      )`,
      // The words come as they are to be kept, with nothing to fold: to this tokenizer, all beyond ASCII is letters.
      `CREATE VIRTUAL TABLE "word_index"
       USING fts5(words, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '_'")`,
      `INSERT INTO "word_index" ("word_index", "rank") VALUES ('secure-delete', 1)`,
      `CREATE TRIGGER "messages_to_index" AFTER INSERT ON "messages"
       BEGIN
         INSERT INTO unindexed (message_id, outdated) VALUES (NEW.id, 0)
         ON CONFLICT (message_id) DO NOTHING;
       END`,
      `CREATE TRIGGER "messages_to_index_again" AFTER UPDATE OF "text" ON "messages" WHEN OLD.text <> NEW.text
       BEGIN
         INSERT INTO unindexed (message_id, outdated) VALUES (NEW.id, 1)
         ON CONFLICT (message_id) DO UPDATE SET outdated = 1;
       END`,
      `CREATE TRIGGER "messages_to_forget" AFTER DELETE ON "messages"
       BEGIN
         INSERT INTO unindexed (message_id, outdated) VALUES (OLD.id, 1)
         ON CONFLICT (message_id) DO UPDATE SET outdated = 1;
       END`,
      `CREATE TRIGGER "users_leave_no_blocks" AFTER DELETE ON "users"
       BEGIN DELETE FROM word_blocks WHERE user_id = OLD.id; END`,
      'INSERT INTO "unindexed" ("message_id", "outdated") SELECT id, 0 FROM "messages" ORDER BY id',
    ]) {
      await queryRunner.query(statement);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const triggers = [
      'messages_to_index',
      'messages_to_index_again',
      'messages_to_forget',
      'users_leave_no_blocks',
    ];
    for (const trigger of triggers) {
      await queryRunner.query(`DROP TRIGGER "${trigger}"`);
    }
    for (const table of ['word_index', 'message_words', 'word_blocks', 'unindexed']) {
      await queryRunner.query(`DROP TABLE "${table}"`);
    }
  }
}
