import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessageIndex, MessageSearch } from '../../../application/ports/message-index.js';
import type { Page, Slice } from '../../../application/ports/page.js';
import type { Message } from '../../../domain/conversation/message.js';
import { mostFound, wordsOf } from '../../../domain/conversation/search.js';
import { oneOf } from './condition.js';
import type { SqlMessageRepository } from './sql-message-repository.js';
import type { Sql } from './sql.js';
import type { IndexedMessage } from './word-index.js';

/** How many messages of one reader are in a block: so few that the commonest word is looked up in a few milliseconds. */
const usualBlockSize = 4096;

/** How long the texts may be together that are indexed at once: so that others need not wait, whatever they are. */
const mostText = 20_000;

/** A part of what one reader has: messages from an id on, up to where the next one begins. */
interface Block {
  readonly id: number;
  readonly user_id: number;
  readonly first_id: number;
  /** The highest that is in it. */
  last_id: number;
  size: number;
}

interface Unindexed {
  id: number;
  text: string;
  low_id: number;
  high_id: number;
}

/**
 * Triggers note in `unindexed` what has come, changed or gone, whoever did it; `update` follows. The words of a message
 * are in two blocks, one of each reader. So a search reads nothing of other people's, and of its reader's it begins with
 * the latest and ends when it has enough, however many messages have the word (ADR 33).
 */
export class SqlMessageIndex implements MessageIndex {
  constructor(
    private readonly sql: Sql,
    private readonly messages: SqlMessageRepository,
    private readonly blockSize = usualBlockSize,
  ) {}

  async search(search: MessageSearch, { limit, offset }: Slice): Promise<Page<Message>> {
    const found = await this.#find(search);
    const ids = found.slice(offset, offset + limit);
    const items = ids.length === 0 ? [] : await this.messages.findAll(ids);
    return { total: found.length, items: items.toSorted((one, other) => other.id - one.id) };
  }

  async isBehind(): Promise<boolean> {
    return (await this.sql.rows('SELECT 1 FROM unindexed LIMIT 1')).length > 0;
  }

  async update(limit: number): Promise<number> {
    if (!(await this.sql.dialect.takeTurn(this.sql))) return 0;
    const forgotten = await this.#forget(limit);
    if (forgotten > 0) return forgotten;
    const added = await this.#take('outdated = 0', limit);
    await this.#index(added);
    await this.#strike(added);
    return added.length;
  }

  async forget(limit: number): Promise<number> {
    return (await this.sql.dialect.takeTurn(this.sql)) ? this.#forget(limit) : 0;
  }

  /** Takes out what is not so any more, and puts in what is instead. */
  async #forget(limit: number): Promise<number> {
    const outdated = await this.#take('outdated = 1', limit);
    if (outdated.length === 0) return 0;
    const removed = await this.sql.dialect.words.remove(this.sql, outdated);
    await this.#index(removed);
    await this.#strike(removed);
    return removed.length;
  }

  /** Nobody changes these until the unit of work ends: what is read of them after this is what they are. */
  async #take(which: string, limit: number): Promise<number[]> {
    const rows = await this.sql.rows<{ message_id: number; length: number | null }>(
      `SELECT message_id, (SELECT length(text) FROM messages WHERE id = unindexed.message_id) AS length
       FROM unindexed WHERE ${which} ORDER BY message_id LIMIT ? ${this.sql.dialect.skipHeld}`,
      [limit],
    );
    let text = 0;
    const count = rows.findIndex(({ length }) => (text += length ?? 0) > mostText);
    return rows.slice(0, count === -1 ? limit : Math.max(count, 1)).map((row) => row.message_id);
  }

  async #strike(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    const { sql, parameters } = oneOf(this.sql.dialect, 'message_id', ids);
    await this.sql.change(`DELETE FROM unindexed WHERE ${sql}`, parameters);
  }

  /** Those that are still there and have words. */
  async #index(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    const { sql, parameters } = oneOf(this.sql.dialect, 'm.id', ids);
    const rows = await this.sql.rows<Unindexed>(
      `SELECT m.id, m.text, t.low_id, t.high_id FROM messages m JOIN threads t ON t.id = m.thread_id
       WHERE ${sql} ORDER BY m.id`,
      parameters,
    );
    const messages = rows
      .map(({ text, ...row }) => ({ ...row, words: wordsOf(text) }))
      .filter(({ words }) => words.length > 0);
    if (messages.length === 0) return;
    const blocksOf = await this.#blocksFor(messages);
    const indexed = messages.map(({ id, low_id, high_id, words }): IndexedMessage => ({
      id,
      blocks: [blocksOf(id, low_id), blocksOf(id, high_id)],
      words,
    }));
    await this.sql.dialect.words.add(this.sql, indexed);
  }

  /** Finds or begins the blocks of these messages, which come by rising id, and counts them there. */
  async #blocksFor(
    messages: readonly Omit<Unindexed, 'text'>[],
  ): Promise<(message: number, reader: number) => number> {
    const asked = messages.flatMap(({ id, low_id, high_id }) =>
      [low_id, high_id].map((reader) => ({ id, reader })),
    );
    const blocks = await this.#blocksFrom(asked);
    const touched = new Set<Block>();
    const chosen = new Map<string, number>();
    for (const { id, reader } of asked) {
      const known = blocks.get(reader) ?? [];
      let block = known.findLast(({ first_id }) => first_id <= id);
      if (block === undefined || (block.size >= this.blockSize && id > block.last_id)) {
        const begun = await this.#begin(reader, id);
        blocks.set(reader, known.toSpliced(block === undefined ? 0 : known.indexOf(block) + 1, 0, begun));
        block = begun;
      }
      block.size += 1;
      block.last_id = Math.max(block.last_id, id);
      touched.add(block);
      chosen.set(`${id} ${reader}`, block.id);
    }
    await this.sql.change(
      `UPDATE word_blocks SET size = given.size, last_id = given.last_id
       FROM ${this.sql.dialect.given({ id: 'bigint', size: 'bigint', last_id: 'bigint' })}
       WHERE word_blocks.id = given.id`,
      [JSON.stringify([...touched])],
    );
    return (message, reader) => chosen.get(`${message} ${reader}`) ?? 0;
  }

  /** By reader, in their order: the one that has the first of these messages of the reader's, and all later ones. */
  async #blocksFrom(
    asked: readonly { id: number; reader: number }[],
  ): Promise<Map<number, readonly Block[]>> {
    const first = new Map<number, number>();
    for (const { id, reader } of asked) if (!first.has(reader)) first.set(reader, id);
    const rows = await this.sql.rows<Block>(
      `SELECT b.id, b.user_id, b.first_id, b.last_id, b.size
       FROM ${this.sql.dialect.given({ id: 'bigint', reader: 'bigint' })} JOIN word_blocks b ON b.user_id = given.reader
         AND b.first_id >= coalesce(
           (SELECT max(first_id) FROM word_blocks WHERE user_id = given.reader AND first_id <= given.id), 0)
       ORDER BY b.first_id`,
      [JSON.stringify([...first].map(([reader, id]) => ({ id, reader })))],
    );
    const blocks = new Map<number, Block[]>();
    for (const row of rows) {
      const known = blocks.get(row.user_id);
      if (known === undefined) blocks.set(row.user_id, [row]);
      else known.push(row);
    }
    return blocks;
  }

  async #begin(reader: number, first: number): Promise<Block> {
    const id = await this.sql.insert(
      `INSERT INTO word_blocks (id, user_id, first_id, last_id, size) VALUES (${this.sql.dialect.id('word_blocks')}, ?, ?, ?, 0)`,
      [null, reader, first, first],
    );
    return { id: id as number, user_id: reader, first_id: first, last_id: first, size: 0 };
  }

  /** The ids of the latest, latest first. */
  async #find({ reader, thread, words }: MessageSearch): Promise<readonly number[]> {
    const { dialect } = this.sql;
    const found: number[] = [];
    for (const block of thread === undefined ? await this.#blocksOf(reader) : await this.#blocksIn(thread)) {
      // What waits to be taken out is left out: it says something else by now.
      const rows = await this.sql.rows<{ id: number }>(
        `WITH hits AS MATERIALIZED (${dialect.words.matches})
         SELECT m.id FROM hits CROSS JOIN messages m CROSS JOIN threads t
         WHERE m.id = hits.message_id AND t.id = m.thread_id AND (t.low_id = ? OR t.high_id = ?)
           ${thread === undefined ? '' : 'AND t.id = ?'}
           AND NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.message_id = m.id)
         ORDER BY m.id DESC LIMIT ?`,
        [
          dialect.words.query(block, words),
          ...[reader, reader],
          ...(thread === undefined ? [] : [thread]),
          mostFound - found.length,
        ],
      );
      found.push(...rows.map(({ id }) => id));
      if (found.length === mostFound) break;
      await nextTurn();
    }
    return found;
  }

  async #blocksOf(reader: number): Promise<readonly number[]> {
    const rows = await this.sql.rows<{ id: number }>(
      'SELECT id FROM word_blocks WHERE user_id = ? ORDER BY first_id DESC',
      [reader],
    );
    return rows.map(({ id }) => id);
  }

  /** Of the participant who has fewer: in a shop, that is the customer. */
  async #blocksIn(thread: number): Promise<readonly number[]> {
    const of = (participant: string) =>
      this.sql.rows<{ id: number }>(
        `SELECT b.id FROM threads t JOIN word_blocks b ON b.user_id = t.${participant}
         WHERE t.id = ? AND b.last_id >= (SELECT min(id) FROM messages WHERE thread_id = t.id)
           AND b.first_id <= (SELECT max(id) FROM messages WHERE thread_id = t.id)
         ORDER BY b.first_id DESC`,
        [thread],
      );
    const [low, high] = [await of('low_id'), await of('high_id')];
    return (low.length < high.length ? low : high).map(({ id }) => id);
  }
}
