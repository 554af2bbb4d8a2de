import { expect } from 'chai';
import {
  changeThread,
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
} from '../../../../src/domain/conversation/conversation.js';
import type { Decision, Done } from '../../../../src/domain/conversation/decision.js';
import { kindOf, type Message } from '../../../../src/domain/conversation/message.js';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import { plainViews, type View } from '../../../../src/domain/conversation/view.js';
import { Thread } from '../../../../src/domain/conversation/thread.js';
import { at } from '../../../support/fixtures.js';
import { expectRefused } from '../../../support/rejection-of.js';

const pair = ParticipantPair.of(1, 2);
const low = { id: 1, username: 'low', name: 'Low', avatarUrl: undefined, active: true };
const high = { id: 2, username: 'high', name: undefined, avatarUrl: 'https://a.example/b', active: true };
const user = (id: number) => ({ id, role: 'user' }) as const;

const state = {
  id: 5,
  participants: pair,
  created: at(0),
  updated: at(100),
  lastMessageId: 9,
  messageCount: 3,
  lowUnread: 1,
  highUnread: 2,
};
const thread = Thread.restore(state);

const message = (change: Partial<Message> = {}): Message => ({
  id: 9,
  threadId: 5,
  participants: pair,
  senderId: 1,
  text: 'Hello',
  metadata: {},
  attachments: [],
  created: at(100),
  isRead: false,
  edited: undefined,
  ...change,
});

/** What was sent with an idempotency key. */
const sentFirst = (change: Partial<Message> = {}) => {
  const first = message(change);
  return { message: first, text: first.text, isDeleted: false };
};

const byAdmin = { caller: { id: 3, role: 'admin' }, period: 0 } as const;

/** What follows, if the store did this. */
const after = <Result>({ outcome }: Decision<Result>, done: Partial<Done> = {}) =>
  outcome({ id: 0, count: 0, unread: 0, ...done });

describe('What happens in a conversation', () => {
  const input = (change: object = {}) => ({
    threadId: 5,
    caller: user(1),
    content: { text: 'Hello' },
    idempotencyKey: undefined,
    ...change,
  });

  describe('opening', () => {
    const standing = { participants: [low, high], existing: undefined, blocked: false } as const;

    it('adds a thread, counts it for both, and tells both', () => {
      const decision = open(pair, standing, at(7));
      expect(decision.deed).to.deep.equal({
        kind: 'add-thread',
        id: undefined,
        participants: pair,
        key: undefined,
        metadata: {},
        views: plainViews,
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
        { id: 1, threads: 1, unread: 0, archived: 0 },
        { id: 2, threads: 1, unread: 0, archived: 0 },
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
      const settings = { key: undefined, metadata: {}, views: plainViews };
      expect(decision.deed).to.deep.equal({ kind: 'add-thread', ...old, ...settings });
      const { users, events = [] } = after(decision, { id: 40 });
      expect(users?.map(({ threads }) => threads)).to.deep.equal([1, 1]);
      expect(events).to.deep.equal([]);
    });
  });

  describe('sending', () => {
    const standing = { thread, blocked: false };

    it('adds an unread message, which becomes the last, and waits for the other one', () => {
      const decision = send(standing, undefined, input({ idempotencyKey: 'key' }), at(200));
      const draft = {
        threadId: 5,
        participants: pair,
        senderId: 1,
        text: 'Hello',
        metadata: {},
        attachments: [],
        created: at(200),
      };
      expect(decision.deed).to.deep.equal({
        kind: 'add-message',
        id: undefined,
        message: { ...draft, service: undefined, idempotencyKey: 'key' },
        isRead: false,
      });
      expect(after(decision, { id: 10 })).to.deep.equal({
        result: { message: { ...draft, id: 10, isRead: false, edited: undefined }, sent: true },
        thread: { id: 5, messages: 1, lowUnread: 0, highUnread: 1, last: { id: 10, updated: at(200) } },
        users: [{ id: 2, threads: 0, unread: 1, archived: 0 }],
        events: [{ type: 'message.created', threadId: 5, participants: pair, messageId: 10 }],
      });
    });

    it('waits for the low one when the high one sends', () => {
      const { thread: change, users } = after(send(standing, undefined, input({ caller: user(2) }), at(200)));
      expect(change).to.include({ lowUnread: 1, highUnread: 0 });
      expect(users).to.deep.equal([{ id: 1, threads: 0, unread: 1, archived: 0 }]);
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
      const decision = send(
        { thread, blocked: true },
        sentFirst(),
        input({ idempotencyKey: 'key' }),
        at(200),
      );
      expect(decision.deed).to.equal(undefined);
      expect(after(decision)).to.deep.equal({ result: { message: message(), sent: false } });
    });

    it('refuses in this order: what cannot be seen, rights, text, key, block', () => {
      expectRefused(() => send(undefined, undefined, input(), at(0)), 'thread_not_found');
      expectRefused(() => send(standing, undefined, input({ caller: user(3) }), at(0)), 'thread_not_found');
      const admin = { id: 3, role: 'admin' };
      expectRefused(() => send(standing, undefined, input({ caller: admin }), at(0)), 'not_a_participant');
      expectRefused(
        () => send(standing, sentFirst(), input({ content: { text: '' } }), at(0)),
        'invalid_text',
      );
      for (const first of [sentFirst({ text: 'Other' }), sentFirst({ threadId: 6 })]) {
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
      const later = after(
        restoreMessage(thread, message({ id: 11, created: at(300) }), { idempotencyKey: 'key' }),
      );
      expect(later.thread).to.deep.include({ highUnread: 1, last: { id: 11, updated: at(300) } });
      expect(later.users).to.deep.equal([{ id: 2, threads: 0, unread: 1, archived: 0 }]);
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
        users: [{ id: 2, threads: 0, unread: -1, archived: 0 }],
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
        users: [{ id: 1, threads: 0, unread: -4, archived: 0 }],
        events: [{ type: 'message.read', threadId: 5, participants: pair, reader: 1, upTo: 7 }],
      });
      expect(after(decision, { count: 0 })).to.deep.equal({ result: 0 });
    });

    it('tells of no message that has not been sent yet', () => {
      const { events } = after(markThreadRead(thread, 1, Number.MAX_SAFE_INTEGER), { count: 1 });
      expect(events?.[0]).to.deep.include({ upTo: 9 });
    });
  });

  describe('editing', () => {
    const unblocked = { blocked: false };
    const by = (id: number, text: string, period = 400) => ({ caller: user(id), text, period });

    it('gives a message another text, and leaves counts and order alone', () => {
      const decision = edit(unblocked, message({ isRead: true }), by(1, 'Hi'), at(500));
      const sent = { threadId: 5, senderId: 1, after: 8, upTo: 9 };
      expect(decision.deed).to.deep.equal({ kind: 'edit-message', sent, text: 'Hi', edited: at(500) });
      const result = message({ isRead: true, text: 'Hi', edited: at(500) });
      expect(after(decision, { count: 1 })).to.deep.equal({
        result,
        events: [{ type: 'message.updated', threadId: 5, participants: pair, messageId: 9 }],
      });
      expect(after(decision, { count: 0 }), 'done by somebody else').to.deep.equal({ result });
    });

    it('changes nothing if the text is the same', () => {
      const same = message({ edited: at(200) });
      const decision = edit(unblocked, same, by(1, same.text), at(300));
      expect(decision.deed).to.equal(undefined);
      expect(after(decision)).to.deep.equal({ result: same });
    });

    it('is never older than the message, though the clock was set back', () => {
      expect(edit(unblocked, message(), by(1, 'Hi'), at(50)).deed).to.deep.include({ edited: at(100) });
    });

    it('refuses in this order: others, too late, a block, a bad text', () => {
      const blocked = { blocked: true };
      for (const admin of [{ id: 3, role: 'admin' } as const, user(2)]) {
        const wish = { caller: admin, text: '', period: 400 };
        expectRefused(() => edit(blocked, message(), wish, at(900)), 'not_the_sender');
      }
      const notice = message({ senderId: undefined });
      expectRefused(() => edit(unblocked, notice, by(1, 'Hi'), at(100)), 'not_the_sender');
      expectRefused(() => edit(blocked, message(), by(1, ''), at(501)), 'edit_closed');
      expectRefused(() => edit(blocked, message(), by(1, '', 0), at(100)), 'edit_closed');
      expectRefused(() => edit(blocked, message(), by(1, ''), at(500)), 'blocked');
      expectRefused(() => edit(unblocked, message(), by(1, ' '), at(500)), 'invalid_text');
    });
  });

  describe('removing', () => {
    it('takes a message out of the counts, and the latest that is left becomes the last', () => {
      const decision = deleteMessage(message(), byAdmin, at(500));
      expect(decision.deed).to.deep.equal({
        kind: 'remove-messages',
        sent: { threadId: 5, senderId: 1, after: 8, upTo: 9 },
        participants: pair,
        event: 'message.deleted',
        kept: at(500),
      });
      expect(after(decision, { count: 1, unread: 1 })).to.deep.equal({
        result: 1,
        thread: { id: 5, messages: -1, lowUnread: 0, highUnread: -1, last: 'latest left' },
        users: [{ id: 2, threads: 0, unread: -1, archived: 0 }],
      });
      expect(after(decision, { count: 1, unread: 0 }).users).to.deep.equal([]);
      expect(after(decision, { count: 0 })).to.deep.equal({ result: 0 });
    });

    it('is for the sender for a while, and for admins at any time', () => {
      const bySender = (period: number) => ({ caller: user(1), period });
      expect(deleteMessage(message(), bySender(400), at(500)).deed).to.deep.include({ kept: at(500) });
      for (const [period, now] of [
        [400, 501],
        [0, 100],
      ] as const) {
        expectRefused(() => deleteMessage(message(), bySender(period), at(now)), 'edit_closed');
      }
      const byOther = { caller: user(2), period: 400 };
      expectRefused(() => deleteMessage(message(), byOther, at(100)), 'not_the_sender');
      const notice = message({ senderId: undefined });
      expectRefused(() => deleteMessage(notice, byOther, at(100)), 'not_the_sender');
      expect(deleteMessage(notice, byAdmin, at(9999)).deed).not.to.equal(undefined);
    });

    it('takes what one sent', () => {
      const decision = removeMessages(thread, 2, 3, 8);
      expect(decision.deed).to.deep.include({ sent: { threadId: 5, senderId: 2, after: 3, upTo: 8 } });
      expect(after(decision, { count: 4, unread: 3 })).to.deep.equal({
        result: 4,
        thread: { id: 5, messages: -4, lowUnread: -3, highUnread: 0, last: 'latest left' },
        users: [{ id: 1, threads: 0, unread: -3, archived: 0 }],
      });
    });

    it('takes a thread with what waits in it', () => {
      const decision = removeThread(thread);
      expect(decision.deed).to.deep.equal({ kind: 'remove-thread', threadId: 5, messages: 'go' });
      expect(after(decision, { count: 1 })).to.deep.equal({
        result: undefined,
        users: [
          { id: 1, threads: -1, unread: -1, archived: 0 },
          { id: 2, threads: -1, unread: -2, archived: 0 },
        ],
        events: [{ type: 'thread.deleted', threadId: 5, participants: pair }],
      });
      expect(after(decision, { count: 0 })).to.deep.equal({ result: undefined });
    });

    it('leaves the messages of a thread that has more than may go at once', () => {
      expect(removeThread(thread, 3).deed).to.deep.include({ messages: 'go' });
      expect(removeThread(thread, 2).deed).to.deep.include({ messages: 'are left' });
    });
  });

  describe('changing a thread', () => {
    const put = (low: Partial<View>, high: Partial<View> = {}) =>
      Thread.restore({
        ...state,
        views: { low: { ...plainViews.low, ...low }, high: { ...plainViews.high, ...high } },
      });

    it('archives and mutes for one, and tells that one alone', () => {
      const {
        thread: change,
        users,
        events,
      } = after(changeThread(thread, { view: { user: 1, archived: true } }));
      const views = { low: { archived: true, muted: false }, high: plainViews.high };
      expect(change).to.deep.include({ id: 5, messages: 0, settings: { metadata: {}, views } });
      expect(users).to.deep.equal([{ id: 1, threads: 0, archived: 1, unread: 0 }]);
      const event = { type: 'thread.updated', threadId: 5, participants: pair };
      expect(events).to.deep.equal([{ ...event, reader: 1 }]);
      const muted = after(changeThread(thread, { view: { user: 2, muted: true } }));
      expect([muted.users, muted.events]).to.deep.equal([[], [{ ...event, reader: 2 }]]);
      const back = after(
        changeThread(put({}, { archived: true, muted: true }), { view: { user: 2, archived: false } }),
      );
      expect(back.users).to.deep.equal([{ id: 2, threads: 0, archived: -1, unread: 0 }]);
      expect(back.thread?.settings?.views.high).to.deep.equal({ archived: false, muted: true });
    });

    it('replaces the metadata, and tells both', () => {
      const {
        thread: change,
        users,
        events,
      } = after(changeThread(put({ muted: true }), { metadata: { a: 1 } }));
      expect(change?.settings?.metadata).to.deep.equal({ a: 1 });
      expect(change?.settings?.views.low.muted).to.equal(true);
      expect(users).to.deep.equal([]);
      expect(events).to.deep.equal([{ type: 'thread.updated', threadId: 5, participants: pair }]);
    });

    it('changes nothing that is so already', () => {
      for (const wish of [{}, { metadata: {} }, { view: { user: 1, archived: false } }]) {
        expect(after(changeThread(thread, wish))).to.deep.equal({ result: undefined });
      }
    });

    it('is undone by what the other side writes, not by what one writes oneself', () => {
      const both = put({ archived: true }, { archived: true, muted: true });
      const sent = after(send({ thread: both, blocked: false }, undefined, input({}), at(200)), { id: 10 });
      expect(sent.thread?.settings?.views).to.deep.equal({
        low: { archived: true, muted: false },
        high: { archived: false, muted: true },
      });
      expect(sent.users).to.deep.equal([{ id: 2, threads: 0, archived: -1, unread: 1 }]);
      const own = after(
        send({ thread: put({ archived: true }), blocked: false }, undefined, input({}), at(200)),
      );
      expect(own.thread).not.to.have.property('settings');
      expect(own.users).to.deep.equal([{ id: 2, threads: 0, archived: 0, unread: 1 }]);
    });

    it('is counted when a thread is restored or removed', () => {
      const archived = put({ archived: true });
      const counts = (decision: Decision<unknown>) =>
        after(decision, { id: 5, count: 1 }).users?.map(({ archived }) => archived);
      expect(counts(restoreThread(archived))).to.deep.equal([1, 0]);
      expect(counts(removeThread(archived))).to.deep.equal([-1, 0]);
    });
  });

  describe('a notice of a service', () => {
    const notice = {
      threadId: 5,
      service: 'shop',
      content: { text: 'Paid', metadata: { order: 42 } },
      idempotencyKey: 'k',
    };

    it('has no sender, waits for nobody, and moves the thread', () => {
      const decision = notify({ thread, blocked: true }, undefined, notice, at(200));
      expect(decision.deed).to.deep.equal({
        kind: 'add-message',
        id: undefined,
        message: {
          ...{ threadId: 5, participants: pair, senderId: undefined, service: 'shop' },
          ...{ text: 'Paid', metadata: { order: 42 }, attachments: [], created: at(200) },
          idempotencyKey: 'k',
        },
        isRead: true,
      });
      const { result, thread: change, users } = after(decision, { id: 10 });
      expect(result.message).to.include({ id: 10, senderId: undefined, isRead: true });
      expect(kindOf(result.message)).to.equal('system');
      expect(change).to.deep.equal({
        ...{ id: 5, messages: 1, lowUnread: 0, highUnread: 0 },
        last: { id: 10, updated: at(200) },
      });
      expect(users).to.deep.equal([]);
    });

    it('brings an archived thread back to both', () => {
      const view = { archived: true, muted: false };
      const archived = Thread.restore({ ...state, views: { low: view, high: view } });
      const outcome = after(notify({ thread: archived, blocked: false }, undefined, notice, at(200)), {
        id: 10,
      });
      expect(outcome.users?.map(({ id, archived }) => [id, archived])).to.deep.equal([
        [1, -1],
        [2, -1],
      ]);
      expect(outcome.thread?.settings?.views).to.deep.equal(plainViews);
    });

    it('comes once for each key, and into a thread that there is', () => {
      const first = sentFirst({ senderId: undefined, text: 'Paid', isRead: true });
      const again = notify({ thread, blocked: false }, first, notice, at(200));
      expect(after(again).result).to.deep.equal({ message: first.message, sent: false });
      expectRefused(
        () => notify({ thread, blocked: false }, first, { ...notice, content: { text: 'Other' } }, at(200)),
        'idempotency_key_reused',
      );
      expectRefused(() => notify(undefined, undefined, notice, at(200)), 'thread_not_found');
    });

    it('is removed without a count of what is unread, and marking it changes nothing', () => {
      const sent = message({ senderId: undefined, isRead: true });
      expect(markRead(sent).deed).to.equal(undefined);
      const gone = after(deleteMessage(sent, byAdmin, at(500)), { count: 1 });
      expect(gone.users).to.deep.equal([]);
      expect(gone.thread).to.deep.equal({
        ...{ id: 5, messages: -1, lowUnread: 0, highUnread: 0 },
        last: 'latest left',
      });
    });
  });
});
