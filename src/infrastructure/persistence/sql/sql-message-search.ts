import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  AdminList,
  AdminSlice,
  Count,
  MessageFilters,
  MessageOrder,
  MessageRecord,
} from '../../../application/ports/admin-directory.js';
import {
  between,
  conditionsOf,
  conjunction,
  contains,
  equals,
  oneOf,
  type Condition,
  type Conditions,
} from './condition.js';
import { readPage } from './deep-pages.js';
import { messageColumns, toMessage, type MessageFields } from './message-row.js';
import { rowsWithIds } from './sql-admin-list.js';
import type { ReadingSql } from './sql.js';

const table = {
  select: `SELECT ${messageColumns('m')} FROM messages m JOIN threads t ON t.id = m.thread_id`,
  id: 'm.id',
};

const conditions: Conditions<MessageFilters> = {
  threadId: equals('m.thread_id = ?'),
  senderId: equals('m.sender_id = ?'),
  isRead: equals('m.is_read = ?'),
  created: between('m.created'),
  text: contains(`lower(m.text) LIKE lower(?) ESCAPE '\\'`),
};

/** The same as the filter by sender, by way of the indexes of their threads. */
const inThreadsOfSender = equals(
  'm.thread_id IN (SELECT id FROM threads WHERE low_id = ? UNION ALL SELECT id FROM threads WHERE high_id = ?)',
);

/** How many rows one statement looks at. It takes a few milliseconds, and other requests wait for it. */
const stride = 20_000;

/** Where counting stops if no index covers the filters, because counting on would be a scan. */
const countLimit = 1_000;

/** With more unread messages than this, a list of them is read in the order of time instead of sorted. */
const fewUnread = 50_000;

/** With more messages than this in a sender's threads, a list is read in the order of time instead of sorted. */
const manyOfSender = 200_000;

/** The way in which a search reads messages: in the order of an indexed column, within a scope. */
interface Path {
  readonly column: 'm.created' | 'm.id';
  readonly scope: readonly Condition[];
  /** Whether the scope is small enough for one statement. */
  readonly short: boolean;
}

type Direction = AdminSlice<MessageOrder>['direction'];
type Slice = Pick<AdminSlice<MessageOrder>, 'limit' | 'offset' | 'direction'>;

/**
 * Messages; there may be millions. A search that has no index reads them in the order of time, newest or oldest
 * first, some thousand rows at a time, until the page is full.
 */
export class SqlMessageSearch implements AdminList<MessageRecord, MessageFilters, MessageOrder> {
  constructor(private readonly sql: ReadingSql) {}

  async page(filters: MessageFilters, slice: AdminSlice<MessageOrder>): Promise<readonly MessageRecord[]> {
    const ids = await this.#idsOf(filters, slice);
    const byId = new Map((await this.withIds(ids)).map((message) => [message.id, message]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  async count(filters: MessageFilters): Promise<Count> {
    const kept = keptCountOf(filters);
    if (kept !== undefined) {
      const [row] = await this.sql.rows<{ count: number | null }>(kept.sql, kept.parameters);
      return exactly(row?.count ?? 0);
    }
    const { threadId, senderId, text } = filters;
    if (text === undefined) {
      if (threadId !== undefined || isOnly('created', filters)) {
        return exactly(await this.#countAlong(filters, conditionsOf(filters, conditions)));
      }
      if (senderId !== undefined) return exactly(await this.#countOfSender(senderId, filters));
    }
    const slice = { limit: countLimit + 1, offset: 0, direction: 'DESC' } as const;
    const found = (await this.#idsOf(filters, slice)).length;
    return { count: Math.min(found, countLimit), isExact: found <= countLimit };
  }

  async withIds(ids: readonly number[]): Promise<readonly MessageRecord[]> {
    return (await rowsWithIds<MessageFields>(this.sql, table, ids)).map(toRecord);
  }

  /** Counts the messages on a path that an index covers, part by part. */
  async #countAlong(filters: MessageFilters, where: readonly Condition[]): Promise<number> {
    const path = await this.#pathOf(filters);
    const standing = await standingMessages(this.sql);
    let count = 0;
    for await (const part of this.#parts(path, 'DESC')) {
      count += await this.#countWhere([...where, ...path.scope, ...standing, part]);
    }
    return count;
  }

  async #countWhere(where: readonly Condition[]): Promise<number> {
    const { sql, parameters } = conjunction(where);
    const [row] = await this.sql.rows<{ count: number }>(
      `SELECT count(*) AS count FROM messages m WHERE ${sql}`,
      parameters,
    );
    return row?.count ?? 0;
  }

  /**
   * Counts in the sender's threads, because they have indexes: several short threads in one statement, a long one by
   * itself.
   */
  async #countOfSender(sender: number, filters: MessageFilters): Promise<number> {
    const threads = await this.sql.rows<{ id: number; messages: number }>(
      `SELECT id, message_count AS messages FROM threads WHERE low_id = ?
       UNION ALL SELECT id, message_count AS messages FROM threads WHERE high_id = ?`,
      [sender, sender],
    );
    const where = conditionsOf(filters, conditions);
    let count = 0;
    let batch: number[] = [];
    let size = 0;
    const countBatch = async () => {
      if (batch.length === 0) return;
      count += await this.#countWhere([...where, oneOf(this.sql.dialect, 'm.thread_id', batch)]);
      [batch, size] = [[], 0];
      await nextTurn();
    };
    for (const { id, messages } of threads) {
      if (messages > stride) {
        count += await this.#countAlong({ ...filters, threadId: id }, where);
        continue;
      }
      if (size + messages > stride || batch.length >= 500) await countBatch();
      batch.push(id);
      size += messages;
    }
    await countBatch();
    return count;
  }

  async #idsOf(filters: MessageFilters, slice: Slice): Promise<number[]> {
    const path = await this.#pathOf(filters);
    const asked = conditionsOf(filters, conditions);
    const where = [...asked, ...path.scope, ...(await standingMessages(this.sql))];
    if (path.short || (asked.length === 0 && path.column === 'm.created')) {
      return this.#select(path, where, slice, slice.offset);
    }
    const found: number[] = [];
    const wanted = slice.offset + slice.limit;
    for await (const part of this.#parts(path, slice.direction)) {
      const rest = { ...slice, limit: wanted - found.length, offset: 0 };
      found.push(...(await this.#select(path, [...where, part], rest, slice.offset)));
      if (found.length >= wanted) break;
    }
    return found.slice(slice.offset);
  }

  async #pathOf(filters: MessageFilters): Promise<Path> {
    const { threadId, senderId, isRead, text } = filters;
    if (threadId !== undefined) {
      return { column: 'm.id', scope: [conditions.threadId(threadId)], short: text === undefined };
    }
    if (senderId !== undefined) {
      // A sender's messages are in their threads, which have indexes. Reading in the order of time soon meets a
      // sender of very many.
      const [row] = await this.sql.rows<{ messages: number | null }>(
        'SELECT sum(message_count) AS messages FROM threads WHERE low_id = ? OR high_id = ?',
        [senderId, senderId],
      );
      if ((row?.messages ?? 0) > manyOfSender) return alongTime(filters);
      return { column: 'm.id', scope: [inThreadsOfSender(senderId)], short: true };
    }
    if (isRead === false) {
      const [row] = await this.sql.rows<{ unread: number | null }>(
        'SELECT sum(unread_count) AS unread FROM users',
      );
      if ((row?.unread ?? 0) <= fewUnread) {
        // The literal lets SQLite use the partial index of unread messages. `+m.id` keeps it from choosing another
        // index.
        return {
          column: 'm.id',
          scope: [{ sql: 'm.is_read = 0 AND +m.id > 0', parameters: [] }],
          short: true,
        };
      }
    }
    return alongTime(filters);
  }

  /** Conditions that split the rows of a path into parts, in the order of the list. */
  async *#parts({ column, scope }: Path, direction: Direction): AsyncGenerator<Condition> {
    const down = direction === 'DESC';
    let edge: number | undefined;
    for (;;) {
      const beyond =
        edge === undefined ? [] : [{ sql: `${column} ${down ? '<' : '>'} ?`, parameters: [edge] }];
      const { sql, parameters } = conjunction([...scope, ...beyond]);
      const [row] = await this.sql.rows<{ edge: number }>(
        `SELECT ${column} AS edge FROM messages m WHERE ${sql} ORDER BY ${column} ${direction} LIMIT 1 OFFSET ?`,
        [...parameters, stride],
      );
      if (row === undefined) {
        yield conjunction(beyond);
        return;
      }
      edge = row.edge;
      yield conjunction([...beyond, { sql: `${column} ${down ? '>=' : '<='} ?`, parameters: [edge] }]);
      await nextTurn();
    }
  }

  /** @param depth how far behind the beginning of the list the page is. */
  async #select(
    { column }: Path,
    where: readonly Condition[],
    { limit, offset, direction }: Slice,
    depth: number,
  ): Promise<number[]> {
    const { sql, parameters } = conjunction(where);
    const rows = await readPage(depth, () =>
      this.sql.rows<{ id: number }>(
        `SELECT m.id FROM messages m WHERE ${sql} ORDER BY ${column} ${direction}, m.id ${direction} LIMIT ? OFFSET ?`,
        [...parameters, limit, offset],
      ),
    );
    return rows.map(({ id }) => id);
  }
}

/**
 * Leaves out what is left of deleted threads. A condition on the thread would read every message instead of an index: so
 * only where something is left of one.
 */
export async function standingMessages(sql: ReadingSql): Promise<Condition[]> {
  const deleted = await sql.rows('SELECT id FROM deleted_threads LIMIT 1');
  return deleted.length === 0
    ? []
    : [{ sql: 'm.thread_id NOT IN (SELECT id FROM deleted_threads)', parameters: [] }];
}

function toRecord(row: MessageFields): MessageRecord {
  const { participants: _pair, metadata: _metadata, attachments, ...record } = toMessage(row, undefined);
  return attachments.length > 0 && record.text === ''
    ? { ...record, text: attachments.map(({ name }) => name).join(', ') }
    : record;
}

function exactly(count: number): Count {
  return { count, isExact: true };
}

function isOnly(name: keyof MessageFilters, filters: MessageFilters): boolean {
  return (
    filters[name] !== undefined &&
    Object.entries(filters).every(([key, value]) => key === name || value === undefined)
  );
}

/** Where the filters ask for no more than a sum of counts that are kept. */
function keptCountOf(filters: MessageFilters): Condition | undefined {
  const sum = (count: string): Condition => ({
    sql: `SELECT sum(${count}) AS count FROM threads`,
    parameters: [],
  });
  if (Object.values(filters).every((value) => value === undefined)) return sum('message_count');
  const { threadId = 0, isRead } = filters;
  if (isOnly('threadId', filters)) {
    return equals('SELECT message_count AS count FROM threads WHERE id = ?')(threadId);
  }
  if (!isOnly('isRead', filters)) return undefined;
  return sum(isRead === true ? 'message_count - low_unread - high_unread' : 'low_unread + high_unread');
}

function alongTime({ created }: MessageFilters): Path {
  return {
    column: 'm.created',
    scope: created === undefined ? [] : [conditions.created(created)],
    short: false,
  };
}
