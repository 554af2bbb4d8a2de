import type { AnswerTo, Conversations, Question } from '../../../application/ports/conversations.js';
import {
  summedUp,
  type Decision,
  type Deed,
  type Done,
  type SentRange,
  type ThreadChange,
  type UserChange,
} from '../../../domain/conversation/decision.js';
import type { EventRecorder } from '../event-record.js';
import type { InMemoryMessageRepository } from './in-memory-message-repository.js';
import { participantIn, type InMemoryThreadRepository } from './in-memory-thread-repository.js';
import {
  pairKey,
  present,
  senderKey,
  type Draft,
  type MessageRow,
  type Sequence,
  type ThreadRow,
} from './state.js';

const nothing: Done = { id: 0, count: 0, unread: 0 };

export class InMemoryConversations implements Conversations {
  constructor(
    private readonly draft: Draft,
    private readonly ids: { readonly threads: Sequence; readonly messages: Sequence },
    private readonly threads: InMemoryThreadRepository,
    private readonly messages: InMemoryMessageRepository,
    private readonly events: EventRecorder,
  ) {}

  async hold<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>> {
    return (await this.#hold(question)) as AnswerTo<Asked>;
  }

  async apply<Result>({ deed, outcome }: Decision<Result>): Promise<Result> {
    const { result, thread, users = [], events = [] } = outcome(deed ? await this.#do(deed) : nothing);
    if (thread !== undefined) this.#changeThread(thread);
    for (const user of users) this.#changeUser(user);
    for (const event of events) await this.events.record(event);
    return result;
  }

  async addAll(decisions: readonly Decision<unknown>[]): Promise<void> {
    const { threads, messages, changes, users } = summedUp(decisions);
    for (const thread of threads) this.#addThread(thread);
    for (const message of messages) this.#addMessage(message);
    for (const change of changes) this.#changeThread(change);
    for (const user of users) this.#changeUser(user);
  }

  async #hold(question: Question): Promise<AnswerTo<Question>> {
    if ('message' in question) return this.messages.find(question.message);
    if ('pair' in question) {
      const { low, high } = question.pair;
      return {
        participants: [participantIn(this.draft.state, low), participantIn(this.draft.state, high)],
        existing: await this.threads.summaryOfPair(question.pair),
        ...this.threads.standingOf(question.pair),
      };
    }
    const { thread, key } = question;
    const first = key && (await this.messages.findByIdempotencyKey(key.sender, key.key));
    return { standing: this.threads.hold(thread), first };
  }

  async #do(deed: Deed): Promise<Done> {
    switch (deed.kind) {
      case 'add-thread':
        return { ...nothing, id: this.#addThread(deed) };
      case 'add-message':
        return { ...nothing, id: this.#addMessage(deed) };
      case 'mark-read':
        return { ...nothing, count: this.#markRead(deed.sent) };
      case 'remove-messages': {
        const unread = this.#markRead(deed.sent);
        await this.events.recordDeletions(deed.sent, deed.participants);
        const rows = this.#rowsIn(deed.sent);
        for (const row of rows) this.#removeMessage(row);
        return { ...nothing, count: rows.length, unread };
      }
      case 'remove-thread':
        return { ...nothing, count: this.#removeThread(deed.threadId) };
    }
  }

  #addThread({ id, participants, created, updated }: Extract<Deed, { kind: 'add-thread' }>): number {
    const { state } = this.draft;
    const { low, high } = participants;
    for (const user of [low, high]) {
      if (!state.users.has(user)) throw new Error(`There is no user ${user}.`);
    }
    const key = pairKey(participants);
    if (state.threadIdByPair.has(key)) throw new Error('The pair has a thread.');
    const newId = idFor(id, this.ids.threads, state.threads);
    const counts = { messageIds: [], lowUnread: 0, highUnread: 0 };
    this.draft.table('threads').set(newId, { id: newId, participants, created, updated, ...counts });
    this.draft.table('threadIdByPair').set(key, newId);
    return newId;
  }

  #addMessage({ id, message, isRead }: Extract<Deed, { kind: 'add-message' }>): number {
    const { idempotencyKey, ...fields } = message;
    const { state } = this.draft;
    if (!state.threads.has(fields.threadId)) throw new Error(`There is no thread ${fields.threadId}.`);
    const newId = idFor(id, this.ids.messages, state.messages);
    const key = idempotencyKey === undefined ? undefined : senderKey(fields.senderId, idempotencyKey);
    if (key !== undefined) {
      if (state.messageIdByKey.has(key)) throw new Error('The sender has used this idempotency key.');
      this.draft.table('messageIdByKey').set(key, newId);
    }
    this.draft.table('messages').set(newId, { message: { ...fields, id: newId, isRead }, key });
    const thread = this.#thread(fields.threadId);
    this.#setThread({ ...thread, messageIds: thread.messageIds.concat(newId) });
    return newId;
  }

  #markRead(sent: SentRange): number {
    const unread = this.#rowsIn(sent).filter(({ message }) => !message.isRead);
    for (const row of unread) {
      const message = { ...row.message, isRead: true };
      this.draft.table('messages').set(message.id, { ...row, message });
    }
    return unread.length;
  }

  #removeMessage({ message: { id, threadId }, key }: MessageRow): void {
    this.draft.table('messages').delete(id);
    if (key !== undefined) this.draft.table('messageIdByKey').delete(key);
    const thread = this.#thread(threadId);
    this.#setThread({ ...thread, messageIds: thread.messageIds.filter((other) => other !== id) });
  }

  #removeThread(id: number): number {
    const row = this.draft.state.threads.get(id);
    if (row === undefined) return 0;
    for (const messageId of row.messageIds) this.#removeMessage(this.#row(messageId));
    this.draft.table('threads').delete(id);
    this.draft.table('threadIdByPair').delete(pairKey(row.participants));
    return 1;
  }

  /** The number of messages and the last of them follow from the ids here. */
  #changeThread({ id, lowUnread, highUnread, last }: ThreadChange): void {
    const thread = this.#thread(id);
    this.#setThread({
      ...thread,
      lowUnread: thread.lowUnread + lowUnread,
      highUnread: thread.highUnread + highUnread,
      ...(typeof last === 'object' && { updated: last.updated }),
    });
  }

  #changeUser({ id, unread }: UserChange): void {
    const row = present(this.draft.state.users.get(id));
    this.draft.table('users').set(id, { ...row, unread: row.unread + unread });
  }

  #setThread(row: ThreadRow): void {
    this.draft.table('threads').set(row.id, row);
  }

  #thread(id: number): ThreadRow {
    return present(this.draft.state.threads.get(id));
  }

  #row(id: number): MessageRow {
    return present(this.draft.state.messages.get(id));
  }

  #rowsIn({ threadId, senderId, after, upTo }: SentRange): MessageRow[] {
    const { messageIds = [] } = this.draft.state.threads.get(threadId) ?? {};
    return messageIds
      .filter((id) => id > after && id <= upTo)
      .map((id) => this.#row(id))
      .filter(({ message }) => message.senderId === senderId);
  }
}

function idFor(id: number | undefined, ids: Sequence, rows: ReadonlyMap<number, unknown>): number {
  if (id === undefined) return ids.next();
  if (rows.has(id)) throw new Error(`There is a row ${id}.`);
  return ids.skipTo(id);
}
