import type { Page, Slice } from '../../../application/ports/page.js';
import type { ThreadRepository, ThreadSummary } from '../../../application/ports/thread-repository.js';
import type { Standing } from '../../../domain/conversation/block.js';
import { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import { Thread } from '../../../domain/conversation/thread.js';
import type { EventRecorder } from '../event-record.js';
import { holdByRisingId, type Sql } from './sql.js';
import { blockedColumn } from './typeorm-block-repository.js';

interface ThreadRow {
  id: number;
  low_id: number;
  high_id: number;
  created: number;
  updated: number;
  message_count: number;
  low_unread: number;
  high_unread: number;
}

interface StandingRow {
  blocked: number;
}

export interface SummaryRow extends ThreadRow {
  low_username: string;
  low_active: number;
  high_username: string;
  high_active: number;
  message_id: number | null;
  message_sender_id: number;
  message_text: string;
  message_created: number;
  message_is_read: number;
}

const threadColumns =
  't.id, t.low_id, t.high_id, t.created, t.updated, t.message_count, t.low_unread, t.high_unread';

export const summaryColumns = `${threadColumns},
  low.username AS low_username, low.is_active AS low_active,
  high.username AS high_username, high.is_active AS high_active,
  m.id AS message_id, m.sender_id AS message_sender_id, m.text AS message_text,
  m.created AS message_created, m.is_read AS message_is_read`;

const summaryJoins = `
  JOIN users low ON low.id = t.low_id
  JOIN users high ON high.id = t.high_id
  LEFT JOIN messages m ON m.id = t.last_message_id`;

const summary = `SELECT ${summaryColumns} FROM threads t ${summaryJoins}`;

const summaryOfPair = `
  SELECT ${summaryColumns}, ${blockedColumn} FROM threads t ${summaryJoins}
  WHERE t.low_id = ? AND t.high_id = ?`;

// Each side of the pair has its own index, ordered by activity: so a page merges the heads of two ordered lists.
// PostgreSQL merges what says that it is ordered.
// The user's row comes first, so that a user without threads is told from one who does not exist.
const page = `
  SELECT u.thread_count AS total, ${summaryColumns}
  FROM users u
  LEFT JOIN (
    SELECT id, updated FROM (SELECT * FROM threads WHERE low_id = ? ORDER BY updated DESC, id DESC) low_side
    UNION ALL
    SELECT id, updated FROM (SELECT * FROM threads WHERE high_id = ? ORDER BY updated DESC, id DESC) high_side
    ORDER BY updated DESC, id DESC LIMIT ? OFFSET ?
  ) p ON true
  LEFT JOIN threads t ON t.id = p.id
  LEFT JOIN users low ON low.id = t.low_id
  LEFT JOIN users high ON high.id = t.high_id
  LEFT JOIN messages m ON m.id = t.last_message_id
  WHERE u.id = ?
  ORDER BY p.updated DESC, p.id DESC`;

const pageAfter = `
  SELECT ${summaryColumns} FROM threads t ${summaryJoins}
  WHERE t.id IN (
    SELECT id FROM threads WHERE low_id = ? AND id > ?
    UNION ALL
    SELECT id FROM threads WHERE high_id = ? AND id > ?
  )
  ORDER BY t.id LIMIT ?`;

export class SqlThreadRepository implements ThreadRepository {
  constructor(
    private readonly sql: Sql,
    private readonly events: EventRecorder,
  ) {}

  async find(id: number): Promise<Thread | undefined> {
    const [row] = await this.sql.rows<ThreadRow>(
      `SELECT ${threadColumns} FROM threads t WHERE t.id = ? ${this.sql.dialect.hold('t')}`,
      [id],
    );
    return row && toThread(row);
  }

  async findWithStanding(id: number): Promise<({ thread: Thread } & Standing) | undefined> {
    const [row] = await this.sql.rows<ThreadRow & StandingRow>(
      `SELECT ${threadColumns}, ${blockedColumn} FROM threads t WHERE t.id = ? ${this.sql.dialect.hold('t')}`,
      [id],
    );
    return row && { thread: toThread(row), blocked: row.blocked === 1 };
  }

  async summary(id: number): Promise<ThreadSummary | undefined> {
    const [row] = await this.sql.rows<SummaryRow>(`${summary} WHERE t.id = ?`, [id]);
    return row && toSummary(row);
  }

  async summaryOfPair(pair: ParticipantPair): Promise<(ThreadSummary & Standing) | undefined> {
    const [row] = await this.sql.rows<SummaryRow & StandingRow>(summaryOfPair, [pair.low, pair.high]);
    return row && { ...toSummary(row), blocked: row.blocked === 1 };
  }

  async pageOf(user: number, { limit, offset }: Slice): Promise<Page<ThreadSummary> | undefined> {
    const rows = await this.sql.rows<{ total: number } & (SummaryRow | { id: null })>(page, [
      user,
      user,
      limit,
      offset,
      user,
    ]);
    const [first] = rows;
    if (first === undefined) return undefined;
    return {
      total: first.total,
      items: first.id === null ? [] : rows.map((row) => toSummary(row as SummaryRow)),
    };
  }

  async pageAfter(user: number, after: number, limit: number): Promise<readonly ThreadSummary[]> {
    const rows = await this.sql.rows<SummaryRow>(pageAfter, [user, after, user, after, limit]);
    return rows.map(toSummary);
  }

  async open(pair: ParticipantPair, now: Date): Promise<{ thread: Thread; opened: boolean }> {
    for (;;) {
      const id = await this.sql.insert(
        `INSERT INTO threads (low_id, high_id, created, updated) VALUES (?, ?, ?, ?)
         ON CONFLICT (low_id, high_id) DO NOTHING`,
        [pair.low, pair.high, now.getTime(), now.getTime()],
      );
      if (id !== undefined) {
        await this.#countThread(pair);
        await this.events.record({ type: 'thread.created', threadId: id, participants: pair });
        const none = { messageCount: 0, lowUnread: 0, highUnread: 0 };
        const thread = Thread.restore({ id, participants: pair, created: now, updated: now, ...none });
        return { thread, opened: true };
      }
      const [row] = await this.sql.rows<ThreadRow>(
        `SELECT ${threadColumns} FROM threads t WHERE t.low_id = ? AND t.high_id = ? ${this.sql.dialect.hold('t')}`,
        [pair.low, pair.high],
      );
      if (row !== undefined) return { thread: toThread(row), opened: false };
      // Another process has removed it between the two statements.
    }
  }

  async remove({ id, participants }: Thread): Promise<void> {
    const { low, high } = participants;
    // The database removes the messages with their thread.
    await holdByRisingId(this.sql, 'users', [low, high]);
    await this.sql.change(
      `UPDATE users SET thread_count = thread_count - 1, unread_count = unread_count -
         (SELECT CASE users.id WHEN low_id THEN low_unread ELSE high_unread END FROM threads WHERE id = ?)
       WHERE id IN (?, ?)`,
      [id, low, high],
    );
    const { affected } = await this.sql.change('DELETE FROM threads WHERE id = ?', [id]);
    if (affected === 0) return;
    await this.events.record({ type: 'thread.deleted', threadId: id, participants });
  }

  async restore(thread: {
    id: number;
    participants: ParticipantPair;
    created: Date;
    updated: Date;
  }): Promise<void> {
    const { low, high } = thread.participants;
    await this.sql.change(
      `INSERT INTO threads (id, low_id, high_id, created, updated)
       VALUES (${this.sql.dialect.id('threads')}, ?, ?, ?, ?)`,
      [thread.id, low, high, thread.created.getTime(), thread.updated.getTime()],
    );
    await this.#countThread(thread.participants);
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'threads', id);
  }

  async #countThread({ low, high }: ParticipantPair): Promise<void> {
    await holdByRisingId(this.sql, 'users', [low, high]);
    await this.sql.change('UPDATE users SET thread_count = thread_count + 1 WHERE id IN (?, ?)', [low, high]);
  }
}

function toThread(row: ThreadRow): Thread {
  return Thread.restore({
    id: row.id,
    participants: ParticipantPair.restore(row.low_id, row.high_id),
    created: new Date(row.created),
    updated: new Date(row.updated),
    messageCount: row.message_count,
    lowUnread: row.low_unread,
    highUnread: row.high_unread,
  });
}

export function toSummary(row: SummaryRow): ThreadSummary {
  const thread = toThread(row);
  return {
    thread,
    participants: [
      { id: row.low_id, username: row.low_username, active: row.low_active === 1 },
      { id: row.high_id, username: row.high_username, active: row.high_active === 1 },
    ],
    lastMessage:
      row.message_id === null
        ? undefined
        : {
            id: row.message_id,
            threadId: row.id,
            participants: thread.participants,
            senderId: row.message_sender_id,
            text: row.message_text,
            created: new Date(row.message_created),
            isRead: row.message_is_read === 1,
          },
  };
}
