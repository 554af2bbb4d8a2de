import { expect } from 'chai';
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
} from '../../../../src/domain/conversation/conversation.js';
import type { Decision, Done } from '../../../../src/domain/conversation/decision.js';
import type { Message } from '../../../../src/domain/conversation/message.js';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import { Thread } from '../../../../src/domain/conversation/thread.js';
import { at } from '../../../support/fixtures.js';
import { expectRefused } from '../../../support/rejection-of.js';

const pair = ParticipantPair.of(1, 2);
const low = { id: 1, username: 'low', active: true };
const high = { id: 2, username: 'high', active: true };
const user = (id: number) => ({ id, role: 'user' }) as const;

const thread = Thread.restore({
  id: 5,
  participants: pair,
  created: at(0),
  updated: at(100),
  lastMessageId: 9,
  messageCount: 3,
  lowUnread: 1,
  highUnread: 2,
});

const message = (change: Partial<Message> = {}): Message => ({
  id: 9,
  threadId: 5,
  participants: pair,
  senderId: 1,
  text: 'Hello',
  created: at(100),
  isRead: false,
  ...change,
});

/** What follows, if the store did this. */
const after = <Result>({ outcome }: Decision<Result>, done: Partial<Done> = {}) =>
  outcome({ id: 0, count: 0, unread: 0, ...done });

describe('What happens in a conversation', () => {
  describe('opening', () => {
    const standing = { participants: [low, high], existing: undefined, blocked: false } as const;

    it('adds a thread, counts it for both, and tells both', () => {
      const decision = open(pair, standing, at(7));
      expect(decision.deed).to.deep.equal({
        kind: 'add-thread',
        id: undefined,
        participants: pair,
        created: at(7),
        updated: at(7),
      });
      const { result, users, events, thread: change } = after(decision, { id: 12 });
      expect(result.opened).to.equal(true);
      expect(result.summary).to.deep.include({ participants: [low, high], lastMessage: undefined });
      const opened = result.summary.thread;
      expect(opened).to.include({ id: 12, messageCount: 0, lastMessageId: undefined });
      expect([opened.created, opened.updated]).to.deep.equal([at(7), at(7)]);
      expect([1, 2, 3].map((id) => opened.unreadOf(id))).to.deep.equal([0, 0, undefined]);
      expect(users).to.deep.equal([
        { id: 1, threads: 1, unread: 0 },
        { id: 2, threads: 1, unread: 0 },
      ]);
      expect(change).to.equal(undefined);
      expect(events).to.deep.equal([{ type: 'thread.created', threadId: 12, participants: pair }]);
    });

    it('finds the thread that there is, and changes nothing', () => {
      const existing = { thread, participants: [low, high] as const, lastMessage: message() };
      const decision = open(pair, { ...standing, existing }, at(7));
      expect(decision.deed).to.equal(undefined);
      expect(after(decision)).to.deep.equal({ result: { summary: existing, opened: false } });
    });

    it('asks for two active users, then whether one blocks the other', () => {
      for (const participants of [
        [undefined, high],
        [low, undefined],
        [{ ...low, active: false }, high],
        [low, { ...high, active: false }],
      ] as const) {
        expectRefused(
          () => open(pair, { ...standing, participants, blocked: true }, at(7)),
          'unknown_participant',
        );
      }
      expectRefused(() => open(pair, { ...standing, blocked: true }, at(7)), 'blocked');
    });

    it('is told to nobody when it is restored', () => {
      const old = { id: 40, participants: pair, created: at(1), updated: at(2) };
      const decision = restoreThread(old);
      expect(decision.deed).to.deep.equal({ kind: 'add-thread', ...old });
      const { users, events = [] } = after(decision, { id: 40 });
      expect(users?.map(({ threads }) => threads)).to.deep.equal([1, 1]);
      expect(events).to.deep.equal([]);
    });
  });

  describe('sending', () => {
    const input = (change: object = {}) => ({
      threadId: 5,
      caller: user(1),
      text: 'Hello',
      idempotencyKey: undefined,
      ...change,
    });
    const standing = { thread, blocked: false };

    it('adds an unread message, which becomes the last, and waits for the other one', () => {
      const decision = send(standing, undefined, input({ idempotencyKey: 'key' }), at(200));
      const draft = { threadId: 5, participants: pair, senderId: 1, text: 'Hello', created: at(200) };
      expect(decision.deed).to.deep.equal({
        kind: 'add-message',
        id: undefined,
        message: { ...draft, idempotencyKey: 'key' },
        isRead: false,
      });
      expect(after(decision, { id: 10 })).to.deep.equal({
        result: { message: { ...draft, id: 10, isRead: false }, sent: true },
        thread: { id: 5, messages: 1, lowUnread: 0, highUnread: 1, last: { id: 10, updated: at(200) } },
        users: [{ id: 2, threads: 0, unread: 1 }],
        events: [{ type: 'message.created', threadId: 5, participants: pair, messageId: 10 }],
      });
    });

    it('waits for the low one when the high one sends', () => {
      const { thread: change, users } = after(send(standing, undefined, input({ caller: user(2) }), at(200)));
      expect(change).to.include({ lowUnread: 1, highUnread: 0 });
      expect(users).to.deep.equal([{ id: 1, threads: 0, unread: 1 }]);
    });

    it('is not dated by a clock that was wrong when the last message came', () => {
      const { result, thread: change } = after(send(standing, undefined, input(), at(100 - 60_001)));
      expect(result.message.created).to.deep.equal(at(100 - 60_001));
      expect(change?.last).to.deep.include({ updated: at(100 - 60_001) });
    });

    it('does not go back in time with a clock that was set back a little', () => {
      const { result, thread: change } = after(send(standing, undefined, input(), at(50)));
      expect(result.message.created).to.deep.equal(at(100));
      expect(change?.last).to.deep.include({ updated: at(100) });
    });

    it('answers a repeat by the first message, also when one has blocked the other since', () => {
      const decision = send({ thread, blocked: true }, message(), input({ idempotencyKey: 'key' }), at(200));
      expect(decision.deed).to.equal(undefined);
      expect(after(decision)).to.deep.equal({ result: { message: message(), sent: false } });
    });

    it('refuses in this order: what cannot be seen, rights, text, key, block', () => {
      expectRefused(() => send(undefined, undefined, input(), at(0)), 'thread_not_found');
      expectRefused(() => send(standing, undefined, input({ caller: user(3) }), at(0)), 'thread_not_found');
      const admin = { id: 3, role: 'admin' };
      expectRefused(() => send(standing, undefined, input({ caller: admin }), at(0)), 'not_a_participant');
      expectRefused(() => send(standing, message(), input({ text: '' }), at(0)), 'invalid_text');
      for (const first of [message({ text: 'Other' }), message({ threadId: 6 })]) {
        expectRefused(() => send({ thread, blocked: true }, first, input(), at(0)), 'idempotency_key_reused');
      }
      expectRefused(() => send({ thread, blocked: true }, undefined, input(), at(0)), 'blocked');
    });

    it('is told to nobody when it is restored, and waits for nobody if it was read', () => {
      const {
        thread: read,
        users,
        events,
      } = after(restoreMessage(thread, message({ id: 11, isRead: true })));
      expect(read).to.deep.equal({
        id: 5,
        messages: 1,
        lowUnread: 0,
        highUnread: 0,
        last: { id: 11, updated: at(100) },
      });
      expect([users, events]).to.deep.equal([[], undefined]);
      const later = after(restoreMessage(thread, message({ id: 11, created: at(300) }), 'key'));
      expect(later.thread).to.deep.include({ highUnread: 1, last: { id: 11, updated: at(300) } });
      expect(later.users).to.deep.equal([{ id: 2, threads: 0, unread: 1 }]);
    });
  });

  describe('marking as read', () => {
    it('takes a message from what waits, and tells of that message alone', () => {
      const decision = markRead(message());
      expect(decision.deed).to.deep.equal({
        kind: 'mark-read',
        sent: { threadId: 5, senderId: 1, after: 8, upTo: 9 },
      });
      expect(after(decision, { count: 1 })).to.deep.equal({
        result: message({ isRead: true }),
        thread: { id: 5, messages: 0, lowUnread: 0, highUnread: -1, last: undefined },
        users: [{ id: 2, threads: 0, unread: -1 }],
        events: [{ type: 'message.read', threadId: 5, participants: pair, reader: 2, messageId: 9 }],
      });
    });

    it('changes nothing when it was read before, known or not', () => {
      const read = message({ isRead: true });
      expect(markRead(read).deed).to.equal(undefined);
      expect(after(markRead(read))).to.deep.equal({ result: read });
      expect(after(markRead(message()), { count: 0 })).to.deep.equal({ result: read });
    });

    it('takes as many from what waits as were unread in the thread', () => {
      const decision = markThreadRead(thread, 1, 7);
      expect(decision.deed).to.deep.equal({
        kind: 'mark-read',
        sent: { threadId: 5, senderId: 2, after: 0, upTo: 7 },
      });
      expect(after(decision, { count: 4 })).to.deep.equal({
        result: 4,
        thread: { id: 5, messages: 0, lowUnread: -4, highUnread: 0, last: undefined },
        users: [{ id: 1, threads: 0, unread: -4 }],
        events: [{ type: 'message.read', threadId: 5, participants: pair, reader: 1, upTo: 7 }],
      });
      expect(after(decision, { count: 0 })).to.deep.equal({ result: 0 });
    });

    it('tells of no message that has not been sent yet', () => {
      const { events } = after(markThreadRead(thread, 1, Number.MAX_SAFE_INTEGER), { count: 1 });
      expect(events?.[0]).to.deep.include({ upTo: 9 });
    });
  });

  describe('removing', () => {
    it('takes a message out of the counts, and the latest that is left becomes the last', () => {
      const decision = removeMessage(message());
      expect(decision.deed).to.deep.equal({
        kind: 'remove-messages',
        sent: { threadId: 5, senderId: 1, after: 8, upTo: 9 },
        participants: pair,
        event: 'message.deleted',
      });
      expect(after(decision, { count: 1, unread: 1 })).to.deep.equal({
        result: 1,
        thread: { id: 5, messages: -1, lowUnread: 0, highUnread: -1, last: 'latest left' },
        users: [{ id: 2, threads: 0, unread: -1 }],
      });
      expect(after(decision, { count: 1, unread: 0 }).users).to.deep.equal([]);
      expect(after(decision, { count: 0 })).to.deep.equal({ result: 0 });
    });

    it('takes what one sent', () => {
      const decision = removeMessages(thread, 2, 3, 8);
      expect(decision.deed).to.deep.include({ sent: { threadId: 5, senderId: 2, after: 3, upTo: 8 } });
      expect(after(decision, { count: 4, unread: 3 })).to.deep.equal({
        result: 4,
        thread: { id: 5, messages: -4, lowUnread: -3, highUnread: 0, last: 'latest left' },
        users: [{ id: 1, threads: 0, unread: -3 }],
      });
    });

    it('takes a thread with what waits in it', () => {
      const decision = removeThread(thread);
      expect(decision.deed).to.deep.equal({ kind: 'remove-thread', threadId: 5 });
      expect(after(decision, { count: 1 })).to.deep.equal({
        result: undefined,
        users: [
          { id: 1, threads: -1, unread: -1 },
          { id: 2, threads: -1, unread: -2 },
        ],
        events: [{ type: 'thread.deleted', threadId: 5, participants: pair }],
      });
      expect(after(decision, { count: 0 })).to.deep.equal({ result: undefined });
    });
  });
});
