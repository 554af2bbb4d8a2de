import type {
  MessagePage,
  MessageRepository,
  MessageSlice,
} from '../../../application/ports/message-repository.js';
import type { Message } from '../../../domain/conversation/message.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import { messageColumns, toMessage, toPair, type MessageFields, type PairFields } from './message-row.js';
import { readPage } from './deep-pages.js';
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
  after: pageQuery('AND id > ? ORDER BY id ASC LIMIT ?', 'ASC'),
  before: pageQuery('AND id < ? ORDER BY id DESC LIMIT ?', 'DESC'),
};

/** By the index messages_key_created, which holds nothing but messages that have a key. */
export const forgetKeys = ({ skipHeld }: Dialect): string =>
  `UPDATE messages SET idempotency_key = NULL WHERE id IN (
    SELECT id FROM messages WHERE idempotency_key IS NOT NULL AND created < ? ORDER BY created LIMIT ? ${skipHeld})`;

type Row = MessageFields & PairFields;

export class SqlMessageRepository implements MessageRepository {
  constructor(private readonly sql: Sql) {}

  async find(id: number): Promise<Message | undefined> {
    return this.#one('WHERE m.id = ?', [id]);
  }

  /** Holds the message's thread, because whatever changes a message changes the counts there. */
  async hold(id: number): Promise<Message | undefined> {
    return this.#one(`WHERE m.id = ? ${this.sql.dialect.hold('t')}`, [id]);
  }

  async findByIdempotencyKey(sender: number, key: string): Promise<Message | undefined> {
    return this.#one('WHERE m.sender_id = ? AND m.idempotency_key = ?', [sender, key]);
  }

  async pageOf(threadId: number, slice: MessageSlice): Promise<MessagePage | undefined> {
    const rows = await this.#page(threadId, slice);
    const [first] = rows;
    if (first === undefined) return undefined;
    const participants = toPair(first);
    const items = first.id === null ? [] : rows.map((row) => toMessage(row as Row, participants));
    return { participants, total: first.total, items };
  }

  async keysOf(
    sender: number,
    after: string,
    limit: number,
  ): Promise<readonly { message: number; key: string }[]> {
    const rows = await this.sql.rows<{ id: number; idempotency_key: string }>(
      `SELECT id, idempotency_key FROM messages WHERE sender_id = ? AND idempotency_key > ?
       ORDER BY idempotency_key LIMIT ?`,
      [sender, after, limit],
    );
    return rows.map((row) => ({ message: row.id, key: row.idempotency_key }));
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'messages', id);
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
    type PageRow = { total: number } & (Row | ({ id: null } & PairFields));
    const { limit } = slice;
    const page = (query: string, bounds: SqlValue[]) =>
      this.sql.rows<PageRow>(query, [threadId, ...bounds, threadId]);
    if ('after' in slice) return page(pages.after, [slice.after, limit]);
    if ('before' in slice) return page(pages.before, [slice.before, limit]);
    return readPage(slice.offset, () => page(pages[slice.order], [limit, slice.offset]));
  }
}
