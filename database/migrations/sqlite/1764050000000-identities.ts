import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identities1764050000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "identities" (
        "issuer" text NOT NULL,
        "subject" text NOT NULL,
        "user_id" integer NOT NULL,
        CONSTRAINT "identities_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        PRIMARY KEY ("issuer", "subject")
      )`);
    await queryRunner.query(`CREATE INDEX "identities_user_id" ON "identities" ("user_id")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "identities"');
  }
}
