import type { Sql, WordIndex } from '../sql/sql.js';
import { inBlock, termsOf } from '../sql/word-index.js';

/** How many words are taken out at once. Each takes some 50 µs, in both blocks. */
const mostRemoved = 2000;

const ids = '(SELECT value FROM json_each(?))';

/**
 * FTS5. It keeps no words itself, which it would have to do for each of the two blocks: `message_words` has them once,
 * so that they can be taken out again.
 */
export const fts5WordIndex: WordIndex = {
  matches: 'SELECT rowid AS message_id FROM word_index WHERE word_index MATCH ?',

  query: (block, beginnings) => beginnings.map((word) => `"${inBlock(block, word)}" *`).join(' AND '),

  // One by one: rows that are given as JSON cost more to take apart than a statement does.
  add: async (sql, messages) => {
    for (const { id, blocks, words } of messages) {
      await sql.change(
        'INSERT INTO message_words (message_id, low_block, high_block, words) VALUES (?, ?, ?, ?)',
        [...[id, ...blocks], words.join(' ')],
      );
      await sql.change('INSERT INTO word_index (rowid, words) VALUES (?, ?)', [
        id,
        termsOf({ blocks, words }),
      ]);
    }
  },

  remove: async (sql, messages) => {
    const rows = await sql.rows<{ id: number; low: number; high: number; words: string }>(
      `SELECT message_id AS id, low_block AS low, high_block AS high, words FROM message_words WHERE message_id IN ${ids}
       ORDER BY message_id`,
      [JSON.stringify(messages)],
    );
    let removed = 0;
    for (const { id, low, high, words: together } of rows) {
      const words = together.split(' ');
      if (removed > 0 && removed + words.length > mostRemoved) {
        return forgetWords(sql, messages.slice(0, messages.indexOf(id)));
      }
      removed += words.length;
      const terms = termsOf({ blocks: [low, high], words });
      await sql.change(`INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', ?, ?)`, [
        id,
        terms,
      ]);
    }
    return forgetWords(sql, messages);
  },
};

async function forgetWords(sql: Sql, messages: readonly number[]): Promise<readonly number[]> {
  await sql.change(`DELETE FROM message_words WHERE message_id IN ${ids}`, [JSON.stringify(messages)]);
  return messages;
}
