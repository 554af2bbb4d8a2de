import type { Page, Slice } from '../../../application/ports/page.js';
import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import type { ThreadRepository } from '../../../application/ports/thread-repository.js';
import type { Standing } from '../../../domain/conversation/block.js';
import type { ThreadStanding } from '../../../domain/conversation/conversation.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import { readPage } from './deep-pages.js';
import type { Sql } from './sql.js';
import {
  summaryColumns,
  threadColumns,
  toSummary,
  toThread,
  type StandingFields,
  type SummaryFields,
  type ThreadFields,
} from './thread-row.js';
import { blockedColumn } from './typeorm-block-repository.js';

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
  constructor(private readonly sql: Sql) {}

  /** The thread, held, and how its participants stand to each other: every send asks. */
  async hold(id: number): Promise<ThreadStanding> {
    const [row] = await this.sql.rows<ThreadFields & StandingFields>(
      `SELECT ${threadColumns}, ${blockedColumn} FROM threads t WHERE t.id = ? ${this.sql.dialect.hold('t')}`,
      [id],
    );
    return row && { thread: toThread(row), blocked: row.blocked === 1 };
  }

  async summary(id: number): Promise<ThreadSummary | undefined> {
    const [row] = await this.sql.rows<SummaryFields>(`${summary} WHERE t.id = ?`, [id]);
    return row && toSummary(row);
  }

  async summaryOfPair(pair: ParticipantPair): Promise<(ThreadSummary & Standing) | undefined> {
    const [row] = await this.sql.rows<SummaryFields & StandingFields>(summaryOfPair, [pair.low, pair.high]);
    return row && { ...toSummary(row), blocked: row.blocked === 1 };
  }

  async pageOf(user: number, { limit, offset }: Slice): Promise<Page<ThreadSummary> | undefined> {
    const rows = await readPage(offset, () =>
      this.sql.rows<{ total: number } & (SummaryFields | { id: null })>(page, [
        user,
        user,
        limit,
        offset,
        user,
      ]),
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    return {
      total: first.total,
      items: first.id === null ? [] : rows.map((row) => toSummary(row as SummaryFields)),
    };
  }

  async pageAfter(user: number, after: number, limit: number): Promise<readonly ThreadSummary[]> {
    const rows = await this.sql.rows<SummaryFields>(pageAfter, [user, after, user, after, limit]);
    return rows.map(toSummary);
  }

  async findAll(ids: readonly number[]): Promise<readonly Thread[]> {
    const given = this.sql.dialect.given({ id: 'bigint' });
    const rows = await this.sql.rows<ThreadFields>(
      `SELECT ${threadColumns} FROM ${given} JOIN threads t ON t.id = given.id`,
      [JSON.stringify(ids.map((id) => ({ id })))],
    );
    return rows.map(toThread);
  }

  async findAllOf(pairs: readonly ParticipantPair[]): Promise<readonly Thread[]> {
    const given = this.sql.dialect.given({ low: 'bigint', high: 'bigint' });
    const rows = await this.sql.rows<ThreadFields>(
      `SELECT ${threadColumns} FROM ${given} JOIN threads t ON t.low_id = given.low AND t.high_id = given.high`,
      [JSON.stringify(pairs.map(({ low, high }) => ({ low, high })))],
    );
    return rows.map(toThread);
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'threads', id);
  }
}
