import type { WordIndex } from '../sql/sql.js';
import { inBlock, termsOf } from '../sql/word-index.js';

/** `tsvector` without a parser: one takes words apart by rules of its own, and by the database's locale. */
export const tsvectorWordIndex: WordIndex = {
  matches: 'SELECT message_id FROM message_words WHERE words @@ CAST(? AS tsquery)',

  query: (block, beginnings) => beginnings.map((word) => `'${inBlock(block, word)}':*`).join(' & '),

  add: async (sql, messages) => {
    await sql.change(
      `INSERT INTO message_words (message_id, words)
       SELECT id, array_to_tsvector(string_to_array(terms, ' '))
       FROM json_to_recordset(CAST(? AS json)) AS given (id bigint, terms text)`,
      [JSON.stringify(messages.map((message) => ({ id: message.id, terms: termsOf(message) })))],
    );
  },

  remove: async (sql, messages) => {
    await sql.change('DELETE FROM message_words WHERE message_id = ANY (CAST(? AS bigint[]))', [
      `{${messages.join()}}`,
    ]);
    return messages;
  },
};
