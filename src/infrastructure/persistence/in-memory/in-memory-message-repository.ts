import type {
  MessagePage,
  MessageRepository,
  MessageSlice,
} from '../../../application/ports/message-repository.js';
import { recipientOf, type Message, type NewMessage } from '../../../domain/conversation/message.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import type { EventRecorder } from '../event-record.js';
import { present, type Draft, type MessageRow, type Sequence, type ThreadRow } from './state.js';

export class InMemoryMessageRepository implements MessageRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
    private readonly events: EventRecorder,
  ) {}

  async find(id: number): Promise<Message | undefined> {
    return this.draft.state.messages.get(id)?.message;
  }

  async pageOf(threadId: number, slice: MessageSlice): Promise<MessagePage | undefined> {
    const thread = this.draft.state.threads.get(threadId);
    if (thread === undefined) return undefined;
    const { participants, messageIds } = thread;
    const items = pick(messageIds, slice).map((id) => this.#row(id).message);
    return { participants, total: messageIds.length, items };
  }

  async keysOf(
    sender: number,
    after: string,
    limit: number,
  ): Promise<readonly { message: number; key: string }[]> {
    const start = senderKey(sender, '');
    return [...this.draft.state.messageIdByKey]
      .filter(([key]) => key.startsWith(start))
      .map(([key, message]) => ({ message, key: key.slice(start.length) }))
      .filter(({ key }) => key > after)
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .slice(0, limit);
  }

  async findByIdempotencyKey(sender: number, key: string): Promise<Message | undefined> {
    const id = this.draft.state.messageIdByKey.get(senderKey(sender, key));
    return id === undefined ? undefined : this.find(id);
  }

  async add({ idempotencyKey, ...draft }: NewMessage): Promise<Message> {
    const message = { ...draft, id: this.ids.next(), isRead: false };
    const key = idempotencyKey === undefined ? undefined : senderKey(draft.senderId, idempotencyKey);
    this.#insert(message, key);
    const { id: messageId, threadId, participants } = message;
    await this.events.record({ type: 'message.created', threadId, participants, messageId });
    return message;
  }

  async markRead(message: Message): Promise<void> {
    const { id: messageId, threadId, participants } = message;
    if (!this.#markRead(messageId)) return;
    const reader = recipientOf(message);
    await this.events.record({ type: 'message.read', threadId, participants, reader, messageId });
  }

  async nthUnread(thread: Thread, reader: number, n: number): Promise<number | undefined> {
    return this.#unread(thread, reader)[n - 1];
  }

  async markThreadRead(thread: Thread, reader: number, upTo: number): Promise<number> {
    const { id, participants } = thread;
    const unread = this.#unread(thread, reader).filter((messageId) => messageId <= upTo);
    for (const messageId of unread) this.#markRead(messageId);
    if (unread.length > 0) {
      const last = Math.min(upTo, present(this.#thread(id).messageIds.at(-1)));
      await this.events.record({ type: 'message.read', threadId: id, participants, reader, upTo: last });
    }
    return unread.length;
  }

  async remove({ id, threadId, participants }: Message): Promise<void> {
    const row = this.draft.state.messages.get(id);
    if (row === undefined) return;
    this.#markRead(id);
    this.draft.table('messages').delete(id);
    if (row.key !== undefined) this.draft.table('messageIdByKey').delete(row.key);
    const { messageIds } = this.#thread(threadId);
    this.#changeThread(threadId, { messageIds: messageIds.filter((other) => other !== id) });
    await this.events.record({ type: 'message.deleted', threadId, participants, messageId: id });
  }

  async removeSent(
    thread: Thread,
    sender: number,
    after: number,
    limit: number,
  ): Promise<{ looked: number; removed: number; last: number }> {
    const ids = pick(this.#thread(thread.id).messageIds, { after, limit });
    const sent = ids.map((id) => this.#row(id).message).filter(({ senderId }) => senderId === sender);
    for (const message of sent) await this.remove(message);
    return { looked: ids.length, removed: sent.length, last: ids.at(-1) ?? after };
  }

  async restore(message: Message, idempotencyKey?: string): Promise<void> {
    if (this.draft.state.messages.has(message.id)) throw new Error(`There is a message ${message.id}.`);
    this.ids.skipTo(message.id);
    this.#insert(
      message,
      idempotencyKey === undefined ? undefined : senderKey(message.senderId, idempotencyKey),
    );
  }

  async continueAfter(id: number): Promise<void> {
    this.ids.skipTo(id);
  }

  async forgetIdempotencyKeys(before: Date, limit: number): Promise<number> {
    const old = [...this.draft.state.messageIdByKey]
      .filter(([, id]) => this.#row(id).message.created < before)
      .slice(0, limit);
    for (const [key, id] of old) {
      this.draft.table('messageIdByKey').delete(key);
      this.draft.table('messages').set(id, { ...this.#row(id), key: undefined });
    }
    return old.length;
  }

  #insert(message: Message, key: string | undefined): void {
    const { id, threadId, created, isRead } = message;
    const thread = this.draft.state.threads.get(threadId);
    if (thread === undefined) throw new Error(`There is no thread ${threadId}.`);
    if (key !== undefined) {
      if (this.draft.state.messageIdByKey.has(key))
        throw new Error('The sender has used this idempotency key.');
      this.draft.table('messageIdByKey').set(key, id);
    }
    this.draft.table('messages').set(id, { message, key });
    this.#changeThread(threadId, {
      messageIds: thread.messageIds.concat(id),
      updated: created > thread.updated ? created : thread.updated,
    });
    if (!isRead) this.#countUnread(message, 1);
  }

  /** Returns whether it was unread. */
  #markRead(id: number): boolean {
    const row = this.draft.state.messages.get(id);
    if (row === undefined || row.message.isRead) return false;
    this.draft.table('messages').set(id, { ...row, message: { ...row.message, isRead: true } });
    this.#countUnread(row.message, -1);
    return true;
  }

  #countUnread(message: Message, difference: 1 | -1): void {
    const reader = recipientOf(message);
    const { participants, lowUnread, highUnread } = this.#thread(message.threadId);
    this.#changeThread(
      message.threadId,
      reader === participants.low
        ? { lowUnread: lowUnread + difference }
        : { highUnread: highUnread + difference },
    );
    const row = present(this.draft.state.users.get(reader));
    this.draft.table('users').set(reader, { ...row, unread: row.unread + difference });
  }

  #changeThread(id: number, change: Partial<ThreadRow>): void {
    this.draft.table('threads').set(id, { ...this.#thread(id), ...change });
  }

  #thread(id: number): ThreadRow {
    return present(this.draft.state.threads.get(id));
  }

  /** By rising id. */
  #unread({ id, participants }: Thread, reader: number): number[] {
    const sender = participants.otherThan(reader);
    const { messageIds = [] } = this.draft.state.threads.get(id) ?? {};
    return messageIds.filter((messageId) => {
      const { message } = this.#row(messageId);
      return message.senderId === sender && !message.isRead;
    });
  }

  #row(id: number): MessageRow {
    return present(this.draft.state.messages.get(id));
  }
}

function pick(ids: readonly number[], slice: MessageSlice): readonly number[] {
  const { limit } = slice;
  if ('after' in slice) return ids.filter((id) => id > slice.after).slice(0, limit);
  if ('before' in slice)
    return ids
      .filter((id) => id < slice.before)
      .reverse()
      .slice(0, limit);
  const ordered = slice.order === 'oldest-first' ? ids : ids.toReversed();
  return ordered.slice(slice.offset, slice.offset + limit);
}

function senderKey(sender: number, key: string): string {
  return `${sender}:${key}`;
}
