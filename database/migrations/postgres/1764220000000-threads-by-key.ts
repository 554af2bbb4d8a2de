import type { MigrationInterface, QueryRunner } from 'typeorm';

const flags = ['low_archived', 'high_archived', 'low_muted', 'high_muted'];

/** New columns rewrite no table here; what takes time are the indexes, most of all the one that looks through messages. */
export class PostgresThreadsByKey1764220000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "users" ADD COLUMN "archived_count" integer NOT NULL DEFAULT 0`);
    const columns = [
      `ADD COLUMN "key" text NOT NULL DEFAULT ''`,
      'ADD COLUMN "metadata" text',
      ...flags.map(
        (flag) =>
          `ADD COLUMN "${flag}" smallint NOT NULL DEFAULT 0 CONSTRAINT "threads_${flag}" CHECK (${flag} IN (0, 1))`,
      ),
      'DROP CONSTRAINT "threads_pair"',
      'ADD CONSTRAINT "threads_pair" UNIQUE ("low_id", "high_id", "key")',
    ];
    await queryRunner.query(`ALTER TABLE "threads" ${columns.join(', ')}`);
    for (const side of ['low', 'high']) {
      await queryRunner.query(`DROP INDEX "threads_${side}_updated"`);
      await queryRunner.query(
        `CREATE INDEX "threads_${side}_updated" ON "threads" ("${side}_id", "${side}_archived", "updated", "id")`,
      );
      await queryRunner.query(
        `CREATE INDEX "threads_${side}_key" ON "threads" ("${side}_id", "key", "id") WHERE key <> ''`,
      );
    }
    await queryRunner.query(
      `ALTER TABLE "messages" ADD COLUMN "service" text, ADD COLUMN "metadata" text,
       ALTER COLUMN "sender_id" DROP NOT NULL`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "messages_service_key" ON "messages" ("service", "idempotency_key") WHERE service IS NOT NULL`,
    );
  }

  /** Refused by the rules of the earlier tables if there are keys or system messages. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "messages" DROP COLUMN "service", DROP COLUMN "metadata",
       ALTER COLUMN "sender_id" SET NOT NULL`,
    );
    const columns = ['metadata', ...flags, 'key'].map((column) => `DROP COLUMN "${column}"`);
    columns.push('ADD CONSTRAINT "threads_pair" UNIQUE ("low_id", "high_id")');
    await queryRunner.query(`ALTER TABLE "threads" ${columns.join(', ')}`);
    for (const side of ['low', 'high']) {
      await queryRunner.query(
        `CREATE INDEX "threads_${side}_updated" ON "threads" ("${side}_id", "updated", "id")`,
      );
    }
    await queryRunner.query(`ALTER TABLE "users" DROP COLUMN "archived_count"`);
  }
}
