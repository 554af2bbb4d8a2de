import type { Page, Slice } from '../../../application/ports/page.js';
import type { ThreadRepository, ThreadSummary } from '../../../application/ports/thread-repository.js';
import type { Standing } from '../../../domain/conversation/block.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import { Thread } from '../../../domain/conversation/thread.js';
import type { Participant } from '../../../domain/accounts/user.js';
import type { EventRecorder } from '../event-record.js';
import { blockKey, present, type Draft, type Sequence, type State, type ThreadRow } from './state.js';

export class InMemoryThreadRepository implements ThreadRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
    private readonly events: EventRecorder,
  ) {}

  async find(id: number): Promise<Thread | undefined> {
    const row = this.draft.state.threads.get(id);
    return row && threadOf(row);
  }

  async findWithStanding(id: number): Promise<({ thread: Thread } & Standing) | undefined> {
    const thread = await this.find(id);
    return thread && { thread, ...this.#standingOf(thread.participants) };
  }

  async summary(id: number): Promise<ThreadSummary | undefined> {
    return summaryIn(this.draft.state, id);
  }

  async summaryOfPair(pair: ParticipantPair): Promise<(ThreadSummary & Standing) | undefined> {
    const row = this.#rowOfPair(pair);
    return row && { ...summaryOf(this.draft.state, row), ...this.#standingOf(pair) };
  }

  async pageOf(user: number, { limit, offset }: Slice): Promise<Page<ThreadSummary> | undefined> {
    if (!this.draft.state.users.has(user)) return undefined;
    const rows = [...this.draft.state.threads.values()]
      .filter(({ participants }) => participants.includes(user))
      .sort((one, other) => other.updated.getTime() - one.updated.getTime() || other.id - one.id);
    const items = rows.slice(offset, offset + limit).map((row) => summaryOf(this.draft.state, row));
    return { total: rows.length, items };
  }

  async pageAfter(user: number, after: number, limit: number): Promise<readonly ThreadSummary[]> {
    return [...this.draft.state.threads.values()]
      .filter(({ id, participants }) => id > after && participants.includes(user))
      .sort((one, other) => one.id - other.id)
      .slice(0, limit)
      .map((row) => summaryOf(this.draft.state, row));
  }

  async open(pair: ParticipantPair, now: Date): Promise<{ thread: Thread; opened: boolean }> {
    const existing = this.#rowOfPair(pair);
    if (existing !== undefined) return { thread: threadOf(existing), opened: false };
    const row = this.#insert({ id: this.ids.next(), participants: pair, created: now, updated: now });
    await this.events.record({ type: 'thread.created', threadId: row.id, participants: pair });
    return { thread: threadOf(row), opened: true };
  }

  async remove({ id }: Thread): Promise<void> {
    const row = this.draft.state.threads.get(id);
    if (row === undefined) return;
    const { low, high } = row.participants;
    this.draft.table('threads').delete(id);
    this.draft.table('threadIdByPair').delete(pairKey(row.participants));
    for (const messageId of row.messageIds) {
      const { key } = present(this.draft.state.messages.get(messageId));
      if (key !== undefined) this.draft.table('messageIdByKey').delete(key);
      this.draft.table('messages').delete(messageId);
    }
    this.#forgetUnread(low, row.lowUnread);
    this.#forgetUnread(high, row.highUnread);
    await this.events.record({ type: 'thread.deleted', threadId: id, participants: row.participants });
  }

  async restore(thread: Pick<ThreadRow, 'id' | 'participants' | 'created' | 'updated'>): Promise<void> {
    const { id, participants, created, updated } = thread;
    if (this.draft.state.threads.has(id)) throw new Error(`There is a thread ${id}.`);
    if (this.#rowOfPair(participants)) throw new Error('The pair has a thread.');
    this.ids.skipTo(id);
    this.#insert({ id, participants, created, updated });
  }

  async continueAfter(id: number): Promise<void> {
    this.ids.skipTo(id);
  }

  #insert(thread: Pick<ThreadRow, 'id' | 'participants' | 'created' | 'updated'>): ThreadRow {
    const { low, high } = thread.participants;
    for (const user of [low, high]) {
      if (!this.draft.state.users.has(user)) throw new Error(`There is no user ${user}.`);
    }
    const row = { ...thread, messageIds: [], lowUnread: 0, highUnread: 0 };
    this.draft.table('threads').set(row.id, row);
    this.draft.table('threadIdByPair').set(pairKey(row.participants), row.id);
    return row;
  }

  #rowOfPair(pair: ParticipantPair): ThreadRow | undefined {
    const id = this.draft.state.threadIdByPair.get(pairKey(pair));
    return id === undefined ? undefined : this.draft.state.threads.get(id);
  }

  #standingOf({ low, high }: ParticipantPair): Standing {
    const { blocks } = this.draft.state;
    return { blocked: blocks.has(blockKey(low, high)) || blocks.has(blockKey(high, low)) };
  }

  #forgetUnread(user: number, count: number): void {
    const row = present(this.draft.state.users.get(user));
    this.draft.table('users').set(user, { ...row, unread: row.unread - count });
  }
}

export function summaryIn(state: State, id: number): ThreadSummary | undefined {
  const row = state.threads.get(id);
  return row && summaryOf(state, row);
}

function summaryOf(state: State, row: ThreadRow): ThreadSummary {
  const { low, high } = row.participants;
  const last = row.messageIds.at(-1);
  return {
    thread: threadOf(row),
    participants: [participantIn(state, low), participantIn(state, high)],
    lastMessage: last === undefined ? undefined : state.messages.get(last)?.message,
  };
}

function participantIn(state: State, user: number): Participant {
  const { id, username, active } = present(state.users.get(user)).user;
  return { id, username, active };
}

function pairKey({ low, high }: ParticipantPair): string {
  return `${low}:${high}`;
}

function threadOf({ messageIds, ...row }: ThreadRow): Thread {
  return Thread.restore({ ...row, messageCount: messageIds.length });
}
