import type { Repositories } from '../../src/application/ports/unit-of-work.js';
import {
  markRead,
  markThreadRead,
  open,
  removeMessage,
  removeMessages,
  removeThread,
  restoreMessage,
  restoreThread,
  send,
  type ThreadStanding,
} from '../../src/domain/conversation/conversation.js';
import type { Message, NewMessage } from '../../src/domain/conversation/message.js';
import type { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import { Thread } from '../../src/domain/conversation/thread.js';

/**
 * What can happen in a conversation, in a unit of work of these repositories, whoever may do it: so that a store is
 * seen to carry it out. The rules that come before it are the unit tests' matter.
 */
export function acts({ conversations, messages }: Pick<Repositories, 'conversations' | 'messages'>) {
  const hold = async (id: number): Promise<ThreadStanding> =>
    (await conversations.hold({ thread: id })).standing;
  const find = async (id: number): Promise<Thread | undefined> => (await hold(id))?.thread;

  return {
    hold,
    find,

    open: async (pair: ParticipantPair, now: Date): Promise<{ thread: Thread; opened: boolean }> => {
      const standing = await conversations.hold({ pair });
      const [low, high] = [pair.low, pair.high].map((id) => ({ id, username: '', active: true }));
      const anybody = { ...standing, participants: [low, high] as const, blocked: false };
      const { summary, opened } = await conversations.apply(open(pair, anybody, now));
      return { thread: summary.thread, opened };
    },

    restoreThread: (thread: Parameters<typeof restoreThread>[0]) =>
      conversations.apply(restoreThread(thread)),

    removeThread: async ({ id }: { id: number }): Promise<void> => {
      const thread = await find(id);
      if (thread !== undefined) await conversations.apply(removeThread(thread));
    },

    add: async (draft: NewMessage): Promise<Message> => {
      const { threadId, senderId: id, text, idempotencyKey, created } = draft;
      const standing = await hold(threadId);
      const input = { threadId, caller: { id, role: 'user' as const }, text, idempotencyKey };
      const unblocked = standing && { ...standing, blocked: false };
      return (await conversations.apply(send(unblocked, undefined, input, created))).message;
    },

    restore: async (message: Message, idempotencyKey?: string): Promise<void> => {
      const { threadId: id, participants } = message;
      const never = new Date(0);
      const gone = { id, participants, created: never, updated: never, lastMessageId: undefined };
      const counts = { messageCount: 0, lowUnread: 0, highUnread: 0 };
      const thread = (await find(id)) ?? Thread.restore({ ...gone, ...counts });
      await conversations.apply(restoreMessage(thread, message, idempotencyKey));
    },

    markRead: (message: Message) => conversations.apply(markRead(message)),

    markThreadRead: async ({ id }: { id: number }, reader: number, upTo: number): Promise<number> => {
      const thread = await find(id);
      return thread === undefined ? 0 : conversations.apply(markThreadRead(thread, reader, upTo));
    },

    remove: (message: Message) => conversations.apply(removeMessage(message)),

    /** As RemoveErasedMessages does it: among the next `limit` messages. */
    removeSent: async ({ id }: { id: number }, sender: number, after: number, limit: number) => {
      const thread = await find(id);
      if (thread === undefined) throw new Error(`There is no thread ${id}.`);
      const ids = await messages.idsAfter(id, after, limit);
      const last = ids.at(-1) ?? after;
      const removed = await conversations.apply(removeMessages(thread, sender, after, last));
      return { looked: ids.length, removed, last };
    },
  };
}
