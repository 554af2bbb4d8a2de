import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Blocks1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "blocks" (
        "blocker_id" integer NOT NULL,
        "blocked_id" integer NOT NULL,
        "created" bigint NOT NULL,
        CONSTRAINT "blocks_two_people" CHECK (blocker_id <> blocked_id),
        CONSTRAINT "blocks_blocker" FOREIGN KEY ("blocker_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        CONSTRAINT "blocks_blocked" FOREIGN KEY ("blocked_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        PRIMARY KEY ("blocker_id", "blocked_id")
      )`);
    await queryRunner.query(`CREATE INDEX "blocks_blocked_id" ON "blocks" ("blocked_id")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "blocks"');
  }
}
