import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Privacy1764110000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "erasures" (
        "user_id" integer PRIMARY KEY NOT NULL,
        "created" bigint NOT NULL,
        CONSTRAINT "erasures_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    // For what admins did to somebody, which is part of what the user may ask for.
    await queryRunner.query(
      `CREATE INDEX "audit_entries_record" ON "audit_entries" ("resource", "record_id")`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "audit_entries_record"');
    await queryRunner.query('DROP TABLE "erasures"');
  }
}
