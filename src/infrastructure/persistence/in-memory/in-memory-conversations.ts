import type { AnswerTo, Conversations, Question } from '../../../application/ports/conversations.js';
import { noAttachments } from '../../../domain/attachments/attachment.js';
import type {
  Addition,
  Decision,
  Deed,
  Done,
  SentRange,
  ThreadChange,
  UserChange,
} from '../../../domain/conversation/decision.js';
import type { EventRecorder } from '../event-record.js';
import type { InMemoryAttachmentRepository } from './in-memory-attachment-repository.js';
import type { Version } from '../../../domain/evidence/version.js';
import { removeVersion } from './held-files.js';
import { isHeld } from './in-memory-evidence-repository.js';
import type { InMemoryMessageRepository } from './in-memory-message-repository.js';
import type { InMemoryTokenFamilyRepository } from './in-memory-token-family-repository.js';
import { participantIn, type InMemoryThreadRepository } from './in-memory-thread-repository.js';
import {
  present,
  sentKey,
  threadName,
  type Draft,
  type MessageRow,
  type Sequence,
  type ThreadRow,
} from './state.js';

const nothing: Done = { id: 0, count: 0, unread: 0 };

export class InMemoryConversations implements Conversations {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Record<'threads' | 'messages' | 'versions', Sequence>,
    private readonly threads: InMemoryThreadRepository,
    private readonly messages: InMemoryMessageRepository,
    private readonly attachments: InMemoryAttachmentRepository,
    private readonly tokenFamilies: InMemoryTokenFamilyRepository,
    private readonly events: EventRecorder,
  ) {}

  async hold<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>> {
    return (await this.#hold(question)) as AnswerTo<Asked>;
  }

  async apply<Result>({ deed, outcome }: Decision<Result>): Promise<Result> {
    const outcomes = outcome(deed ? await this.#do(deed) : nothing);
    const { result, thread, users = [], events = [], tokenFamily } = outcomes;
    if (thread !== undefined) this.#changeThread(thread);
    for (const user of users) this.#changeUser(user);
    for (const event of events) await this.events.record(event);
    if (tokenFamily !== undefined) this.tokenFamilies.change(tokenFamily);
    return result;
  }

  async addAll({ threads = [], messages = [], changes = [], users = [] }: Partial<Addition>): Promise<void> {
    for (const thread of threads) this.#addThread(thread);
    for (const message of messages) this.#addMessage(message);
    for (const change of changes) this.#changeThread(change);
    for (const user of users) this.#changeUser(user);
  }

  async #hold(question: Question): Promise<AnswerTo<Question>> {
    if ('message' in question) return this.messages.find(question.message);
    if ('tokenFamily' in question) return this.tokenFamilies.hold(question.tokenFamily);
    if ('pair' in question) {
      const { low, high } = question.pair;
      return {
        participants: [participantIn(this.draft.state, low), participantIn(this.draft.state, high)],
        existing: await this.threads.summaryOfPair(question.pair, question.threadKey),
        ...this.threads.standingOf(question.pair),
      };
    }
    const { thread, key, uploads } = question;
    return {
      standing: this.threads.hold(thread),
      first: key && (await this.messages.holdKey(key)),
      uploads: uploads === undefined ? noAttachments : await this.attachments.holdUnsent(uploads),
    };
  }

  async #do(deed: Deed): Promise<Done> {
    switch (deed.kind) {
      case 'add-thread':
        return { ...nothing, id: this.#addThread(deed) };
      case 'add-message':
        return { ...nothing, id: this.#addMessage(deed) };
      case 'mark-read':
        return { ...nothing, count: this.#markRead(deed.sent) };
      case 'edit-message':
        return { ...nothing, count: this.#edit(deed) };
      case 'remove-messages': {
        const { kept } = deed;
        if (kept !== undefined) for (const row of this.#rowsIn(deed.sent)) this.#keep(row, kept, 'deleted');
        const unread = this.#markRead(deed.sent);
        await this.events.recordDeletions(deed.sent, deed.participants);
        const rows = this.#rowsIn(deed.sent);
        for (const row of rows) this.#removeMessage(row);
        return { ...nothing, count: rows.length, unread };
      }
      case 'remove-thread':
        return { ...nothing, count: this.#removeThread(deed) };
    }
  }

  #addThread({ kind: _, id, ...thread }: Extract<Deed, { kind: 'add-thread' }>): number {
    const { state } = this.draft;
    const { low, high } = thread.participants;
    for (const user of [low, high]) {
      if (!state.users.has(user)) throw new Error(`There is no user ${user}.`);
    }
    const name = threadName(thread);
    if (state.threadIdByName.has(name)) throw new Error('The pair has a thread.');
    const newId = idFor(id, this.ids.threads, state.threads);
    const counts = { messageIds: [], lowUnread: 0, highUnread: 0 };
    this.draft.table('threads').set(newId, { ...thread, id: newId, ...counts });
    this.draft.table('threadIdByName').set(name, newId);
    return newId;
  }

  #addMessage({ id, message, isRead, edited }: Extract<Deed, { kind: 'add-message' }>): number {
    const { idempotencyKey: key, service, ...fields } = message;
    const { state } = this.draft;
    if (!state.threads.has(fields.threadId)) throw new Error(`There is no thread ${fields.threadId}.`);
    const newId = idFor(id, this.ids.messages, state.messages);
    const sender = fields.senderId ?? (service === undefined ? undefined : { service });
    if (sender === undefined) throw new Error('A message is by a user or by a service.');
    const sent = key === undefined ? undefined : { sender, key };
    if (sent !== undefined) {
      if (state.messageIdByKey.has(sentKey(sent)))
        throw new Error('The sender has used this idempotency key.');
      this.draft.table('messageIdByKey').set(sentKey(sent), newId);
    }
    this.draft
      .table('messages')
      .set(newId, { message: { ...fields, id: newId, isRead, edited }, service, sent });
    const thread = this.#thread(fields.threadId);
    this.#setThread({ ...thread, messageIds: thread.messageIds.concat(newId) });
    // One that is put back under its id brings its attachments by itself.
    if (id === undefined) this.attachments.give(fields.attachments, newId);
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

  #edit({ sent, text, edited }: Extract<Deed, { kind: 'edit-message' }>): number {
    const rows = this.#rowsIn(sent).filter(({ message }) => message.text !== text);
    for (const row of rows) {
      this.#keep(row, edited, 'edited');
      this.draft.table('messages').set(row.message.id, { ...row, message: { ...row.message, text, edited } });
    }
    return rows.length;
  }

  #keep({ message, service, sent }: MessageRow, replaced: Date, change: Version['change']): void {
    const { id: messageId, threadId, senderId, text, metadata, created, edited = created } = message;
    const idempotencyKey = change === 'deleted' ? sent?.key : undefined;
    const id = this.ids.versions.next();
    const attachments = change === 'deleted' ? message.attachments : noAttachments;
    const said = { messageId, threadId, senderId, service, text, metadata, attachments, created: edited };
    this.draft.table('versions').set(id, { id, ...said, replaced, change, idempotencyKey, overdue: false });
  }

  #removeMessage({ message: { id, threadId } }: MessageRow): void {
    this.messages.remove(id);
    const thread = this.#thread(threadId);
    this.#setThread({ ...thread, messageIds: thread.messageIds.filter((other) => other !== id) });
  }

  #removeThread({ threadId: id, messages }: Extract<Deed, { kind: 'remove-thread' }>): number {
    const row = this.draft.state.threads.get(id);
    if (row === undefined) return 0;
    if (messages === 'go') for (const messageId of row.messageIds) this.messages.remove(messageId);
    else this.draft.table('deletedThreads').set(id, row.messageIds);
    for (const version of this.draft.state.versions.values()) {
      if (version.threadId === id && !isHeld(this.draft.state, version)) {
        removeVersion(this.draft, version);
      }
    }
    this.draft.table('threads').delete(id);
    this.draft.table('threadIdByName').delete(threadName(row));
    return 1;
  }

  /** The number of messages and the last of them follow from the ids here, as that of archived threads does from the views. */
  #changeThread({ id, lowUnread, highUnread, last, settings }: ThreadChange): void {
    const thread = this.#thread(id);
    this.#setThread({
      ...thread,
      lowUnread: thread.lowUnread + lowUnread,
      highUnread: thread.highUnread + highUnread,
      ...(typeof last === 'object' && { updated: last.updated }),
      ...settings,
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
