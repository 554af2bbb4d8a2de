import type {
  MessagePage,
  MessageRepository,
  MessageSlice,
} from '../../../application/ports/message-repository.js';
import type { Message } from '../../../domain/conversation/message.js';
import type { Thread } from '../../../domain/conversation/thread.js';
import { present, senderKey, type Draft, type MessageRow, type Sequence } from './state.js';

export class InMemoryMessageRepository implements MessageRepository {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
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
      this.draft.table('messages').set(id, { ...this.#row(id), key: undefined });
    }
    return old.length;
  }

  #idsIn(threadId: number): readonly number[] {
    return this.draft.state.threads.get(threadId)?.messageIds ?? [];
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
