import type { WordIndex } from '../sql/sql.js';
import { inBlock, termsOf } from '../sql/word-index.js';

const given = `(SELECT value ->> '$.id' AS id, value ->> '$.low' AS low, value ->> '$.high' AS high,
  value ->> '$.words' AS words, value ->> '$.terms' AS terms FROM json_each(?))`;
const ids = '(SELECT value FROM json_each(?))';

/**
 * FTS5. It keeps no words itself, which it would have to do for each of the two blocks: `message_words` has them once,
 * so that they can be taken out again.
 */
export const fts5WordIndex: WordIndex = {
  matches: 'SELECT rowid AS message_id FROM word_index WHERE word_index MATCH ?',

  query: (block, beginnings) => beginnings.map((word) => `"${inBlock(block, word)}" *`).join(' AND '),

  add: async (sql, messages) => {
    const rows = JSON.stringify(
      messages.map(({ id, blocks, words }) => {
        const [low, high] = blocks;
        return { id, low, high, words: words.join(' '), terms: termsOf({ blocks, words }) };
      }),
    );
    await sql.change(
      `INSERT INTO message_words (message_id, low_block, high_block, words) SELECT id, low, high, words FROM ${given}`,
      [rows],
    );
    await sql.change(`INSERT INTO word_index (rowid, words) SELECT id, terms FROM ${given}`, [rows]);
  },

  remove: async (sql, messages) => {
    const rows = await sql.rows<{ id: number; low: number; high: number; words: string }>(
      `SELECT message_id AS id, low_block AS low, high_block AS high, words FROM message_words WHERE message_id IN ${ids}`,
      [JSON.stringify(messages)],
    );
    if (rows.length === 0) return;
    const terms = rows.map(({ id, low, high, words }) => ({
      id,
      terms: termsOf({ blocks: [low, high], words: words.split(' ') }),
    }));
    await sql.change(
      `INSERT INTO word_index (word_index, rowid, words) SELECT 'delete', id, terms FROM ${given}`,
      [JSON.stringify(terms)],
    );
    await sql.change(`DELETE FROM message_words WHERE message_id IN ${ids}`, [JSON.stringify(messages)]);
  },
};
