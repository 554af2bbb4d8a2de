import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts with many threads are deleted in parts: this remembers which ones, until they are gone. */
export class UserRemovals1764260000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "user_removals" (
        "user_id" integer PRIMARY KEY NOT NULL,
        CONSTRAINT "user_removals_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "user_removals"');
  }
}
