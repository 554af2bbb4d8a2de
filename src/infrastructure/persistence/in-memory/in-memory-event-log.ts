import type {
  ChatEvent,
  EventBatch,
  EventRepository,
  Happening,
} from '../../../application/ports/event-log.js';
import type { SentRange } from '../../../domain/conversation/decision.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { EventRecord } from '../../../domain/conversation/event-record.js';
import { formatPosition, ownPosition, parsePosition, type EventRecorder } from '../event-record.js';
import { summaryIn } from './in-memory-thread-repository.js';
import type { Draft, EventRow, Sequence } from './state.js';

export class InMemoryEventLog implements EventRepository, EventRecorder {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
    /** The log's name. */
    private readonly log: string,
  ) {}

  async end(): Promise<string> {
    const { id, created } = [...this.draft.state.events.values()].at(-1) ?? this.#pruned();
    return this.#positionOf({ id, created });
  }

  async after(position: string, limit: number): Promise<EventBatch | undefined> {
    const start = ownPosition(position);
    if (!this.#holds(start)) return undefined;
    return this.#batch(
      this.#rows().filter(({ id }) => id > start.id),
      limit,
      position,
    );
  }

  async missedBy(user: number, from: string, to: string, limit: number): Promise<EventBatch | undefined> {
    const start = parsePosition(from);
    if (start === undefined || !this.#holds(start)) return undefined;
    const rows = this.#rows().filter(
      ({ id, record }) => id > start.id && id <= ownPosition(to).id && record.participants.includes(user),
    );
    return this.#batch(rows, limit, from);
  }

  async prune(before: Date, limit: number): Promise<number> {
    const rows = this.#rows();
    const kept = rows.findIndex(({ created }) => created >= before.getTime());
    const old = rows.slice(0, kept < 0 ? limit : Math.min(kept, limit));
    for (const { id } of old) this.draft.table('events').delete(id);
    const last = old.at(-1);
    if (last !== undefined) this.draft.table('prunedEvents').set('last', last);
    return old.length;
  }

  async record(record: EventRecord): Promise<void> {
    const id = this.ids.next();
    this.draft.table('events').set(id, { id, created: Date.now(), record });
  }

  async recordDeletions(
    { threadId, senderId, after, upTo }: SentRange,
    participants: ParticipantPair,
  ): Promise<void> {
    for (const id of this.draft.state.threads.get(threadId)?.messageIds ?? []) {
      if (id <= after || id > upTo) continue;
      if (this.draft.state.messages.get(id)?.message.senderId !== senderId) continue;
      await this.record({ type: 'message.deleted', threadId, participants, messageId: id });
    }
  }

  #rows(): EventRow[] {
    return [...this.draft.state.events.values()];
  }

  #pruned(): { id: number; created: number } {
    return this.draft.state.prunedEvents.get('last') ?? { id: 0, created: 0 };
  }

  #holds({ log, id, created }: { log: string; id: number; created: number }): boolean {
    const pruned = this.#pruned();
    const last = id === pruned.id ? pruned : this.draft.state.events.get(id);
    return log === this.log && last?.created === created;
  }

  #positionOf({ id, created }: { id: number; created: number }): string {
    return formatPosition({ log: this.log, id, created });
  }

  #batch(found: readonly EventRow[], limit: number, from: string): EventBatch {
    const rows = found.slice(0, limit);
    const events: ChatEvent[] = [];
    for (const row of rows) {
      const happening = this.#happening(row.record);
      if (happening === undefined) continue;
      const { participants } = row.record;
      const unread = { low: this.#unread(participants.low), high: this.#unread(participants.high) };
      events.push({ ...happening, position: this.#positionOf(row), participants, unread });
    }
    const last = rows.at(-1);
    return {
      events,
      position: last === undefined ? from : this.#positionOf(last),
      complete: rows.length < limit,
    };
  }

  #happening(record: EventRecord): Happening | undefined {
    const { type, threadId: thread } = record;
    if (type === 'thread.deleted') return { type, thread };
    if (!this.draft.state.threads.has(thread)) return undefined;
    if (type === 'message.deleted') return { type, thread, message: record.messageId };
    if (type === 'message.read') {
      const { reader } = record;
      return {
        type,
        thread,
        reader,
        marked: 'upTo' in record ? { upTo: record.upTo } : { message: record.messageId },
      };
    }
    if (type === 'message.created') {
      const message = this.draft.state.messages.get(record.messageId)?.message;
      return message && { type, message };
    }
    const summary = summaryIn(this.draft.state, thread);
    return summary && { type, summary };
  }

  #unread(user: number): number {
    return this.draft.state.users.get(user)?.unread ?? 0;
  }
}
