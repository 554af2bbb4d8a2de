import { setImmediate as nextTurn } from 'node:timers/promises';
import { between, contains, equalsFlag, equalsId, type Condition } from './query.js';
import {
  conjunction,
  rowsWithIds,
  type Count,
  type Filters,
  type Records,
  type Run,
  type Slice,
} from './records.js';

const table = {
  select: `SELECT m.id, m.thread_id AS "threadId", m.sender_id AS "senderId", m.text, m.created, m.is_read AS "isRead"
           FROM messages m`,
  id: 'm.id',
  flags: ['isRead'],
  dates: ['created'],
};

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

/**
 * Messages; there may be millions. A search that has no index reads them in the order of time, newest or oldest
 * first, some thousand rows at a time, until the page is full.
 */
export const messageRecords: Records = {
  filters: {
    threadId: equalsId('m.thread_id = ?'),
    senderId: equalsId('m.sender_id = ?'),
    isRead: equalsFlag('m.is_read'),
    created: between('m.created'),
    text: contains(`lower(m.text) LIKE lower(?) ESCAPE '\\'`),
  },
  sorts: ['created'],

  page: async (run, filters, slice) => {
    const ids = await idsOf(run, filters, slice);
    const rows = await rowsWithIds(run, table, ids);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  },

  count: async (run, filters) => {
    const only = filters.size === 1 ? [...filters.keys()][0] : undefined;
    const isUnread = filters.get('isRead')?.parameters[0] === 0;
    const kept =
      filters.size === 0
        ? 'SELECT sum(message_count) AS count FROM threads'
        : only === 'threadId'
          ? 'SELECT message_count AS count FROM threads WHERE id = ?'
          : only === 'isRead' && isUnread
            ? 'SELECT sum(low_unread + high_unread) AS count FROM threads WHERE 0 = ?'
            : only === 'isRead'
              ? 'SELECT sum(message_count - low_unread - high_unread) AS count FROM threads WHERE 1 = ?'
              : undefined;
    if (kept !== undefined) {
      const [row] = await run<{ count: number | null }>(kept, conjunction(filters.values()).parameters);
      return { count: row?.count ?? 0, isExact: true };
    }
    if (!filters.has('text')) {
      if (filters.has('threadId') || only === 'created') return exactly(await countAlong(run, filters));
      if (filters.has('senderId')) return exactly(await countOfSender(run, filters));
    }
    const slice = { limit: countLimit + 1, offset: 0, sort: 'created', direction: 'DESC' } as const;
    const found = (await idsOf(run, filters, slice)).length;
    return { count: Math.min(found, countLimit), isExact: found <= countLimit };
  },

  withIds: (run, ids) => rowsWithIds(run, table, ids),
};

function exactly(count: number): Count {
  return { count, isExact: true };
}

/** Counts the messages on a path that an index covers, part by part. */
async function countAlong(run: Run, filters: Filters): Promise<number> {
  const path = await pathOf(run, filters);
  const where = conjunction([...filters.values(), ...path.scope]);
  let count = 0;
  for await (const part of parts(run, path, 'DESC')) {
    const { sql, parameters } = conjunction([where, part]);
    const [row] = await run<{ count: number }>(
      `SELECT count(*) AS count FROM messages m WHERE ${sql}`,
      parameters,
    );
    count += row?.count ?? 0;
  }
  return count;
}

/**
 * Counts in the sender's threads, because they have indexes: several short threads in one statement, a long one by
 * itself.
 */
async function countOfSender(run: Run, filters: Filters): Promise<number> {
  const [sender = 0] = filters.get('senderId')?.parameters ?? [];
  const threads = await run<{ id: number; messages: number }>(
    `SELECT id, message_count AS messages FROM threads WHERE low_id = ?
     UNION ALL SELECT id, message_count AS messages FROM threads WHERE high_id = ?`,
    [sender, sender],
  );
  let count = 0;
  let batch: number[] = [];
  let size = 0;
  const countBatch = async () => {
    if (batch.length === 0) return;
    const inBatch = { sql: `m.thread_id IN (${batch.map(() => '?').join()})`, parameters: batch };
    const { sql, parameters } = conjunction([...filters.values(), inBatch]);
    const [row] = await run<{ count: number }>(
      `SELECT count(*) AS count FROM messages m WHERE ${sql}`,
      parameters,
    );
    count += row?.count ?? 0;
    [batch, size] = [[], 0];
    await nextTurn();
  };
  for (const { id, messages } of threads) {
    if (messages > stride) {
      const thread = { sql: 'm.thread_id = ?', parameters: [id] };
      count += await countAlong(run, new Map([...filters, ['threadId', thread]]));
      continue;
    }
    if (size + messages > stride || batch.length >= 500) await countBatch();
    batch.push(id);
    size += messages;
  }
  await countBatch();
  return count;
}

async function idsOf(run: Run, filters: Filters, slice: Slice): Promise<number[]> {
  const path = await pathOf(run, filters);
  const where = conjunction([...filters.values(), ...path.scope]);
  if (path.short || (filters.size === 0 && path.column === 'm.created')) {
    return select(run, path, where, slice.direction, slice.limit, slice.offset);
  }
  const found: number[] = [];
  const wanted = slice.offset + slice.limit;
  for await (const part of parts(run, path, slice.direction)) {
    const condition = conjunction([where, part]);
    found.push(...(await select(run, path, condition, slice.direction, wanted - found.length, 0)));
    if (found.length >= wanted) break;
  }
  return found.slice(slice.offset);
}

async function pathOf(run: Run, filters: Filters): Promise<Path> {
  const thread = filters.get('threadId');
  if (thread !== undefined) return { column: 'm.id', scope: [thread], short: !filters.has('text') };
  const sender = filters.get('senderId')?.parameters[0];
  if (sender !== undefined) {
    // A sender's messages are in their threads, which have indexes. Reading in the order of time soon meets a
    // sender of very many.
    const [row] = await run<{ messages: number | null }>(
      'SELECT sum(message_count) AS messages FROM threads WHERE low_id = ? OR high_id = ?',
      [sender, sender],
    );
    if ((row?.messages ?? 0) > manyOfSender) return alongTime(filters);
    const sql = `m.thread_id IN (SELECT id FROM threads WHERE low_id = ? UNION ALL SELECT id FROM threads WHERE high_id = ?)`;
    return { column: 'm.id', scope: [{ sql, parameters: [sender, sender] }], short: true };
  }
  if (filters.get('isRead')?.parameters[0] === 0) {
    const [row] = await run<{ unread: number | null }>('SELECT sum(unread_count) AS unread FROM users');
    if ((row?.unread ?? 0) <= fewUnread) {
      // The literal lets SQLite use the partial index of unread messages. `+m.id` keeps it from choosing another index.
      return { column: 'm.id', scope: [{ sql: 'm.is_read = 0 AND +m.id > 0', parameters: [] }], short: true };
    }
  }
  return alongTime(filters);
}

function alongTime(filters: Filters): Path {
  const range = filters.get('created');
  return { column: 'm.created', scope: range === undefined ? [] : [range], short: false };
}

/** Conditions that split the rows of a path into parts, in the order of the list. */
async function* parts(run: Run, path: Path, direction: Slice['direction']): AsyncGenerator<Condition> {
  const { column } = path;
  const down = direction === 'DESC';
  let edge: number | undefined;
  for (;;) {
    const beyond = edge === undefined ? [] : [{ sql: `${column} ${down ? '<' : '>'} ?`, parameters: [edge] }];
    const { sql, parameters } = conjunction([...path.scope, ...beyond]);
    const [row] = await run<{ edge: number }>(
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

async function select(
  run: Run,
  { column }: Path,
  { sql, parameters }: Condition,
  direction: Slice['direction'],
  limit: number,
  offset: number,
): Promise<number[]> {
  const rows = await run<{ id: number }>(
    `SELECT m.id FROM messages m WHERE ${sql} ORDER BY ${column} ${direction}, m.id ${direction} LIMIT ? OFFSET ?`,
    [...parameters, limit, offset],
  );
  return rows.map(({ id }) => id);
}
