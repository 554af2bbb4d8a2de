import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Threads get keys, metadata and what each participant has set; messages get metadata, and may be a service's. SQLite
 * cannot change a rule of a table, so both tables are made anew: some seconds for a million messages.
 */
export class ThreadsByKey1764220000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "users" ADD COLUMN "archived_count" integer NOT NULL DEFAULT (0)`);
    await makeAnew(
      queryRunner,
      `"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
       "low_id" integer NOT NULL,
       "high_id" integer NOT NULL,
       "key" text NOT NULL DEFAULT (''),
       "metadata" text,
       "created" bigint NOT NULL,
       "updated" bigint NOT NULL,
       "last_message_id" integer,
       "message_count" integer NOT NULL DEFAULT (0),
       "low_unread" integer NOT NULL DEFAULT (0),
       "high_unread" integer NOT NULL DEFAULT (0),
       "low_archived" boolean NOT NULL DEFAULT (0),
       "high_archived" boolean NOT NULL DEFAULT (0),
       "low_muted" boolean NOT NULL DEFAULT (0),
       "high_muted" boolean NOT NULL DEFAULT (0),
       CONSTRAINT "threads_pair" UNIQUE ("low_id", "high_id", "key"),
       CONSTRAINT "threads_two_participants" CHECK (low_id < high_id),
       CONSTRAINT "threads_low" FOREIGN KEY ("low_id") REFERENCES "users" ("id"),
       CONSTRAINT "threads_high" FOREIGN KEY ("high_id") REFERENCES "users" ("id")`,
      `"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
       "thread_id" integer NOT NULL,
       "sender_id" integer,
       "service" text,
       "text" text NOT NULL,
       "metadata" text,
       "created" bigint NOT NULL,
       "is_read" boolean NOT NULL DEFAULT (0),
       "idempotency_key" text`,
    );
    for (const side of ['low', 'high']) {
      await queryRunner.query(
        `CREATE INDEX "threads_${side}_updated" ON "threads" ("${side}_id", "${side}_archived", "updated")`,
      );
      await queryRunner.query(
        `CREATE INDEX "threads_${side}_key" ON "threads" ("${side}_id", "key") WHERE key <> ''`,
      );
    }
    await queryRunner.query(
      `CREATE UNIQUE INDEX "messages_service_key" ON "messages" ("service", "idempotency_key") WHERE service IS NOT NULL`,
    );
  }

  /** Refused by the rules of the earlier tables if there are keys or system messages. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "messages_service_key"');
    await makeAnew(
      queryRunner,
      `"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
       "low_id" integer NOT NULL,
       "high_id" integer NOT NULL,
       "created" bigint NOT NULL,
       "updated" bigint NOT NULL,
       "last_message_id" integer,
       "message_count" integer NOT NULL DEFAULT (0),
       "low_unread" integer NOT NULL DEFAULT (0),
       "high_unread" integer NOT NULL DEFAULT (0),
       CONSTRAINT "threads_pair" UNIQUE ("low_id", "high_id"),
       CONSTRAINT "threads_two_participants" CHECK (low_id < high_id),
       CONSTRAINT "threads_low" FOREIGN KEY ("low_id") REFERENCES "users" ("id"),
       CONSTRAINT "threads_high" FOREIGN KEY ("high_id") REFERENCES "users" ("id")`,
      `"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
       "thread_id" integer NOT NULL,
       "sender_id" integer NOT NULL,
       "text" text NOT NULL,
       "created" bigint NOT NULL,
       "is_read" boolean NOT NULL DEFAULT (0),
       "idempotency_key" text`,
    );
    for (const side of ['low', 'high']) {
      await queryRunner.query(
        `CREATE INDEX "threads_${side}_updated" ON "threads" ("${side}_id", "updated")`,
      );
    }
    await queryRunner.query(`ALTER TABLE "users" DROP COLUMN "archived_count"`);
  }
}

/** With their rows, and the trigger of threads and the indexes of messages as they are. */
async function makeAnew(queryRunner: QueryRunner, threads: string, messages: string): Promise<void> {
  const sqlOf = async (type: 'index' | 'trigger', table: string) =>
    (await queryRunner.query(
      `SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL`,
      [type, table],
    )) as { name: string; sql: string }[];
  const triggers = await sqlOf('trigger', 'threads');
  const indexes = await sqlOf('index', 'messages');
  // It names both tables, and one of them is away in between.
  for (const { name } of triggers) await queryRunner.query(`DROP TRIGGER "${name}"`);
  await copy(
    queryRunner,
    'threads',
    threads,
    'id, low_id, high_id, created, updated, last_message_id, message_count, low_unread, high_unread',
  );
  await copy(
    queryRunner,
    'messages',
    messages,
    'id, thread_id, sender_id, text, created, is_read, idempotency_key',
  );
  for (const { sql } of [...indexes, ...triggers]) await queryRunner.query(sql);
}

async function copy(
  queryRunner: QueryRunner,
  table: string,
  definition: string,
  columns: string,
): Promise<void> {
  const anew = `${table}_anew`;
  await queryRunner.query(`CREATE TABLE "${anew}" (${definition})`);
  await queryRunner.query(`INSERT INTO "${anew}" (${columns}) SELECT ${columns} FROM "${table}" ORDER BY id`);
  // The ids of removed rows stay used up.
  await queryRunner.query('DELETE FROM sqlite_sequence WHERE name = ?', [anew]);
  await queryRunner.query(
    'INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM sqlite_sequence WHERE name = ?',
    [anew, table],
  );
  await queryRunner.query(`DROP TABLE "${table}"`);
  await queryRunner.query(`ALTER TABLE "${anew}" RENAME TO "${table}"`);
}
