import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PostgresProfiles1764210000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const column of ['external_id', 'name', 'avatar_url', 'claims']) {
      await queryRunner.query(`ALTER TABLE "users" ADD COLUMN "${column}" text`);
    }
    // One issuer is configured at a time. If there were several, it is the one that brought the newest user.
    await queryRunner.query(`
      UPDATE "users" SET "external_id" = (
        SELECT min("subject") FROM "identities" WHERE "user_id" = "users"."id"
          AND "issuer" = (SELECT "issuer" FROM "identities" ORDER BY "user_id" DESC, "issuer" LIMIT 1)
      )`);
    await queryRunner.query(`CREATE UNIQUE INDEX "users_external_id" ON "users" ("external_id")`);
    await queryRunner.query('DROP TABLE "identities"');

    await queryRunner.query(`
      CREATE TABLE "user_words" (
        "user_id" bigint NOT NULL,
        "word" text COLLATE "C" NOT NULL,
        CONSTRAINT "user_words_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        PRIMARY KEY ("user_id", "word")
      )`);
    await queryRunner.query(`CREATE INDEX "user_words_word" ON "user_words" ("word", "user_id")`);
    await addWords(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "user_words"');
    await queryRunner.query(`
      CREATE TABLE "identities" (
        "issuer" text NOT NULL,
        "subject" text NOT NULL,
        "user_id" bigint NOT NULL,
        CONSTRAINT "identities_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        PRIMARY KEY ("issuer", "subject")
      )`);
    await queryRunner.query(`CREATE INDEX "identities_user_id" ON "identities" ("user_id")`);
    await queryRunner.query('DROP INDEX "users_external_id"');
    for (const column of ['claims', 'avatar_url', 'name', 'external_id']) {
      await queryRunner.query(`ALTER TABLE "users" DROP COLUMN "${column}"`);
    }
  }
}

interface UserKey {
  /** As a text: it is a bigint. */
  readonly id: string;
  readonly key: string;
}

async function addWords(queryRunner: QueryRunner): Promise<void> {
  for (let last = 0; ;) {
    const users = (await queryRunner.query(
      `SELECT "id", "username_key" AS "key" FROM "users" WHERE "id" > $1 ORDER BY "id" LIMIT 1000`,
      [last],
    )) as UserKey[];
    const words = users.flatMap(wordsOf);
    await queryRunner.query(
      `INSERT INTO "user_words" ("user_id", "word")
       SELECT user_id, word FROM json_to_recordset(CAST($1 AS json)) AS given (user_id bigint, word text)`,
      [JSON.stringify(words)],
    );
    if (users.length < 1000) return;
    last = Number(users.at(-1)?.id ?? last);
  }
}

/** As the service made them when this migration was written. */
function wordsOf({ id, key }: UserKey): { user_id: string; word: string }[] {
  if (key.startsWith('deleted:')) return [];
  const starts = [...key.matchAll(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) => index);
  const words = new Set([0, ...starts].map((start) => Array.from(key.slice(start)).slice(0, 300).join('')));
  return [...words].map((word) => ({ user_id: id, word }));
}
