import type {
  MessagePage,
  MessagePlace,
  MessageRepository,
  MessageSlice,
} from '../../../application/ports/message-repository.js';
import type { SentKey } from '../../../application/ports/conversations.js';
import type { FirstSend, Message } from '../../../domain/conversation/message.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import { messageColumns, toMessage, toPair, type MessageFields, type PairFields } from './message-row.js';
import { oneOf } from './condition.js';
import { readFromNearerEnd } from './deep-pages.js';
import type { Dialect, Sql, SqlValue } from './sql.js';

const one = `
  SELECT ${messageColumns('m')}, t.low_id, t.high_id
  FROM messages m JOIN threads t ON t.id = m.thread_id`;

/** The thread's row comes first, so that an empty page is told from a thread that is not there. */
function pageQuery(slice: string, order: 'ASC' | 'DESC'): string {
  return `
    SELECT t.low_id, t.high_id, t.message_count AS total,
           ${messageColumns('m')}
    FROM threads t
    LEFT JOIN (SELECT ${messageColumns('messages')} FROM messages WHERE thread_id = ? ${slice}) m ON true
    WHERE t.id = ? ORDER BY m.id ${order}`;
}

const pages = {
  'oldest-first': pageQuery('ORDER BY id ASC LIMIT ? OFFSET ?', 'ASC'),
  'newest-first': pageQuery('ORDER BY id DESC LIMIT ? OFFSET ?', 'DESC'),
  'oldest-first, from the end': pageQuery('ORDER BY id DESC LIMIT ? OFFSET ?', 'ASC'),
  'newest-first, from the end': pageQuery('ORDER BY id ASC LIMIT ? OFFSET ?', 'DESC'),
  after: pageQuery('AND id > ? ORDER BY id ASC LIMIT ?', 'ASC'),
  before: pageQuery('AND id < ? ORDER BY id DESC LIMIT ?', 'DESC'),
};

/** By the index messages_key_created, which holds nothing but messages that have a key. */
export const forgetKeys = ({ skipHeld }: Dialect): string =>
  `UPDATE messages SET idempotency_key = NULL WHERE id IN (
    SELECT id FROM messages WHERE idempotency_key IS NOT NULL AND created < ? ORDER BY created LIMIT ? ${skipHeld})`;

// A deleted message is known by its key as long as what it said is kept, unless its thread is gone, too.
const withKey = (owner: string) => `
  SELECT ${messageColumns('m')}, t.low_id, t.high_id,
    (SELECT v.text FROM message_versions v WHERE v.message_id = m.id ORDER BY v.id LIMIT 1) AS first_text, 0 AS deleted
  FROM messages m LEFT JOIN threads t ON t.id = m.thread_id WHERE m.${owner} = ? AND m.idempotency_key = ?
  UNION ALL
  SELECT d.message_id, d.thread_id, d.sender_id, d.text, d.metadata, CAST(NULL AS text), first.created,
    CASE WHEN d.service IS NULL THEN 0 ELSE 1 END, CASE WHEN first.id < d.id THEN d.created END, t.low_id, t.high_id,
    first.text, 1
  FROM message_versions d
  JOIN threads t ON t.id = d.thread_id
  JOIN message_versions first ON first.id = (SELECT min(v.id) FROM message_versions v WHERE v.message_id = d.message_id)
  WHERE d.${owner} = ? AND d.idempotency_key = ?`;
const keyOfUser = withKey('sender_id');
const keyOfService = withKey('service');

/** By the indexes, key by key: a join that PostgreSQL plans while the table is nearly empty would read all of it for ever. */
const usedKeys = (dialect: Dialect) =>
  `SELECT n FROM ${dialect.given({ n: 'bigint', sender: 'bigint', service: 'text', name: 'text' })}
   WHERE coalesce(
     (SELECT id FROM messages WHERE sender_id = given.sender AND idempotency_key = given.name),
     (SELECT id FROM messages WHERE service = given.service AND idempotency_key = given.name)) IS NOT NULL`;

type Row = MessageFields & PairFields;
type PageRow = { total: number } & (Row | ({ id: null } & PairFields));

export class SqlMessageRepository implements MessageRepository {
  constructor(private readonly sql: Sql) {}

  async find(id: number): Promise<Message | undefined> {
    return this.#one('WHERE m.id = ?', [id]);
  }

  /** Those of these that are there, in any order. */
  async findAll(ids: readonly number[]): Promise<readonly Message[]> {
    const { sql, parameters } = oneOf(this.sql.dialect, 'm.id', ids);
    const rows = await this.sql.rows<Row>(`${one} WHERE ${sql}`, parameters);
    return rows.map((row) => toMessage(row, toPair(row)));
  }

  /** Holds the message's thread, because whatever changes a message changes the counts there. */
  async hold(id: number): Promise<Message | undefined> {
    return this.#one(`WHERE m.id = ? ${this.sql.dialect.hold('t')}`, [id]);
  }

  async findByIdempotencyKey({ sender, key }: SentKey): Promise<Message | undefined> {
    return typeof sender === 'number'
      ? this.#one('WHERE m.sender_id = ? AND m.idempotency_key = ?', [sender, key])
      : this.#one('WHERE m.service = ? AND m.idempotency_key = ?', [sender.service, key]);
  }

  async usedKeys(keys: readonly SentKey[]): Promise<readonly SentKey[]> {
    if (keys.length === 0) return [];
    const given = keys.map(({ sender, key: name }, n) =>
      typeof sender === 'number' ? { n, sender, name } : { n, service: sender.service, name },
    );
    const rows = await this.sql.rows<{ n: number }>(usedKeys(this.sql.dialect), [JSON.stringify(given)]);
    return rows.flatMap(({ n }) => keys[n] ?? []);
  }

  /** Frees the key if a message has it that is only left of a deleted thread. */
  async holdKey({ sender, key }: SentKey): Promise<FirstSend | undefined> {
    type Found = MessageFields & { first_text: string | null; deleted: number } & (
        PairFields | { low_id: null }
      );
    const [query, owner] = typeof sender === 'number' ? [keyOfUser, sender] : [keyOfService, sender.service];
    const [row] = await this.sql.rows<Found>(query, [owner, key, owner, key]);
    if (row === undefined) return undefined;
    if (row.low_id !== null) {
      const message = toMessage(row, toPair(row));
      return { message, text: row.first_text ?? row.text, isDeleted: row.deleted === 1 };
    }
    await this.sql.change('UPDATE messages SET idempotency_key = NULL WHERE id = ?', [row.id]);
    return undefined;
  }

  async pageOf(threadId: number, slice: MessageSlice): Promise<MessagePage | undefined> {
    const rows = await this.#page(threadId, slice);
    const [first] = rows;
    if (first === undefined) return undefined;
    const participants = toPair(first);
    const items = first.id === null ? [] : rows.map((row) => toMessage(row as Row, participants));
    return { participants, total: first.total, items };
  }

  async pageAcross(
    threads: readonly number[],
    { threadId, id }: MessagePlace,
    limit: number,
  ): Promise<readonly Message[]> {
    const { sql, parameters } = oneOf(this.sql.dialect, 'm.thread_id', threads);
    const rows = await this.sql.rows<Row>(
      `${one} WHERE ${sql} AND (m.thread_id, m.id) > (?, ?) ORDER BY m.thread_id, m.id LIMIT ?`,
      [...parameters, threadId, id, limit],
    );
    return rows.map((row) => toMessage(row, toPair(row)));
  }

  async keysOf(
    sender: number,
    after: string,
    limit: number,
  ): Promise<readonly { message: number; key: string }[]> {
    const rows = await this.sql.rows<{ id: number; idempotency_key: string }>(
      `SELECT m.id, m.idempotency_key FROM messages m JOIN threads t ON t.id = m.thread_id
       WHERE m.sender_id = ? AND m.idempotency_key > ? ORDER BY m.idempotency_key LIMIT ?`,
      [sender, after, limit],
    );
    return rows.map((row) => ({ message: row.id, key: row.idempotency_key }));
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'messages', id);
  }

  async removeDeleted(limit: number): Promise<number> {
    const { skipHeld } = this.sql.dialect;
    let left = limit;
    while (left > 0) {
      const [thread] = await this.sql.rows<{ id: number }>(
        `SELECT id FROM deleted_threads ORDER BY id LIMIT 1 ${skipHeld}`,
      );
      if (thread === undefined) break;
      const { affected } = await this.sql.change(
        'DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE thread_id = ? ORDER BY id LIMIT ?)',
        [thread.id, left],
      );
      if (affected < left) await this.sql.change('DELETE FROM deleted_threads WHERE id = ?', [thread.id]);
      left -= affected;
    }
    return limit - left;
  }

  async forgetIdempotencyKeys(before: Date, limit: number): Promise<number> {
    const { affected } = await this.sql.change(forgetKeys(this.sql.dialect), [before.getTime(), limit]);
    return affected;
  }

  async nthUnread({ id, participants }: Thread, reader: number, n: number): Promise<number | undefined> {
    const [row] = await this.sql.rows<{ id: number }>(
      'SELECT id FROM messages WHERE thread_id = ? AND sender_id = ? AND is_read = 0 ORDER BY id LIMIT 1 OFFSET ?',
      [id, participants.otherThan(reader), n - 1],
    );
    return row?.id;
  }

  async idsAfter(threadId: number, after: number, limit: number): Promise<readonly number[]> {
    const rows = await this.sql.rows<{ id: number }>(
      'SELECT id FROM messages WHERE thread_id = ? AND id > ? ORDER BY id LIMIT ?',
      [threadId, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async #one(which: string, values: readonly SqlValue[]): Promise<Message | undefined> {
    const [row] = await this.sql.rows<Row>(`${one} ${which}`, values);
    return row && toMessage(row, toPair(row));
  }

  #page(threadId: number, slice: MessageSlice) {
    const page = (query: string, ...bounds: SqlValue[]) =>
      this.sql.rows<PageRow>(query, [threadId, ...bounds, threadId]);
    if ('after' in slice) return page(pages.after, slice.after, slice.limit);
    if ('before' in slice) return page(pages.before, slice.before, slice.limit);
    const { order } = slice;
    return readFromNearerEnd(slice, {
      count: () => this.#total(threadId),
      fromTheStart: ({ limit, offset }) => page(pages[order], limit, offset),
      fromTheEnd: ({ limit, offset }) => page(pages[`${order}, from the end`], limit, offset),
    });
  }

  async #total(threadId: number): Promise<number | undefined> {
    const [row] = await this.sql.rows<{ total: number }>(
      'SELECT message_count AS total FROM threads WHERE id = ?',
      [threadId],
    );
    return row?.total;
  }
}
