import type { Page, Slice } from '../../../application/ports/page.js';
import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import type {
  ThreadName,
  ThreadRepository,
  ThreadSelection,
} from '../../../application/ports/thread-repository.js';
import type { Standing } from '../../../domain/conversation/block.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import { Thread } from '../../../domain/conversation/thread.js';
import type { Participant } from '../../../domain/accounts/user.js';
import type { ThreadStanding } from '../../../domain/conversation/conversation.js';
import {
  blockKey,
  present,
  threadName,
  type Draft,
  type Sequence,
  type State,
  type ThreadRow,
} from './state.js';

export class InMemoryThreadRepository implements ThreadRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
  ) {}

  hold(id: number): ThreadStanding {
    const row = this.draft.state.threads.get(id);
    return row && { thread: threadOf(row), ...this.standingOf(row.participants) };
  }

  async summary(id: number): Promise<ThreadSummary | undefined> {
    return summaryIn(this.draft.state, id);
  }

  async summaryOfPair(
    participants: ParticipantPair,
    key?: string,
  ): Promise<(ThreadSummary & Standing) | undefined> {
    const row = this.#rowOf({ participants, key });
    return row && { ...summaryOf(this.draft.state, row), ...this.standingOf(participants) };
  }

  async pageOf(
    user: number,
    { limit, offset }: Slice,
    { archived, with: other, key }: ThreadSelection = {},
  ): Promise<Page<ThreadSummary> | undefined> {
    if (!this.draft.state.users.has(user)) return undefined;
    const rows = [...this.draft.state.threads.values()]
      .filter((row) => row.participants.includes(user))
      .filter((row) => other === undefined || (other !== user && row.participants.includes(other)))
      .filter((row) => key === undefined || (row.key ?? '') === key)
      .filter((row) => archived === undefined || threadOf(row).viewOf(user)?.archived === archived)
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

  async partnersAmong(user: number, others: readonly number[]): Promise<readonly number[]> {
    const partners = partnersIn(this.draft.state, user);
    return others.filter((other) => partners.has(other));
  }

  async findAll(ids: readonly number[]): Promise<readonly Thread[]> {
    return ids.map((id) => this.draft.state.threads.get(id)).flatMap((row) => (row ? threadOf(row) : []));
  }

  async findAllOf(names: readonly ThreadName[]): Promise<readonly Thread[]> {
    return names.map((name) => this.#rowOf(name)).flatMap((row) => (row ? threadOf(row) : []));
  }

  async continueAfter(id: number): Promise<void> {
    this.ids.skipTo(id);
  }

  #rowOf(name: ThreadName): ThreadRow | undefined {
    const id = this.draft.state.threadIdByName.get(threadName(name));
    return id === undefined ? undefined : this.draft.state.threads.get(id);
  }

  standingOf({ low, high }: ParticipantPair): Standing {
    const { blocks } = this.draft.state;
    return { blocked: blocks.has(blockKey(low, high)) || blocks.has(blockKey(high, low)) };
  }
}

/** The other sides of the user's threads. */
export function partnersIn({ threads }: State, user: number): ReadonlySet<number> {
  const pairs = [...threads.values()].map(({ participants }) => participants);
  return new Set(pairs.filter((pair) => pair.includes(user)).map((pair) => pair.otherThan(user)));
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
    participants: [present(participantIn(state, low)), present(participantIn(state, high))],
    lastMessage: last === undefined ? undefined : state.messages.get(last)?.message,
  };
}

export function participantIn(state: State, user: number): Participant | undefined {
  const row = state.users.get(user);
  if (row === undefined) return undefined;
  const { username, name, avatarUrl, active } = row.user;
  return { id: user, username, name, avatarUrl, active };
}

export function threadOf({ messageIds, ...row }: ThreadRow): Thread {
  return Thread.restore({ ...row, lastMessageId: messageIds.at(-1), messageCount: messageIds.length });
}
