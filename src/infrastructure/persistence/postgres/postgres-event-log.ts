import type { EventBatch, EventRepository } from '../../../application/ports/event-log.js';
import type { EventRecord } from '../../../domain/conversation/event-record.js';
import type { SentRange } from '../../../domain/conversation/decision.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { EventRecorder } from '../event-record.js';
import type { Sql } from '../sql/sql.js';
import {
  eventColumns,
  eventJoins,
  eventsIn,
  insertDeletions,
  insertEvent,
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
}

const form = /^([0-9a-f]{8})-(\d+\.\d+(?:\.\d+)*)(?:-(\d+\.\d+(?:\.\d+)*))?-(\d{1,15})-([0-9a-z]{1,11})$/;

/** Undefined if PostgreSQL would not take it. */
function parse(text: string): Place | undefined {
  const [, log, seen, window = seen, id, created] = form.exec(text) ?? [];
  if (log === undefined || seen === undefined || window === undefined) return undefined;
  if (!isSnapshot(seen) || !isSnapshot(window)) return undefined;
  return {
    log,
    seen: snapshotOf(seen),
    window: snapshotOf(window),
    id: Number(id),
    created: parseInt(created ?? '', 36),
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

function format({ log, seen, window, id, created }: Place): string {
  const snapshots = window === seen ? [seen] : [seen, window];
  return [log, ...snapshots.map(dotted), id, created.toString(36)].join('-');
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

/** The place that this store gave. */
function own(text: string): Place {
  const place = parse(text);
  if (place === undefined) throw new Error(`No place of this store's log: ${text}`);
  return place;
}

const visible = (snapshot: string) =>
  `pg_visible_in_snapshot(CAST(CAST(e.xid AS text) AS xid8), CAST(${snapshot} AS pg_snapshot))`;

// What is not before a place, in order: first the rest of its window, then what has been committed since.
const beyond = (source: string, end: string) => `
  SELECT CAST(pg_current_snapshot() AS text) AS snapshot, f.*
  FROM (SELECT 1) AS one LEFT JOIN (
    SELECT ${visible('?')} AS in_window, ${eventColumns}
    FROM ${source} ${eventJoins}
    WHERE NOT ${visible('?')} AND (NOT ${visible('?')} OR e.id > ?) ${end}
    ORDER BY in_window DESC, e.id LIMIT ?
  ) f ON true
  ORDER BY f.in_window DESC, f.event_id`;

const everybodys = beyond('(SELECT * FROM events WHERE xid >= ?) e', '');
const ofUser = beyond(
  `(SELECT * FROM events WHERE low_id = ? AND xid >= ? UNION ALL
    SELECT * FROM events WHERE high_id = ? AND xid >= ?) e`,
  `AND ${visible('?')}`,
);

interface LogRow {
  name: string;
  pruned_id: number;
  pruned_xid: number;
  snapshot: string;
  next: number;
  id: number | null;
  created: number | null;
}

const log = `
  SELECT l.name, l.pruned_id, l.pruned_xid, CAST(pg_current_snapshot() AS text) AS snapshot,
    CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS next, e.id, e.created
  FROM event_log l LEFT JOIN (SELECT id, created FROM events`;
const lastOfLog = `${log} ORDER BY id DESC LIMIT 1) e ON true`;
const oneOfLog = `${log} WHERE id = ?) e ON true`;

type Row = { snapshot: string } & (({ in_window: boolean } & EventRow) | { event_id: null });

/**
 * On a store where transactions run at the same time. `events.xid` is the transaction's number, and a place of the log
 * names the transactions that had ended: so nothing is left out that was committed late, and nothing waits for those
 * that go on.
 */
export class PostgresEventLog implements EventRepository, EventRecorder {
  /** Whether anything was recorded through this. */
  recorded = false;

  constructor(private readonly sql: Sql) {}

  async end(): Promise<string> {
    const { name, snapshot, id, created } = theOnly(await this.sql.rows<LogRow>(lastOfLog));
    return format({ log: name, seen: snapshot, window: snapshot, id: id ?? 0, created: created ?? 0 });
  }

  async after(position: string, limit: number): Promise<EventBatch> {
    const { seen, window, id } = own(position);
    const rows = await this.sql.rows<Row>(everybodys, [window, xminOf(seen), seen, window, id, limit]);
    return toBatch(rows, limit, own(position));
  }

  async missedBy(user: number, from: string, to: string, limit: number): Promise<EventBatch | undefined> {
    const place = parse(from);
    if (place === undefined) return undefined;
    const { seen, window, id } = place;
    const since = xminOf(seen);
    const end = own(to).seen;
    const parameters = [window, user, since, user, since, seen, window, id, end, limit];
    const rows = await this.sql.rows<Row>(ofUser, parameters);
    // Afterwards, because they may be pruned at any time.
    const row = theOnly(await this.sql.rows<LogRow>(oneOfLog, [id]));
    const known =
      row.name === place.log &&
      since > row.pruned_xid &&
      Number(window.split(':')[1]) <= row.next &&
      (row.id === null ? id <= row.pruned_id : row.created === place.created);
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

function theOnly<Item>([row]: readonly Item[]): Item {
  if (row === undefined) throw new Error('The event log has lost its name: its table has no row.');
  return row;
}

/** @param end the snapshot that the rows were read up to; without it, the one that they were read in. */
function toBatch(rows: readonly Row[], limit: number, from: Place, end?: string): EventBatch {
  const now = end ?? theOnly(rows).snapshot;
  const found = rows.filter((row) => row.event_id !== null);
  const placeOf = ({ in_window, event_id: id, event_created: created }: (typeof found)[number]): Place =>
    in_window ? { ...from, id, created } : { log: from.log, seen: from.window, window: now, id, created };
  const complete = found.length < limit;
  const last = found.map(placeOf).at(-1) ?? from;
  const position = complete ? { ...last, seen: now, window: now } : last;
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
