import type {
  MessagePage,
  MessageRepository,
  MessageSlice,
} from '../../../application/ports/message-repository.js';
import { recipientOf, type Message, type NewMessage } from '../../../domain/conversation/message.js';
import { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import type { SqlEventRecorder } from './sql-event-log.js';
import type { Dialect, Sql, SqlValue } from './sql.js';

interface Row {
  id: number;
  thread_id: number;
  sender_id: number;
  text: string;
  created: number;
  is_read: number;
  low_id: number;
  high_id: number;
}

const one = `
  SELECT m.id, m.thread_id, m.sender_id, m.text, m.created, m.is_read, t.low_id, t.high_id
  FROM messages m JOIN threads t ON t.id = m.thread_id`;

/** The thread's row comes first, so that an empty page is told from a thread that is not there. */
function pageQuery(slice: string, order: 'ASC' | 'DESC'): string {
  return `
    SELECT t.low_id, t.high_id, t.message_count AS total,
           m.id, t.id AS thread_id, m.sender_id, m.text, m.created, m.is_read
    FROM threads t
    LEFT JOIN (SELECT id, sender_id, text, created, is_read FROM messages WHERE thread_id = ? ${slice}) m ON true
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

export class SqlMessageRepository implements MessageRepository {
  constructor(
    private readonly sql: Sql,
    private readonly events: SqlEventRecorder,
  ) {}

  async find(id: number): Promise<Message | undefined> {
    const hold = this.sql.dialect.hold('t'); // the thread: whatever changes a message changes its counts
    const [row] = await this.sql.rows<Row>(`${one} WHERE m.id = ? ${hold}`, [id]);
    return row && toMessage(row);
  }

  async findByIdempotencyKey(sender: number, key: string): Promise<Message | undefined> {
    const [row] = await this.sql.rows<Row>(`${one} WHERE m.sender_id = ? AND m.idempotency_key = ?`, [
      sender,
      key,
    ]);
    return row && toMessage(row);
  }

  async pageOf(threadId: number, slice: MessageSlice): Promise<MessagePage | undefined> {
    const rows = await this.#page(threadId, slice);
    const [first] = rows;
    if (first === undefined) return undefined;
    const participants = ParticipantPair.restore(first.low_id, first.high_id);
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

  #page(threadId: number, slice: MessageSlice) {
    type PageRow = { total: number } & (Row | { id: null; low_id: number; high_id: number });
    const { limit } = slice;
    const page = (query: string, bounds: SqlValue[]) =>
      this.sql.rows<PageRow>(query, [threadId, ...bounds, threadId]);
    if ('after' in slice) return page(pages.after, [slice.after, limit]);
    if ('before' in slice) return page(pages.before, [slice.before, limit]);
    return page(pages[slice.order], [limit, slice.offset]);
  }

  async add(message: NewMessage): Promise<Message> {
    const { threadId, participants, senderId, text, created } = message;
    const id = await this.#insert(null, message, false);
    await this.events.record({ type: 'message.created', threadId, participants, messageId: id });
    return { id, threadId, participants, senderId, text, created, isRead: false };
  }

  async restore(message: Message, idempotencyKey?: string): Promise<void> {
    await this.#insert(message.id, { ...message, idempotencyKey }, message.isRead);
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'messages', id);
  }

  async forgetIdempotencyKeys(before: Date, limit: number): Promise<number> {
    const { affected } = await this.sql.change(forgetKeys(this.sql.dialect), [before.getTime(), limit]);
    return affected;
  }

  async markRead(message: Message): Promise<void> {
    if (!(await this.#markRead(message))) return;
    const { id: messageId, threadId, participants } = message;
    const reader = recipientOf(message);
    await this.events.record({ type: 'message.read', threadId, participants, reader, messageId });
  }

  /** Returns whether it was unread. */
  async #markRead(message: Message): Promise<boolean> {
    const { affected } = await this.sql.change(
      'UPDATE messages SET is_read = 1 WHERE id = ? AND is_read = 0',
      [message.id],
    );
    if (affected === 0) return false;
    await this.#countUnread(message.threadId, message.participants, recipientOf(message), -1);
    return true;
  }

  async nthUnread({ id, participants }: Thread, reader: number, n: number): Promise<number | undefined> {
    const [row] = await this.sql.rows<{ id: number }>(
      'SELECT id FROM messages WHERE thread_id = ? AND sender_id = ? AND is_read = 0 ORDER BY id LIMIT 1 OFFSET ?',
      [id, participants.otherThan(reader), n - 1],
    );
    return row?.id;
  }

  async markThreadRead(thread: Thread, reader: number, upTo: number): Promise<number> {
    const { affected } = await this.sql.change(
      'UPDATE messages SET is_read = 1 WHERE thread_id = ? AND sender_id = ? AND is_read = 0 AND id <= ?',
      [thread.id, thread.participants.otherThan(reader), upTo],
    );
    if (affected === 0) return 0;
    const { id: threadId, participants } = thread;
    await this.#countUnread(threadId, participants, reader, -affected);
    await this.events.record({ type: 'message.read', threadId, participants, reader, upTo });
    return affected;
  }

  async remove(message: Message): Promise<void> {
    await this.#markRead(message); // so that it no longer counts as unread
    const { affected } = await this.sql.change('DELETE FROM messages WHERE id = ?', [message.id]);
    if (affected === 0) return;
    await this.sql.change(
      `UPDATE threads SET message_count = message_count - 1,
         last_message_id = (SELECT max(id) FROM messages WHERE thread_id = ?) WHERE id = ?`,
      [message.threadId, message.threadId],
    );
    const { id: messageId, threadId, participants } = message;
    await this.events.record({ type: 'message.deleted', threadId, participants, messageId });
  }

  async removeSent(
    thread: Thread,
    sender: number,
    after: number,
    limit: number,
  ): Promise<{ looked: number; removed: number; last: number }> {
    const looked = await this.sql.rows<{ id: number }>(
      'SELECT id FROM messages WHERE thread_id = ? AND id > ? ORDER BY id LIMIT ?',
      [thread.id, after, limit],
    );
    const last = looked.at(-1)?.id;
    if (last === undefined) return { looked: 0, removed: 0, last: after };
    const sent = [thread.id, sender, after, last];
    // So that they no longer count as unread.
    const { affected: unread } = await this.sql.change(
      `UPDATE messages SET is_read = 1
       WHERE thread_id = ? AND sender_id = ? AND is_read = 0 AND id > ? AND id <= ?`,
      sent,
    );
    const { participants } = thread;
    await this.events.recordDeletions({ threadId: thread.id, participants, sender, after, upTo: last });
    const { affected: removed } = await this.sql.change(
      'DELETE FROM messages WHERE thread_id = ? AND sender_id = ? AND id > ? AND id <= ?',
      sent,
    );
    if (removed > 0) {
      await this.sql.change(
        `UPDATE threads SET message_count = message_count - ?,
           last_message_id = (SELECT max(id) FROM messages WHERE thread_id = ?) WHERE id = ?`,
        [removed, thread.id, thread.id],
      );
    }
    if (unread > 0) {
      await this.#countUnread(thread.id, participants, participants.otherThan(sender), -unread);
    }
    return { looked: looked.length, removed, last };
  }

  async #insert(id: number | null, message: NewMessage, isRead: boolean): Promise<number> {
    const { threadId, senderId, participants, text, idempotencyKey = null } = message;
    const created = message.created.getTime();
    const newId = (await this.sql.insert(
      `INSERT INTO messages (id, thread_id, sender_id, text, created, is_read, idempotency_key)
       VALUES (${this.sql.dialect.id('messages')}, ?, ?, ?, ?, ?, ?)`,
      [id, threadId, senderId, text, created, Number(isRead), idempotencyKey],
    )) as number;
    const reader = recipientOf(message);
    const [low, high] = isRead ? [0, 0] : reader === participants.low ? [1, 0] : [0, 1];
    await this.sql.change(
      `UPDATE threads SET last_message_id = ?, message_count = message_count + 1,
         low_unread = low_unread + ?, high_unread = high_unread + ?,
         updated = CASE WHEN updated < ? THEN ? ELSE updated END WHERE id = ?`,
      [newId, low, high, created, created, threadId],
    );
    if (!isRead) await this.#countUserUnread(reader, 1);
    return newId;
  }

  async #countUnread(
    threadId: number,
    participants: ParticipantPair,
    reader: number,
    change: number,
  ): Promise<void> {
    const column = reader === participants.low ? 'low_unread' : 'high_unread';
    await this.sql.change(`UPDATE threads SET ${column} = ${column} + ? WHERE id = ?`, [change, threadId]);
    await this.#countUserUnread(reader, change);
  }

  async #countUserUnread(reader: number, change: number): Promise<void> {
    await this.sql.change('UPDATE users SET unread_count = unread_count + ? WHERE id = ?', [change, reader]);
  }
}

function toMessage(row: Row, participants = ParticipantPair.restore(row.low_id, row.high_id)): Message {
  return {
    id: row.id,
    threadId: row.thread_id,
    participants,
    senderId: row.sender_id,
    text: row.text,
    created: new Date(row.created),
    isRead: row.is_read === 1,
  };
}
