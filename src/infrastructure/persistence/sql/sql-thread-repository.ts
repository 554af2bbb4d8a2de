import type { Page, Slice } from '../../../application/ports/page.js';
import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import type {
  ThreadName,
  ThreadRepository,
  ThreadSelection,
} from '../../../application/ports/thread-repository.js';
import type { Standing } from '../../../domain/conversation/block.js';
import type { ThreadStanding } from '../../../domain/conversation/conversation.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import { readFromNearerEnd, readPage } from './deep-pages.js';
import type { Dialect, Sql, SqlValue } from './sql.js';
import {
  summaryColumns,
  threadColumns,
  toSummary,
  toThread,
  type StandingFields,
  type SummaryFields,
  type ThreadFields,
} from './thread-row.js';
import { blockedColumn } from './sql-block-repository.js';

const summaryJoins = `
  JOIN users low ON low.id = t.low_id
  JOIN users high ON high.id = t.high_id
  LEFT JOIN messages m ON m.id = t.last_message_id`;

const summary = `SELECT ${summaryColumns} FROM threads t ${summaryJoins}`;

const summaryOfPair = `
  SELECT ${summaryColumns}, ${blockedColumn} FROM threads t ${summaryJoins}
  WHERE t.low_id = ? AND t.high_id = ? AND t.key = ?`;

const sides = ['low', 'high'] as const;
type Side = (typeof sides)[number];

/**
 * What the user's threads on a page are shown with. The user's row comes first, so that one without threads is told from
 * none.
 * @param page selects their ids, and when they were updated.
 */
const shown = (total: string, counted: string, page: string) => `
  SELECT ${total} AS total, ${summaryColumns}
  FROM users u
  ${counted}
  LEFT JOIN (${page}) p ON true
  LEFT JOIN threads t ON t.id = p.id
  LEFT JOIN users low ON low.id = t.low_id
  LEFT JOIN users high ON high.id = t.high_id
  LEFT JOIN messages m ON m.id = t.last_message_id
  WHERE u.id = ?
  ORDER BY p.updated DESC, p.id DESC`;

type Order = 'ASC' | 'DESC';
const byActivity = (order: Order) => `ORDER BY updated ${order}, id ${order}`;
const slice = (order: Order) => `${byActivity(order)} LIMIT ? OFFSET ?`;

/**
 * Each side of the pair, archived or not, has its own part of an index, ordered by activity: so a page merges the heads, or
 * the ends, of two or four ordered lists.
 * @param limited whether each list says how far it is read.
 */
const merged = (limited: boolean, total: string, ...archived: number[]) => {
  const page = (order: Order) => {
    const head = limited ? `${byActivity(order)} LIMIT ?` : '';
    const part = (side: Side, which: number) => `SELECT id, updated FROM (
      SELECT id, updated FROM threads WHERE ${side}_id = ? AND ${side}_archived = ${which} ${head}
    ) AS ${side}_${which}`;
    const parts = sides.flatMap((side) => archived.map((which) => part(side, which)));
    return shown(
      total,
      '',
      `SELECT id, updated FROM (${parts.join(' UNION ALL ')}) AS lists ${slice(order)}`,
    );
  };
  return {
    count: `SELECT ${total} AS total FROM users u WHERE id = ?`,
    fromTheStart: page('DESC'),
    fromTheEnd: page('ASC'),
    values: (user: number, { limit, offset }: Slice): SqlValue[] => [
      ...sides.flatMap(() => archived.flatMap(() => (limited ? [user, offset + limit] : [user]))),
      limit,
      offset,
    ],
  };
};

const listsOf = (limited: boolean) => ({
  all: merged(limited, 'u.thread_count', 0, 1),
  current: merged(limited, 'u.thread_count - u.archived_count', 0),
  archived: merged(limited, 'u.archived_count', 1),
});
const lists = { limited: listsOf(true), whole: listsOf(false) };

/** Those that conditions leave, which are few: they are counted and sorted. */
const chosen = (...found: string[]) =>
  `WITH found AS (${found.join(' UNION ALL ')})` +
  shown(
    'c.total',
    'JOIN (SELECT count(*) AS total FROM found) c ON true',
    `SELECT id, updated FROM found ${slice('DESC')}`,
  );

const half = (side: Side, conditions: readonly string[]) =>
  `SELECT id, updated FROM threads WHERE ${[`${side}_id = ?`, ...conditions].join(' AND ')}`;

const pageAfter = `
  SELECT ${summaryColumns} FROM threads t ${summaryJoins}
  WHERE t.id IN (
    SELECT id FROM threads WHERE low_id = ? AND id > ?
    UNION ALL
    SELECT id FROM threads WHERE high_id = ? AND id > ?
  )
  ORDER BY t.id LIMIT ?`;

const someThreads = `
  SELECT high_id AS partner FROM threads WHERE low_id = ?
  UNION ALL SELECT low_id FROM threads WHERE high_id = ?
  LIMIT ?`;

const partnersAmong = (dialect: Dialect) => `
  SELECT given.id FROM ${dialect.given({ id: 'bigint' })}
  WHERE EXISTS (SELECT 1 FROM threads WHERE low_id = ? AND high_id = given.id)
    OR EXISTS (SELECT 1 FROM threads WHERE low_id = given.id AND high_id = ?)`;

type PageRow = { total: number } & (SummaryFields | { id: null });

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

  async summaryOfPair(
    { low, high }: ParticipantPair,
    key = '',
  ): Promise<(ThreadSummary & Standing) | undefined> {
    const [row] = await this.sql.rows<SummaryFields & StandingFields>(summaryOfPair, [low, high, key]);
    return row && { blocked: row.blocked === 1, ...toSummary(row) };
  }

  async pageOf(
    user: number,
    slice: Slice,
    selection: ThreadSelection = {},
  ): Promise<Page<ThreadSummary> | undefined> {
    const rows = await this.#page(user, slice, selection);
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

  async partnersAmong(user: number, others: readonly number[]): Promise<readonly number[]> {
    const limit = others.length + 1;
    const threads = await this.sql.rows<{ partner: number }>(someThreads, [user, user, limit]);
    if (threads.length < limit) {
      const partners = new Set(threads.map(({ partner }) => partner));
      return others.filter((other) => partners.has(other));
    }
    const rows = await this.sql.rows<{ id: number }>(partnersAmong(this.sql.dialect), [
      JSON.stringify(others.map((id) => ({ id }))),
      user,
      user,
    ]);
    return rows.map(({ id }) => id);
  }

  async findAll(ids: readonly number[]): Promise<readonly Thread[]> {
    const given = this.sql.dialect.given({ id: 'bigint' });
    const rows = await this.sql.rows<ThreadFields>(
      `SELECT ${threadColumns} FROM ${given} JOIN threads t ON t.id = given.id`,
      [JSON.stringify(ids.map((id) => ({ id })))],
    );
    return rows.map(toThread);
  }

  async findAllOf(names: readonly ThreadName[]): Promise<readonly Thread[]> {
    const given = this.sql.dialect.given({ low: 'bigint', high: 'bigint', name: 'text' });
    const rows = await this.sql.rows<ThreadFields>(
      `SELECT ${threadColumns} FROM ${given}
       JOIN threads t ON t.low_id = given.low AND t.high_id = given.high AND t.key = given.name`,
      [JSON.stringify(names.map(({ participants: { low, high }, key: name = '' }) => ({ low, high, name })))],
    );
    return rows.map(toThread);
  }

  #page(user: number, slice: Slice, selection: ThreadSelection): Promise<PageRow[]> {
    const { archived, with: other, key } = selection;
    const page = (text: string, ...values: SqlValue[]) => this.sql.rows<PageRow>(text, [...values, user]);
    if (other !== undefined || key !== undefined) {
      const { text, values } = chosenBy(user, selection);
      return readPage(slice.offset, () => page(text, ...values, slice.limit, slice.offset));
    }
    const { all, current, archived: put } = this.sql.dialect.limitsParts ? lists.limited : lists.whole;
    const list = archived === undefined ? all : archived ? put : current;
    return readFromNearerEnd(slice, {
      count: async () => (await this.sql.rows<{ total: number }>(list.count, [user]))[0]?.total,
      fromTheStart: (of) => page(list.fromTheStart, ...list.values(user, of)),
      fromTheEnd: (of) => page(list.fromTheEnd, ...list.values(user, of)),
    });
  }

  continueAfter(id: number): Promise<void> {
    return this.sql.dialect.continueAfter(this.sql, 'threads', id);
  }
}

/** The statement for a page of those with somebody or about something, and its values before those of the slice. */
function chosenBy(
  user: number,
  { archived, with: other, key }: ThreadSelection,
): { text: string; values: SqlValue[] } {
  const part = (side: Side): { text: string; values: SqlValue[] } => {
    const opposite = side === 'low' ? 'high' : 'low';
    const conditions: string[] = [];
    const values: SqlValue[] = [user];
    if (other !== undefined) {
      conditions.push(`${opposite}_id = ?`);
      values.push(other);
    }
    if (key !== undefined) {
      // So that an index of threads that have one may be used.
      conditions.push('key = ?', ...(other === undefined ? [`key <> ''`] : []));
      values.push(key);
    }
    if (archived !== undefined) conditions.push(`${side}_archived = ${Number(archived)}`);
    return { text: half(side, conditions), values };
  };
  const parts = other === undefined ? sides.map(part) : [part(user < other ? 'low' : 'high')];
  return { text: chosen(...parts.map(({ text }) => text)), values: parts.flatMap(({ values }) => values) };
}
