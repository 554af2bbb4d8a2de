import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = '"id", "admin_id", "admin_name", "action", "resource", "record_id", "details", "created"';

/** Service keys; and entries of the audit trail that tell of a service, in a user's name or in nobody's. */
export class Services1764230000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "service_keys" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "name" text NOT NULL,
        "hash" text NOT NULL,
        "created" bigint NOT NULL,
        "last_used" bigint,
        CONSTRAINT "service_keys_name" UNIQUE ("name")
      )`);
    await rebuildTrail(
      queryRunner,
      `"admin_id" integer,
        "admin_name" text,
        "service" text,`,
      `CONSTRAINT "audit_entries_actor" CHECK (admin_id IS NOT NULL OR service IS NOT NULL)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await rebuildTrail(
      queryRunner,
      `"admin_id" integer NOT NULL,
        "admin_name" text NOT NULL,`,
    );
    await queryRunner.query('DROP TABLE "service_keys"');
  }
}

/** SQLite changes no column that is there. Entries that only a service has made have no place in the older table. */
async function rebuildTrail(queryRunner: QueryRunner, actor: string, check?: string): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE "new_audit_entries" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      ${actor}
      "action" text NOT NULL,
      "resource" text NOT NULL,
      "record_id" integer NOT NULL,
      "details" text NOT NULL,
      "created" bigint NOT NULL${check === undefined ? '' : `, ${check}`})`);
  await queryRunner.query(
    `INSERT INTO "new_audit_entries" (${columns})
     SELECT ${columns} FROM "audit_entries" WHERE "admin_id" IS NOT NULL`,
  );
  await queryRunner.query('DROP TABLE "audit_entries"');
  await queryRunner.query('ALTER TABLE "new_audit_entries" RENAME TO "audit_entries"');
  await queryRunner.query('CREATE INDEX "audit_entries_record" ON "audit_entries" ("resource", "record_id")');
  for (const change of ['UPDATE', 'DELETE']) {
    await queryRunner.query(`
      CREATE TRIGGER "audit_entries_no_${change.toLowerCase()}" BEFORE ${change} ON "audit_entries"
      BEGIN SELECT RAISE(ABORT, 'The audit trail is not changed.'); END`);
  }
}
