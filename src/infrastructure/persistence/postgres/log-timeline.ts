import type pg from 'pg';
import { beginTimeline, lostAmong, refusePast } from './postgres-event-log.js';
import { postgresWriting, PostgresSql } from './postgres-sql.js';
import type { Standing } from './servers.js';

/** How many events are remembered, to find out whether a promoted server has them. */
const remembered = 1000;

/** How long each statement may take, in milliseconds: somebody waits for a connection. */
const patience = 2000;

/** What was read of the log lately: ids, and when each was recorded. */
export class RecentEvents {
  readonly #created = new Map<number, number>();

  add(id: number, created: number): void {
    this.#created.set(id, created);
    if (this.#created.size < 2 * remembered) return;
    // Not the oldest to come: who delivers late reads old ones again.
    const ids = [...this.#created.keys()].sort((one, other) => one - other);
    for (const old of ids.slice(0, -remembered)) this.#created.delete(old);
  }

  /** All of them, which are forgotten. */
  take(): { readonly id: number; readonly created: number }[] {
    const all = [...this.#created].map(([id, created]) => ({ id, created }));
    this.#created.clear();
    return all;
  }
}

/**
 * Notices that another server has been promoted, by its timeline, before anything is read from it or written to it. The
 * log is told where the timeline begins, so that places of the one before are known for good or bad. If an event is
 * missing that this process has read, all of them are bad.
 */
export class LogTimeline {
  readonly recent = new RecentEvents();
  #current: number | undefined;

  async admit(client: pg.ClientBase, { takesWrites, timeline }: Standing, isLate: boolean): Promise<void> {
    if (!takesWrites || timeline === undefined || timeline === this.#current) return;
    const sql = new PostgresSql(client, postgresWriting, { timeout: patience, named: false });
    await beginTimeline(sql, timeline, isLate);
    if (this.#current !== undefined) {
      const events = this.recent.take();
      if (await lostAmong(sql, events)) await refusePast(sql, timeline);
    }
    this.#current = timeline;
  }
}
