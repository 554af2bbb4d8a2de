import type {
  AccountHappening,
  ChatEvent,
  ConversationHappening,
  EventBatch,
  EventRepository,
  Reader,
} from '../../../application/ports/event-log.js';
import type { SentRange } from '../../../domain/conversation/decision.js';
import { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { ConversationRecord, EventRecord } from '../../../domain/conversation/event-record.js';
import type { UserRecord } from '../../../domain/accounts/user-event.js';
import type { Role } from '../../../domain/accounts/user.js';
import {
  formatPosition,
  ownPosition,
  parsePosition,
  type EventRecorder,
  type LogPosition,
} from '../event-record.js';
import { inRange } from './message-row.js';
import type { Dialect, Sql, SqlValue } from './sql.js';
import { summaryColumns, toSummary, type SummaryFields } from './thread-row.js';

interface Fields {
  event_id: number;
  event_created: number;
}

interface ConversationFields extends Fields {
  type: ConversationRecord['type'];
  thread_id: number;
  event_low_id: number;
  event_high_id: number;
  event_message_id: number | null;
  reader_id: number | null;
  up_to: number | null;
  low_total: number | null;
  high_total: number | null;
}

/** Of an event about an account, which stands where the lower participant stands otherwise. */
interface AccountFields extends Fields, Pick<SummaryFields, 'low_name' | 'low_avatar_url' | 'low_active'> {
  type: UserRecord['type'];
  user_id: number;
  /** Null if the account is gone. */
  low_username: string | null;
  low_role: Role;
  low_external_id: string | null;
  low_created: number;
  low_total: number;
}

/** The thread is null if it is gone; so is the message if it is, or if the thread has none. */
type ConversationRow = ConversationFields & (SummaryFields | { id: null });

export type EventRow = ConversationRow | AccountFields;

export const eventColumns = `
  e.id AS event_id, e.created AS event_created, e.type, e.thread_id, e.low_id AS event_low_id,
  e.high_id AS event_high_id, e.message_id AS event_message_id, e.reader_id, e.up_to, e.user_id,
  low.role AS low_role, low.external_id AS low_external_id, low.created AS low_created,
  low.unread_count AS low_total, high.unread_count AS high_total, ${summaryColumns}`;

// For a thread, the message is its last one.
export const eventJoins = `
  LEFT JOIN threads t ON t.id = e.thread_id
  LEFT JOIN users low ON low.id = coalesce(e.user_id, e.low_id)
  LEFT JOIN users high ON high.id = e.high_id
  LEFT JOIN messages m ON m.id =
    CASE WHEN e.type IN ('thread.created', 'thread.updated') THEN t.last_message_id ELSE e.message_id END`;

const everybodys = (until = '') => `
  SELECT ${eventColumns} FROM events e ${eventJoins} WHERE e.id > ? ${until} ORDER BY e.id LIMIT ?`;
const allSince = everybodys();
const allBetween = everybodys('AND e.id <= ?');

/** That the user of the event is the one who asks, or the other side of one of their threads. */
export const isAcquainted = `
  (e.user_id = ?
    OR EXISTS (SELECT 1 FROM threads WHERE low_id = ? AND high_id = e.user_id)
    OR EXISTS (SELECT 1 FROM threads WHERE low_id = e.user_id AND high_id = ?))`;

// Each side of the pair has its own index, and so have changes of how somebody looks: so this merges three ordered lists.
const ofUser = `
  SELECT ${eventColumns}
  FROM (
    SELECT id FROM events WHERE low_id = ? AND id > ? AND id <= ?
    UNION ALL
    SELECT id FROM events WHERE high_id = ? AND id > ? AND id <= ?
    UNION ALL
    SELECT e.id FROM events e WHERE type = 'user.updated' AND id > ? AND id <= ? AND ${isAcquainted}
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

  async beginning(): Promise<string> {
    const {
      name: log,
      pruned_id: id,
      pruned_created: created,
    } = theOnly(await this.sql.rows<LogRow>(lastOfLog));
    return formatPosition({ log, id, created });
  }

  async after(position: string, limit: number): Promise<EventBatch | undefined> {
    const start = parsePosition(position);
    if (start === undefined) return undefined;
    const rows = await this.sql.rows<EventRow>(allSince, [start.id, limit]);
    return (await this.#knows(start)) ? toBatch(rows, limit, position) : undefined;
  }

  async missedBy(reader: Reader, from: string, to: string, limit: number): Promise<EventBatch | undefined> {
    const start = parsePosition(from);
    if (start === undefined) return undefined;
    const range = [start.id, ownPosition(to).id];
    const rows = await (reader === 'everybody'
      ? this.sql.rows<EventRow>(allBetween, [...range, limit])
      : this.sql.rows<EventRow>(ofUser, parametersOf(reader, range, limit)));
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

function parametersOf(user: number, range: readonly number[], limit: number): number[] {
  return [user, ...range, user, ...range, ...range, user, user, user, limit];
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
  if ('userId' in record) {
    const { type, userId } = record;
    return sql.change('INSERT INTO events (type, user_id, created) VALUES (?, ?, ?)', [
      type,
      userId,
      Date.now(),
    ]);
  }
  const row = givenEvent(record);
  return sql.change(insertOne, Object.values(row));
}

const conversationRow = {
  type: 'text',
  thread_id: 'bigint',
  low_id: 'bigint',
  high_id: 'bigint',
  message_id: 'bigint',
  reader_id: 'bigint',
  up_to: 'bigint',
  created: 'bigint',
} as const;
const names = Object.keys(conversationRow).join();
const insertOne = `INSERT INTO events (${names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** Inserts rows that `givenEvent` makes. */
export const insertEvents = (dialect: Dialect): string =>
  `INSERT INTO events (${names}) SELECT ${names} FROM ${dialect.given(conversationRow)}`;

/** In the order of the columns. */
export function givenEvent(record: ConversationRecord): Record<keyof typeof conversationRow, SqlValue> {
  const { type, threadId, participants } = record;
  return {
    type,
    thread_id: threadId,
    low_id: participants.low,
    high_id: participants.high,
    message_id: 'messageId' in record ? record.messageId : null,
    reader_id: 'reader' in record ? (record.reader ?? null) : null,
    up_to: 'upTo' in record ? record.upTo : null,
    created: Date.now(),
  };
}

export async function insertDeletions(
  sql: Sql,
  sent: SentRange,
  participants: ParticipantPair,
): Promise<void> {
  const { where, values } = inRange(sent);
  await sql.change(
    `INSERT INTO events (type, thread_id, low_id, high_id, message_id, created)
     SELECT 'message.deleted', thread_id, CAST(? AS bigint), CAST(? AS bigint), id, CAST(? AS bigint)
     FROM messages WHERE ${where} ORDER BY id`,
    [participants.low, participants.high, Date.now(), ...values],
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
    const id = row.event_id;
    const created = new Date(row.event_created);
    const position = positionOf(row);
    if (isOfAccount(row)) {
      const happening = toAccountHappening(row);
      if (happening !== undefined) events.push({ id, created, position, ...happening });
      continue;
    }
    const happening = toHappening(row);
    if (happening === undefined) continue;
    const unread = { low: row.low_total ?? 0, high: row.high_total ?? 0 };
    events.push({ id, created, position, unread, ...happening });
  }
  return events;
}

function isOfAccount(row: EventRow): row is AccountFields {
  return row.type.startsWith('user.');
}

/** Undefined if there is nothing to tell any more. */
function toAccountHappening(row: AccountFields): AccountHappening | undefined {
  const { type, user_id: userId, low_username: username } = row;
  if (type === 'user.deleted') return { type, userId };
  if (username === null) return undefined;
  const user = {
    ...{ id: userId, username, role: row.low_role, active: row.low_active === 1 },
    name: row.low_name ?? undefined,
    avatarUrl: row.low_avatar_url ?? undefined,
    externalId: row.low_external_id ?? undefined,
    created: new Date(row.low_created),
  };
  return { type, userId, account: { user, unreadCount: row.low_total } };
}

/** Undefined if there is nothing to tell any more. */
function toHappening(row: ConversationRow): ConversationHappening | undefined {
  const record = toRecord(row);
  if (record.type === 'thread.deleted' || record.type === 'message.reported') return record;
  if (row.id === null) return undefined;
  switch (record.type) {
    case 'thread.created':
    case 'thread.updated':
      return { summary: toSummary(row), ...record };
    case 'message.created':
    case 'message.updated': {
      const message = toSummary(row).lastMessage;
      return message && { message, ...record };
    }
    default:
      return record;
  }
}

/** What `insertEvent` was given: a column is empty where the record has no such field. */
function toRecord(row: ConversationRow): ConversationRecord {
  const { event_message_id: messageId, reader_id: reader, up_to: upTo } = row;
  return {
    type: row.type,
    threadId: row.thread_id,
    participants: ParticipantPair.restore(row.event_low_id, row.event_high_id),
    ...(messageId !== null && { messageId }),
    ...(reader !== null && { reader }),
    ...(upTo !== null && { upTo }),
  } as ConversationRecord;
}
