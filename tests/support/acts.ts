import type { Repositories } from '../../src/application/ports/unit-of-work.js';
import { spendToken } from '../../src/domain/accounts/token-family.js';
import {
  deleteMessage,
  edit,
  markRead,
  markThreadRead,
  notify,
  open,
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
 * What can happen in a conversation, and to a login, in a unit of work of these repositories. Nobody asks who may do it: these tests
 * look at how a store carries it out, and the unit tests at the rules that come before.
 */
export function acts({ conversations, messages }: Pick<Repositories, 'conversations' | 'messages'>) {
  const hold = async (id: number): Promise<ThreadStanding> =>
    (await conversations.hold({ thread: id })).standing;
  const find = async (id: number): Promise<Thread | undefined> => (await hold(id))?.thread;

  return {
    hold,
    find,

    open: async (
      pair: ParticipantPair,
      now: Date,
      key?: string,
    ): Promise<{ thread: Thread; opened: boolean }> => {
      const standing = await conversations.hold({ pair, threadKey: key });
      const [low, high] = [pair.low, pair.high].map((id) => ({
        id,
        username: '',
        name: undefined,
        avatarUrl: undefined,
        active: true,
      }));
      const anybody = { ...standing, participants: [low, high] as const, blocked: false };
      const { summary, opened } = await conversations.apply(open(pair, anybody, now, { key }));
      return { thread: summary.thread, opened };
    },

    restoreThread: (thread: Parameters<typeof restoreThread>[0]) =>
      conversations.apply(restoreThread(thread)),

    removeThread: async ({ id }: { id: number }, most?: number): Promise<void> => {
      const thread = await find(id);
      if (thread !== undefined) await conversations.apply(removeThread(thread, most));
    },

    add: async (draft: NewMessage): Promise<Message> => {
      const { senderId: id, service = '', threadId, idempotencyKey, created, text, metadata } = draft;
      const input = { threadId, content: { text, metadata }, idempotencyKey };
      const standing = await hold(threadId);
      const unblocked = standing && { ...standing, blocked: false };
      const decision =
        id === undefined
          ? notify(unblocked, undefined, { ...input, service }, created)
          : send(unblocked, undefined, { ...input, caller: { id, role: 'user' } }, created);
      return (await conversations.apply(decision)).message;
    },

    restore: async (message: Message, idempotencyKey?: string): Promise<void> => {
      const { threadId: id, participants } = message;
      const never = new Date(0);
      const gone = { id, participants, created: never, updated: never, lastMessageId: undefined };
      const counts = { messageCount: 0, lowUnread: 0, highUnread: 0 };
      const thread = (await find(id)) ?? Thread.restore({ ...gone, ...counts });
      await conversations.apply(restoreMessage(thread, message, { idempotencyKey }));
    },

    markRead: (message: Message) => conversations.apply(markRead(message)),

    markThreadRead: async ({ id }: { id: number }, reader: number, upTo: number): Promise<number> => {
      const thread = await find(id);
      return thread === undefined ? 0 : conversations.apply(markThreadRead(thread, reader, upTo));
    },

    /** Its sender gives it another text. */
    edit: (message: Message, text: string, now: Date): Promise<Message> => {
      const caller = { id: message.senderId ?? 0, role: 'user' } as const;
      return conversations.apply(edit({ blocked: false }, message, { caller, text, period: Infinity }, now));
    },

    /** As an admin does, at any time. */
    remove: (message: Message, now = new Date(0)) =>
      conversations.apply(deleteMessage(message, { caller: { id: 0, role: 'admin' }, period: 0 }, now)),

    spend: async (family: string, token: string, next: string, expires: Date): Promise<boolean> => {
      const outcome = spendToken(await conversations.hold({ tokenFamily: family }), token, {
        current: next,
        expires,
      });
      return conversations.apply({ outcome: () => outcome });
    },

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
