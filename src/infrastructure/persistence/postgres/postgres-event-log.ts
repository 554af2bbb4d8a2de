import type { EventBatch, EventRepository, Reader } from '../../../application/ports/event-log.js';
import type { EventRecord } from '../../../domain/conversation/event-record.js';
import type { SentRange } from '../../../domain/conversation/decision.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { EventRecorder } from '../event-record.js';
import type { Sql, SqlValue } from '../sql/sql.js';
import {
  eventColumns,
  eventJoins,
  eventsIn,
  insertDeletions,
  insertEvent,
  isAcquainted,
  oldestEvents,
  type EventRow,
} from '../sql/sql-event-log.js';

/**
 * A place in the log: what was committed in the eyes of a snapshot, and of what another one sees beyond that, the
 * events up to one. Ids are drawn while the thread's row is held, so they are in the order of the commits within a
 * thread; between threads they are not, and a transaction that has drawn a low id may commit long after others.
 */
interface Place {
  readonly log: string;
  readonly seen: string;
  /** The same as `seen` where there is nothing beyond. */
  readonly window: string;
  /** An event before this place: the last one of the window, or any. */
  readonly id: number;
  readonly created: number;
  /** Of the server that it was read from; 0 if that was not known. */
  readonly timeline: number;
}

const form =
  /^([0-9a-f]{8})(?:-t(\d{1,10}))?-(\d+\.\d+(?:\.\d+)*)(?:-(\d+\.\d+(?:\.\d+)*))?-(\d{1,15})-([0-9a-z]{1,11})$/;

/** Undefined if PostgreSQL would not take it. */
function parse(text: string): Place | undefined {
  const [, log, timeline = 0, seen, window = seen, id, created] = form.exec(text) ?? [];
  if (log === undefined || seen === undefined || window === undefined) return undefined;
  if (!isSnapshot(seen) || !isSnapshot(window)) return undefined;
  return {
    log,
    seen: snapshotOf(seen),
    window: snapshotOf(window),
    id: Number(id),
    created: parseInt(created ?? '', 36),
    timeline: Number(timeline),
  };
}

/** The running transactions come in order, from the first to before the one that is next. */
function isSnapshot(text: string): boolean {
  const [xmin = 0, xmax = 0, ...running] = text.split('.').map(Number);
  const places = [xmin, ...running];
  return (
    xmin > 0 &&
    xmin <= xmax &&
    xmax <= Number.MAX_SAFE_INTEGER &&
    running.every((one, index) => one >= (places[index] ?? 0) && one < xmax)
  );
}

function format({ log, seen, window, id, created, timeline }: Place): string {
  const snapshots = window === seen ? [seen] : [seen, window];
  return [log, `t${timeline}`, ...snapshots.map(dotted), id, created.toString(36)].join('-');
}

/** `xmin:xmax:xip,xip`, as PostgreSQL writes snapshots. */
function snapshotOf(text: string): string {
  const [xmin, xmax, ...running] = text.split('.');
  return `${xmin}:${xmax}:${running.join()}`;
}

function dotted(snapshot: string): string {
  return snapshot.split(/[:,]/).filter(Boolean).join('.');
}

function xminOf(snapshot: string): number {
  return Number(snapshot.split(':', 1)[0]);
}

function xmaxOf(snapshot: string): number {
  return Number(snapshot.split(':')[1]);
}

/** A snapshot from before every transaction. */
const nothing = '1:1:';

/** The place that this store gave. */
function own(text: string): Place {
  const place = parse(text);
  if (place === undefined) throw new Error(`No place of this store's log: ${text}`);
  return place;
}

const visible = (snapshot: string) =>
  `pg_visible_in_snapshot(CAST(CAST(e.xid AS text) AS xid8), CAST(${snapshot} AS pg_snapshot))`;

/**
 * The log, the event that a place names, and how far the log can be named: PostgreSQL forgets transactions in a crash
 * that left no trace on disk, and gives their numbers again. Those up to the newest event's are never given again.
 */
const log = `
  SELECT l.name AS log_name, l.pruned_id AS log_pruned_id, l.pruned_xid AS log_pruned_xid,
    l.timeline AS log_timeline, l.timeline_before AS log_timeline_before, l.timeline_xid AS log_timeline_xid,
    greatest(l.pruned_xid, (SELECT max(xid) FROM events)) AS log_newest,
    CAST(pg_current_snapshot() AS text) AS log_snapshot,
    CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS log_next,
    e.id AS log_id, e.created AS log_created
  FROM event_log l LEFT JOIN (SELECT id, created FROM events`;
const lastOfLog = `${log} ORDER BY id DESC LIMIT 1) e ON true`;
const oneOfLog = `${log} WHERE id = ?) e ON true`;

interface LogRow {
  log_name: string;
  log_pruned_id: number;
  log_pruned_xid: number;
  log_timeline: number;
  log_timeline_before: number;
  log_timeline_xid: number;
  log_newest: number;
  log_snapshot: string;
  log_next: number;
  log_id: number | null;
  log_created: number | null;
}

// What is not before a place, in order: first the rest of its window, then what has been committed since.
const beyond = (source: string, end: string) => `
  SELECT l.*, f.*
  FROM (${oneOfLog}) AS l LEFT JOIN (
    SELECT ${visible('?')} AS in_window, ${eventColumns}
    FROM ${source} ${eventJoins}
    WHERE NOT ${visible('?')} AND (NOT ${visible('?')} OR e.id > ?) ${end}
    ORDER BY in_window DESC, e.id LIMIT ?
  ) f ON true
  ORDER BY f.in_window DESC, f.event_id`;

/**
 * The same of everybody, in two parts, so that a batch of a long backlog reads no more than the batch: the rest of the
 * window by its ids, and what has been committed since by its transactions. `+ 0` keeps PostgreSQL from going through the
 * whole log by the ids for the latter, of which there are often none.
 */
const everybodys = (end: string) => `
  SELECT l.*, f.*
  FROM (${oneOfLog}) AS l LEFT JOIN (
    SELECT e.in_window, ${eventColumns}
    FROM (
      (SELECT true AS in_window, e.* FROM events e
        WHERE e.id > ? AND ${visible('?')} AND NOT ${visible('?')} ${end} ORDER BY e.id LIMIT ?)
      UNION ALL
      (SELECT false AS in_window, e.* FROM events e
        WHERE e.xid >= ? AND NOT ${visible('?')} ${end} ORDER BY e.id + 0 LIMIT ?)
      ORDER BY in_window DESC, id LIMIT ?
    ) e ${eventJoins}
  ) f ON true
  ORDER BY f.in_window DESC, f.event_id`;

const until = `AND ${visible('?')}`;
const allSince = everybodys('');
const allBetween = everybodys(until);
const ofUser = beyond(
  `(SELECT * FROM events WHERE low_id = ? AND xid >= ? UNION ALL
    SELECT * FROM events WHERE high_id = ? AND xid >= ? UNION ALL
    SELECT * FROM events e WHERE type = 'user.updated' AND xid >= ? AND ${isAcquainted}) e`,
  until,
);

type Row = LogRow & (({ in_window: boolean } & EventRow) | { event_id: null });

/**
 * On a store where transactions run at the same time. `events.xid` is the transaction's number, and a place of the log
 * names the transactions that had ended: so nothing is left out that was committed late, and nothing waits for those
 * that go on.
 */
export class PostgresEventLog implements EventRepository, EventRecorder {
  /** Whether anything was recorded through this. */
  recorded = false;

  /** @param recent is told what is read. */
  constructor(
    private readonly sql: Sql,
    private readonly recent?: { add(id: number, created: number): void },
  ) {}

  async end(): Promise<string> {
    const row = theOnly(await this.sql.rows<LogRow>(lastOfLog));
    const seen = durableSnapshot(row);
    return format({
      log: row.log_name,
      seen,
      window: seen,
      id: row.log_id ?? 0,
      created: row.log_created ?? 0,
      timeline: row.log_timeline,
    });
  }

  async beginning(): Promise<string> {
    const row = theOnly(await this.sql.rows<LogRow>(lastOfLog));
    return format({
      log: row.log_name,
      seen: nothing,
      window: nothing,
      id: row.log_pruned_id,
      created: 0,
      timeline: row.log_timeline,
    });
  }

  async after(position: string, limit: number): Promise<EventBatch | undefined> {
    const place = parse(position);
    if (place === undefined) return undefined;
    const rows = await this.sql.rows<Row>(allSince, parametersOfAll(place, limit));
    const row = theOnly(rows);
    if (!isOf(place, row)) return undefined;
    for (const one of rows) if (one.event_id !== null) this.recent?.add(one.event_id, one.event_created);
    return toBatch(rows, limit, place, durableSnapshot(row));
  }

  async missedBy(reader: Reader, from: string, to: string, limit: number): Promise<EventBatch | undefined> {
    const place = parse(from);
    if (place === undefined) return undefined;
    const end = own(to).seen;
    const rows =
      reader === 'everybody'
        ? await this.sql.rows<Row>(allBetween, parametersOfAll(place, limit, end))
        : await this.sql.rows<Row>(ofUser, parametersOfOne(reader, place, limit, end));
    const row = theOnly(rows);
    const known = isOf(place, row) && xminOf(place.seen) > row.log_pruned_xid;
    return known ? toBatch(rows, limit, place, end) : undefined;
  }

  async prune(before: Date, limit: number): Promise<number> {
    const last = await oldestEvents(this.sql, before, limit);
    if (last === undefined) return 0;
    await this.sql.change(
      `UPDATE event_log SET pruned_id = ?, pruned_created = ?,
         pruned_xid = greatest(pruned_xid, (SELECT max(xid) FROM events WHERE id <= ?))`,
      [last.id, last.created, last.id],
    );
    const { affected } = await this.sql.change('DELETE FROM events WHERE id <= ?', [last.id]);
    return affected;
  }

  async record(record: EventRecord): Promise<void> {
    this.recorded = true;
    await insertEvent(this.sql, record);
  }

  async recordDeletions(sent: SentRange, participants: ParticipantPair): Promise<void> {
    this.recorded = true;
    await insertDeletions(this.sql, sent, participants);
  }
}

function parametersOfAll({ seen, window, id }: Place, limit: number, ...end: string[]): SqlValue[] {
  return [id, id, window, seen, ...end, limit, xminOf(window), window, ...end, limit, limit];
}

function parametersOfOne(user: number, { seen, window, id }: Place, limit: number, end: string): SqlValue[] {
  const since = xminOf(seen);
  const sources = [user, since, user, since, since, user, user, user];
  return [id, window, ...sources, seen, window, id, end, limit];
}

function theOnly<Item>([row]: readonly Item[]): Item {
  if (row === undefined) throw new Error('The event log has lost its name: its table has no row.');
  return row;
}

/** Whether the place is of this log, and of its present past. */
function isOf(place: Place, row: LogRow): boolean {
  return (
    row.log_name === place.log &&
    isOfThisPast(place, row) &&
    xmaxOf(place.window) <= row.log_next &&
    (row.log_id === null ? place.id <= row.log_pruned_id : row.log_created === place.created)
  );
}

/**
 * Whether a promotion since the place was read has left its transactions as they were: the promoted server gives the
 * numbers again that it had not heard of. Places from before the last promotion but one count as unknown.
 */
function isOfThisPast({ timeline, window }: Place, row: LogRow): boolean {
  if (timeline === row.log_timeline) return true;
  return timeline === row.log_timeline_before && xmaxOf(window) <= row.log_timeline_xid;
}

/** What the statement saw of the log, without transactions that a crash may give back: no event was among them. */
function durableSnapshot({ log_snapshot: snapshot, log_newest: newest }: LogRow): string {
  const [xmin = '', xmax = '', running = ''] = snapshot.split(':');
  const end = Math.min(Number(xmax), newest + 1);
  const stillRunning = running.split(',').filter((xid) => xid !== '' && Number(xid) < end);
  return `${Math.min(Number(xmin), end)}:${end}:${stillRunning.join()}`;
}

/** @param end the snapshot that the rows were read up to. */
function toBatch(rows: readonly Row[], limit: number, before: Place, end: string): EventBatch {
  const from = { ...before, timeline: theOnly(rows).log_timeline };
  const found = rows.filter((row) => row.event_id !== null);
  const placeOf = ({ in_window, event_id: id, event_created: created }: (typeof found)[number]): Place =>
    in_window ? { ...from, id, created } : { ...from, seen: from.window, window: end, id, created };
  const complete = found.length < limit;
  const last = found.map(placeOf).at(-1) ?? from;
  const position = complete ? { ...last, seen: end, window: end } : last;
  return { events: eventsIn(found, (row) => format(placeOf(row))), position: format(position), complete };
}

/** A log that was restored into another server has numbers of that one's transactions, which mean nothing here. */
export async function dropForeignLog(sql: Sql): Promise<void> {
  const { affected } = await sql.change(
    `DELETE FROM events WHERE
       (SELECT max(xid) FROM events) >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)`,
  );
  if (affected === 0) return;
  await sql.change('UPDATE event_log SET name = ?, pruned_id = 0, pruned_created = 0, pruned_xid = 0', [
    crypto.randomUUID().slice(0, 8),
  ]);
}

/**
 * Notes that a timeline begins, before anything is written on it. The places of webhooks are of the log's own past, since
 * they have come with it; those that clients bring may be of what was lost.
 * @param isLate whether something may have been written on it: then no place that a client brings can be relied on.
 */
export async function beginTimeline(sql: Sql, timeline: number, isLate: boolean): Promise<void> {
  await sql.change(
    `WITH begun AS (
       UPDATE event_log SET timeline_before = timeline, timeline = CAST(? AS integer),
         timeline_xid = CASE WHEN CAST(? AS integer) = 1 THEN 0
           ELSE CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) END
       WHERE timeline <> CAST(? AS integer) RETURNING name, timeline)
     UPDATE webhooks
     SET position = begun.name || '-t' || begun.timeline || regexp_replace(position, '^[0-9a-f]{8}(-t[0-9]+){0,1}', '')
     FROM begun WHERE starts_with(position, begun.name || '-')`,
    [timeline, Number(isLate), timeline],
  );
}

/** Whether any of these events is not in the log, though it was not pruned. */
export async function lostAmong(
  sql: Sql,
  events: readonly { readonly id: number; readonly created: number }[],
): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT 1 FROM json_to_recordset(CAST(? AS json)) AS seen (id bigint, created bigint)
     WHERE id > (SELECT pruned_id FROM event_log)
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = seen.id AND e.created = seen.created) LIMIT 1`,
    [JSON.stringify(events)],
  );
  return rows.length > 0;
}

/** Makes all places of earlier timelines unknown. */
export async function refusePast(sql: Sql, timeline: number): Promise<void> {
  await sql.change('UPDATE event_log SET timeline_xid = 0 WHERE timeline = ?', [timeline]);
}
