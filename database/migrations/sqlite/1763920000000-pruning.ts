import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes by which what has expired is found without looking at the rest. */
export class Pruning1763920000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX "token_families_expires" ON "token_families" ("expires")`);
    await queryRunner.query(
      `CREATE INDEX "messages_key_created" ON "messages" ("created") WHERE idempotency_key IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "messages_key_created"`);
    await queryRunner.query(`DROP INDEX "token_families_expires"`);
  }
}
