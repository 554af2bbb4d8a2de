import type { QueryRunner } from 'typeorm';
import { indexTurn } from './postgres-sql.js';

const triggers = ['messages_to_index', 'messages_to_index_again', 'messages_to_forget'];

/**
 * Has messages noted for the index from now on, those that are there included; or no longer, and leaves nothing of it.
 * It is to be called in a transaction. Changing a trigger waits for all that write messages, and holds up those that come
 * after: so none is missed, as some would be if the triggers looked at a row.
 */
export async function switchMessageSearch(runner: Pick<QueryRunner, 'query'>, isOn: boolean): Promise<void> {
  const [state] = (await runner.query(
    `SELECT tgenabled <> 'D' AS is_on FROM pg_trigger
     WHERE tgrelid = 'messages'::regclass AND tgname = '${triggers[0]}'`,
  )) as { is_on: boolean }[];
  if (state?.is_on === isOn) return;
  await runner.query(`SELECT pg_advisory_xact_lock(${indexTurn})`); // so that nobody has tables in another order
  const change = isOn ? 'ENABLE' : 'DISABLE';
  await runner.query(
    `ALTER TABLE messages ${triggers.map((name) => `${change} TRIGGER ${name}`).join(', ')}`,
  );
  await runner.query(
    isOn
      ? 'INSERT INTO unindexed (message_id, outdated) SELECT id, 0 FROM messages'
      : 'TRUNCATE message_words, word_blocks, unindexed',
  );
}
