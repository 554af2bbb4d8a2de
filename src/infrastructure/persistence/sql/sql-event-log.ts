import type {
  ChatEvent,
  EventBatch,
  EventRepository,
  Happening,
} from '../../../application/ports/event-log.js';
import type { SentRange } from '../../../domain/conversation/decision.js';
import { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { EventRecord } from '../../../domain/conversation/event-record.js';
import {
  formatPosition,
  ownPosition,
  parsePosition,
  type EventRecorder,
  type LogPosition,
} from '../event-record.js';
import type { Sql } from './sql.js';
import { summaryColumns, toSummary, type SummaryFields } from './thread-row.js';

interface Fields {
  event_id: number;
  event_created: number;
  type: EventRecord['type'];
  thread_id: number;
  event_low_id: number;
  event_high_id: number;
  event_message_id: number | null;
  reader_id: number | null;
  up_to: number | null;
  low_total: number | null;
  high_total: number | null;
}

/** The thread is null if it is gone; so is the message if it is, or if the thread has none. */
export type EventRow = Fields & (SummaryFields | { id: null });

export const eventColumns = `
  e.id AS event_id, e.created AS event_created, e.type, e.thread_id, e.low_id AS event_low_id,
  e.high_id AS event_high_id, e.message_id AS event_message_id, e.reader_id, e.up_to,
  low.unread_count AS low_total, high.unread_count AS high_total, ${summaryColumns}`;

// For an opened thread, the message is its last one.
export const eventJoins = `
  LEFT JOIN threads t ON t.id = e.thread_id
  LEFT JOIN users low ON low.id = e.low_id
  LEFT JOIN users high ON high.id = e.high_id
  LEFT JOIN messages m ON m.id = CASE e.type WHEN 'thread.created' THEN t.last_message_id ELSE e.message_id END`;

const everybodys = `SELECT ${eventColumns} FROM events e ${eventJoins} WHERE e.id > ? ORDER BY e.id LIMIT ?`;

// Each side of the pair has its own index: so this merges two ordered lists.
const ofUser = `
  SELECT ${eventColumns}
  FROM (
    SELECT id FROM events WHERE low_id = ? AND id > ? AND id <= ?
    UNION ALL
    SELECT id FROM events WHERE high_id = ? AND id > ? AND id <= ?
    ORDER BY id LIMIT ?
  ) p
  JOIN events e ON e.id = p.id ${eventJoins}
  ORDER BY p.id`;

const log = `
  SELECT l.name, l.pruned_id, l.pruned_created, e.id, e.created
  FROM event_log l LEFT JOIN (SELECT id, created FROM events`;

const lastOfLog = `${log} ORDER BY id DESC LIMIT 1) e ON true`;
const oneOfLog = `${log} WHERE id = ?) e ON true`;

interface LogRow {
  name: string;
  pruned_id: number;
  pruned_created: number;
  id: number | null;
  created: number;
}

/** On a store whose ids rise in the order of the commits, because one transaction writes at a time. */
export class SqlEventLog implements EventRepository, EventRecorder {
  constructor(private readonly sql: Sql) {}

  async end(): Promise<string> {
    const row = theOnly(await this.sql.rows<LogRow>(lastOfLog));
    return row.id === null
      ? formatPosition({ log: row.name, id: row.pruned_id, created: row.pruned_created })
      : formatPosition({ log: row.name, id: row.id, created: row.created });
  }

  async after(position: string, limit: number): Promise<EventBatch | undefined> {
    const start = ownPosition(position);
    const rows = await this.sql.rows<EventRow>(everybodys, [start.id, limit]);
    return (await this.#knows(start)) ? toBatch(rows, limit, position) : undefined;
  }

  async missedBy(user: number, from: string, to: string, limit: number): Promise<EventBatch | undefined> {
    const start = parsePosition(from);
    if (start === undefined) return undefined;
    const range = [user, start.id, ownPosition(to).id];
    const rows = await this.sql.rows<EventRow>(ofUser, [...range, ...range, limit]);
    return (await this.#knows(start)) ? toBatch(rows, limit, from) : undefined;
  }

  /** Whether nothing after the place was pruned. Asked after reading, because that may happen at any time. */
  async #knows({ log, id, created }: LogPosition): Promise<boolean> {
    const row = theOnly(await this.sql.rows<LogRow>(oneOfLog, [id]));
    const known = id === row.pruned_id ? row.pruned_created : row.id === null ? undefined : row.created;
    return row.name === log && known === created;
  }

  async prune(before: Date, limit: number): Promise<number> {
    const last = await oldestEvents(this.sql, before, limit);
    if (last === undefined) return 0;
    const { affected } = await this.sql.change('DELETE FROM events WHERE id <= ?', [last.id]);
    await this.sql.change('UPDATE event_log SET pruned_id = ?, pruned_created = ?', [last.id, last.created]);
    return affected;
  }

  record(record: EventRecord): Promise<unknown> {
    return insertEvent(this.sql, record);
  }

  recordDeletions(sent: SentRange, participants: ParticipantPair): Promise<void> {
    return insertDeletions(this.sql, sent, participants);
  }
}

/** The last of the events from before this time, of the first `limit`. */
export async function oldestEvents(
  sql: Sql,
  before: Date,
  limit: number,
): Promise<{ id: number; created: number } | undefined> {
  const rows = await sql.rows<{ id: number; created: number }>(
    'SELECT id, created FROM events ORDER BY id LIMIT ?',
    [limit],
  );
  const kept = rows.findIndex(({ created }) => created >= before.getTime());
  return kept < 0 ? rows.at(-1) : rows[kept - 1];
}

/** In one statement. */
export function insertEvent(sql: Sql, record: EventRecord): Promise<unknown> {
  const { type, threadId, participants } = record;
  return sql.change(
    `INSERT INTO events (type, thread_id, low_id, high_id, message_id, reader_id, up_to, created)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      type,
      threadId,
      participants.low,
      participants.high,
      'messageId' in record ? record.messageId : null,
      'reader' in record ? record.reader : null,
      'upTo' in record ? record.upTo : null,
      Date.now(),
    ],
  );
}

export async function insertDeletions(
  sql: Sql,
  { threadId, senderId, after, upTo }: SentRange,
  participants: ParticipantPair,
): Promise<void> {
  await sql.change(
    `INSERT INTO events (type, thread_id, low_id, high_id, message_id, created)
     SELECT 'message.deleted', thread_id, CAST(? AS bigint), CAST(? AS bigint), id, CAST(? AS bigint)
     FROM messages WHERE thread_id = ? AND sender_id = ? AND id > ? AND id <= ? ORDER BY id`,
    [participants.low, participants.high, Date.now(), threadId, senderId, after, upTo],
  );
}

function theOnly<Item>([row]: readonly Item[]): Item {
  if (row === undefined) throw new Error('The event log has lost its name: its table has no row.');
  return row;
}

function toBatch(rows: readonly EventRow[], limit: number, from: string): EventBatch {
  const { log } = ownPosition(from);
  const positionOf = ({ event_id: id, event_created: created }: EventRow) =>
    formatPosition({ log, id, created });
  const last = rows.at(-1);
  return {
    events: eventsIn(rows, positionOf),
    position: last === undefined ? from : positionOf(last),
    complete: rows.length < limit,
  };
}

export function eventsIn<Row extends EventRow>(
  rows: readonly Row[],
  positionOf: (row: Row) => string,
): ChatEvent[] {
  const events: ChatEvent[] = [];
  for (const row of rows) {
    const happening = toHappening(row);
    if (happening === undefined) continue;
    events.push({
      ...happening,
      position: positionOf(row),
      participants: ParticipantPair.restore(row.event_low_id, row.event_high_id),
      unread: { low: row.low_total ?? 0, high: row.high_total ?? 0 },
    });
  }
  return events;
}

/** Undefined if there is nothing to tell any more. */
function toHappening(row: EventRow): Happening | undefined {
  const { type, thread_id: thread, event_message_id: message, reader_id: reader, up_to: upTo } = row;
  if (type === 'thread.deleted') return { type, thread };
  if (row.id === null) return undefined;
  if (type === 'message.deleted' && message !== null) return { type, thread, message };
  if (type === 'message.read' && reader !== null) {
    if (upTo !== null) return { type, thread, reader, marked: { upTo } };
    return message === null ? undefined : { type, thread, reader, marked: { message } };
  }
  const summary = toSummary(row);
  if (type === 'thread.created') return { type, summary };
  return summary.lastMessage && { type: 'message.created', message: summary.lastMessage };
}
