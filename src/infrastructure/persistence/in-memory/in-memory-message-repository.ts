import type {
  MessagePage,
  MessagePlace,
  MessageRepository,
  MessageSlice,
} from '../../../application/ports/message-repository.js';
import type { SentKey } from '../../../application/ports/conversations.js';
import { noAttachments } from '../../../domain/attachments/attachment.js';
import type { FirstSend, Message } from '../../../domain/conversation/message.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import type { InMemoryAttachmentRepository } from './in-memory-attachment-repository.js';
import { present, sentKey, type Draft, type MessageRow, type Sequence } from './state.js';

export class InMemoryMessageRepository implements MessageRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
    private readonly attachments: InMemoryAttachmentRepository,
  ) {}

  async find(id: number): Promise<Message | undefined> {
    const message = this.draft.state.messages.get(id)?.message;
    return message && this.#isLeft(message) ? undefined : message;
  }

  async pageOf(threadId: number, slice: MessageSlice): Promise<MessagePage | undefined> {
    const thread = this.draft.state.threads.get(threadId);
    if (thread === undefined) return undefined;
    const { participants, messageIds } = thread;
    const items = pick(messageIds, slice).map((id) => this.#row(id).message);
    return { participants, total: messageIds.length, items };
  }

  async pageAcross(
    threads: readonly number[],
    { threadId, id: after }: MessagePlace,
    limit: number,
  ): Promise<readonly Message[]> {
    return threads
      .toSorted((one, other) => one - other)
      .flatMap((thread) => this.draft.state.threads.get(thread)?.messageIds ?? [])
      .flatMap((id) => this.draft.state.messages.get(id)?.message ?? [])
      .filter((one) => one.threadId > threadId || (one.threadId === threadId && one.id > after))
      .slice(0, limit);
  }

  async keysOf(
    sender: number,
    after: string,
    limit: number,
  ): Promise<readonly { message: number; key: string }[]> {
    return [...this.draft.state.messageIdByKey.values()]
      .map((id) => this.#row(id))
      .filter(({ message }) => !this.#isLeft(message))
      .flatMap(({ message, sent }) => (sent?.sender === sender ? { message: message.id, key: sent.key } : []))
      .filter(({ key }) => key > after)
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .slice(0, limit);
  }

  async findByIdempotencyKey(key: SentKey): Promise<Message | undefined> {
    const id = this.draft.state.messageIdByKey.get(sentKey(key));
    return id === undefined ? undefined : this.find(id);
  }

  async usedKeys(keys: readonly SentKey[]): Promise<readonly SentKey[]> {
    return keys.filter((key) => this.draft.state.messageIdByKey.has(sentKey(key)));
  }

  /** Frees the key if a message has it that is only left of a deleted thread. */
  async holdKey(key: SentKey): Promise<FirstSend | undefined> {
    const versions = [...this.draft.state.versions.values()];
    const firstOf = (id: number) => versions.find(({ messageId }) => messageId === id);
    const message = await this.findByIdempotencyKey(key);
    if (message !== undefined) {
      return { message, text: firstOf(message.id)?.text ?? message.text, isDeleted: false };
    }
    this.draft.table('messageIdByKey').delete(sentKey(key));
    const deleted = versions.find(
      ({ idempotencyKey, senderId, service }) =>
        idempotencyKey === key.key &&
        (typeof key.sender === 'number' ? senderId === key.sender : service === key.sender.service),
    );
    const thread = deleted && this.draft.state.threads.get(deleted.threadId);
    if (deleted === undefined || thread === undefined) return undefined;
    const first = firstOf(deleted.messageId) ?? deleted;
    const { messageId: id, threadId, senderId, text, metadata } = deleted;
    const said = { id, threadId, senderId, text, metadata, attachments: noAttachments };
    const edited = first === deleted ? undefined : deleted.created;
    const isRead = senderId === undefined;
    const { participants } = thread;
    const whole = { ...said, participants, created: first.created, edited, isRead };
    return { message: whole, text: first.text, isDeleted: true };
  }

  async removeDeleted(limit: number): Promise<number> {
    let left = limit;
    for (const [thread, ids] of this.draft.state.deletedThreads) {
      for (const id of ids.slice(0, left)) this.remove(id);
      if (ids.length < left) this.draft.table('deletedThreads').delete(thread);
      else this.draft.table('deletedThreads').set(thread, ids.slice(left));
      left -= Math.min(left, ids.length);
      if (left === 0) break;
    }
    return limit - left;
  }

  remove(id: number): void {
    const { sent, message } = this.#row(id);
    for (const attachment of message.attachments) this.attachments.leave(attachment.id);
    this.draft.table('messages').delete(id);
    const key = sent && sentKey(sent);
    if (key !== undefined && this.draft.state.messageIdByKey.get(key) === id) {
      this.draft.table('messageIdByKey').delete(key);
    }
  }

  async nthUnread(thread: Thread, reader: number, n: number): Promise<number | undefined> {
    const sender = thread.participants.otherThan(reader);
    const unread = this.#idsIn(thread.id).filter((id) => {
      const { message } = this.#row(id);
      return message.senderId === sender && !message.isRead;
    });
    return unread[n - 1];
  }

  async idsAfter(threadId: number, after: number, limit: number): Promise<readonly number[]> {
    return pick(this.#idsIn(threadId), { after, limit });
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
      this.draft.table('messages').set(id, { ...this.#row(id), sent: undefined });
    }
    return old.length;
  }

  #idsIn(threadId: number): readonly number[] {
    return this.draft.state.threads.get(threadId)?.messageIds ?? [];
  }

  /** Of a thread that was deleted. */
  #isLeft({ threadId }: Message): boolean {
    return !this.draft.state.threads.has(threadId);
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
