import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `message_search` has a row while messages are noted for the index by which they are found. */
export class MessageSearchSwitch1764330000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE "message_search" ("is_on" integer PRIMARY KEY NOT NULL)');
    await queryRunner.query('INSERT INTO "message_search" ("is_on") VALUES (1)');
    await recreateTriggers(queryRunner, 'EXISTS (SELECT 1 FROM message_search)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await recreateTriggers(queryRunner, '1');
    await queryRunner.query('DROP TABLE "message_search"');
  }
}

async function recreateTriggers(queryRunner: QueryRunner, condition: string): Promise<void> {
  for (const name of ['messages_to_index', 'messages_to_index_again', 'messages_to_forget']) {
    await queryRunner.query(`DROP TRIGGER "${name}"`);
  }
  for (const statement of [
    `CREATE TRIGGER "messages_to_index" AFTER INSERT ON "messages" WHEN ${condition}
     BEGIN
       INSERT INTO unindexed (message_id, outdated) VALUES (NEW.id, 0)
       ON CONFLICT (message_id) DO NOTHING;
     END`,
    `CREATE TRIGGER "messages_to_index_again" AFTER UPDATE OF "text" ON "messages"
     WHEN OLD.text <> NEW.text AND ${condition}
     BEGIN
       INSERT INTO unindexed (message_id, outdated) VALUES (NEW.id, 1)
       ON CONFLICT (message_id) DO UPDATE SET outdated = 1;
     END`,
    `CREATE TRIGGER "messages_to_forget" AFTER DELETE ON "messages" WHEN ${condition}
     BEGIN
       INSERT INTO unindexed (message_id, outdated) VALUES (OLD.id, 1)
       ON CONFLICT (message_id) DO UPDATE SET outdated = 1;
     END`,
  ]) {
    await queryRunner.query(statement);
  }
}
