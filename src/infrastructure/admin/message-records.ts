import { setImmediate as nextTurn } from 'node:timers/promises';
import { between, contains, equalsFlag, equalsId, type Condition } from './query.js';
import { conjunction, rowsWithIds, type Filters, type Records, type Run, type Slice } from './records.js';

const table = {
  select: `SELECT m.id, m.thread_id AS "threadId", m.sender_id AS "senderId", m.text, m.created, m.is_read AS "isRead"
           FROM messages m`,
  id: 'm.id',
  flags: ['isRead'],
  dates: ['created'],
};

/** How many rows are looked at in one go: a few milliseconds, during which nobody else is served. */
const stride = 20_000;

/** How far a list with filters is counted: nobody turns that many pages, and counting on would be a scan. */
const countLimit = 1_000;

/** Up to how many unread messages all of them are sorted rather than looked for along the time. */
const fewUnread = 50_000;

/** What a search goes along: an indexed column, in whose order it meets the rows, and what holds them together. */
interface Path {
  readonly column: 'm.created' | 'm.id';
  readonly scope: readonly Condition[];
  /** Whether what it meets is so little that it can be looked at in one go. */
  readonly short: boolean;
}

/**
 * Messages, of which there may be millions. A search without an index of its own goes along the time, newest or
 * oldest first, some thousand rows at a time, until the page is full.
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
    const kept =
      filters.size === 0
        ? 'SELECT sum(message_count) AS count FROM threads'
        : only === 'threadId'
          ? 'SELECT message_count AS count FROM threads WHERE id = ?'
          : undefined;
    if (kept !== undefined) {
      const [row] = await run<{ count: number | null }>(kept, conjunction(filters.values()).parameters);
      return row?.count ?? 0;
    }
    const slice = { limit: countLimit, offset: 0, sort: 'created', direction: 'DESC' } as const;
    return (await idsOf(run, filters, slice)).length;
  },

  withIds: (run, ids) => rowsWithIds(run, table, ids),
};

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
    // A sender's messages are in their threads, for which there are indexes.
    const sql = `m.thread_id IN (SELECT id FROM threads WHERE low_id = ? UNION ALL SELECT id FROM threads WHERE high_id = ?)`;
    return { column: 'm.id', scope: [{ sql, parameters: [sender, sender] }], short: true };
  }
  const range = filters.get('created');
  if (filters.get('isRead')?.parameters[0] === 0) {
    const [row] = await run<{ unread: number | null }>('SELECT sum(unread_count) AS unread FROM users');
    if ((row?.unread ?? 0) <= fewUnread) {
      // The literal lets SQLite use the partial index of unread messages, and the sum keeps it from another.
      return { column: 'm.id', scope: [{ sql: 'm.is_read = 0 AND +m.id > 0', parameters: [] }], short: true };
    }
  }
  return { column: 'm.created', scope: range === undefined ? [] : [range], short: false };
}

/** Conditions that cut what lies on the path into parts, in the order of the list. */
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
