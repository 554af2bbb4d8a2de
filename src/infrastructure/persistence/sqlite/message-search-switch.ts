import type { DataSource } from 'typeorm';

/**
 * Has messages noted for the index from now on, those that are there included; or no longer, and leaves nothing of it.
 * It is to be called in a transaction.
 * @returns whether something was removed.
 */
export async function switchMessageSearch(database: DataSource, isOn: boolean): Promise<boolean> {
  const wasOn = (await database.query<unknown[]>('SELECT 1 FROM message_search')).length > 0;
  if (wasOn === isOn) return false;
  const statements = isOn
    ? [
        'INSERT INTO message_search (is_on) VALUES (1)',
        'INSERT INTO unindexed (message_id, outdated) SELECT id, 0 FROM messages ORDER BY id',
      ]
    : [
        'DELETE FROM message_search',
        `INSERT INTO word_index (word_index) VALUES ('delete-all')`,
        ...['message_words', 'word_blocks', 'unindexed'].map((table) => `DELETE FROM ${table}`),
      ];
  for (const statement of statements) await database.query(statement);
  return !isOn;
}
