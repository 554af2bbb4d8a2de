import type {
  AccountHappening,
  ChatEvent,
  ConversationHappening,
  EventBatch,
  EventRepository,
  Reader,
} from '../../../application/ports/event-log.js';
import type { SentRange } from '../../../domain/conversation/decision.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { UserRecord } from '../../../domain/accounts/user-event.js';
import type { ConversationRecord, EventRecord } from '../../../domain/conversation/event-record.js';
import { formatPosition, ownPosition, parsePosition, type EventRecorder } from '../event-record.js';
import { partnersIn, summaryIn } from './in-memory-thread-repository.js';
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

  async beginning(): Promise<string> {
    return this.#positionOf(this.#pruned());
  }

  async after(position: string, limit: number): Promise<EventBatch | undefined> {
    const start = parsePosition(position);
    if (start === undefined || !this.#holds(start)) return undefined;
    return this.#batch(
      this.#rows().filter(({ id }) => id > start.id),
      limit,
      position,
    );
  }

  async missedBy(reader: Reader, from: string, to: string, limit: number): Promise<EventBatch | undefined> {
    const start = parsePosition(from);
    if (start === undefined || !this.#holds(start)) return undefined;
    const rows = this.#rows().filter(
      ({ id, record }) =>
        id > start.id &&
        id <= ownPosition(to).id &&
        (reader === 'everybody' || this.#concerns(reader, record)),
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
      const { id, created, record } = row;
      const recorded = { id, created: new Date(created), position: this.#positionOf(row) };
      if ('userId' in record) {
        const happening = this.#accountHappening(record);
        if (happening !== undefined) events.push({ ...happening, ...recorded });
        continue;
      }
      const happening = this.#happening(record);
      if (happening === undefined) continue;
      const { participants } = record;
      const unread = { low: this.#unread(participants.low), high: this.#unread(participants.high) };
      events.push({ ...happening, ...recorded, unread });
    }
    const last = rows.at(-1);
    return {
      events,
      position: last === undefined ? from : this.#positionOf(last),
      complete: rows.length < limit,
    };
  }

  #concerns(user: number, record: EventRecord): boolean {
    if (!('userId' in record)) return record.participants.includes(user);
    if (record.type !== 'user.updated') return false;
    return record.userId === user || partnersIn(this.draft.state, user).has(record.userId);
  }

  /** Undefined if there is nothing to tell any more. */
  #accountHappening(record: UserRecord): AccountHappening | undefined {
    if (record.type === 'user.deleted') return record;
    const row = this.draft.state.users.get(record.userId);
    if (row === undefined) return undefined;
    const { passwordHash: _hash, claims: _claims, ...user } = row.user;
    return { ...record, account: { user, unreadCount: row.unread } };
  }

  /** Undefined if there is nothing to tell any more. */
  #happening(record: ConversationRecord): ConversationHappening | undefined {
    const { state } = this.draft;
    if (record.type === 'thread.deleted' || record.type === 'message.reported') return record;
    if (!state.threads.has(record.threadId)) return undefined;
    switch (record.type) {
      case 'thread.created':
      case 'thread.updated': {
        const summary = summaryIn(state, record.threadId);
        return summary && { ...record, summary };
      }
      case 'message.created':
      case 'message.updated': {
        const message = state.messages.get(record.messageId)?.message;
        return message && { ...record, message };
      }
      default:
        return record;
    }
  }

  #unread(user: number): number {
    return this.draft.state.users.get(user)?.unread ?? 0;
  }
}
