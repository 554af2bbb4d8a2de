import { expect } from 'chai';
import { apply, signedOut, type PageEvent, type State } from '../../../web/state.js';
import { message, people, signedIn, thread } from './samples.js';

const { ada, grace } = people;

/** What comes of these events, one after the other. */
function after(state: State, ...events: Parameters<typeof apply>[1][]): State {
  return events.reduce(apply, state);
}

const created = (data: ReturnType<typeof message>) => ({ event: 'message.created', id: '', data }) as const;
const newest = (...messages: ReturnType<typeof message>[]): PageEvent => ({
  event: 'messages.newest',
  thread: 1,
  messages,
  complete: false,
});
const overview = (threads: ReturnType<typeof thread>[], asOf = new Map<number, number>()): PageEvent => ({
  event: 'overview',
  threads,
  count: threads.length,
  unread: 0,
  blocked: new Set(),
  asOf,
});
const idsIn = (state: State, id = 1) => state.conversations.get(id)?.messages.map((one) => one.id);

describe('the chat page’s state', () => {
  const listed = after(signedIn, overview([thread(1)]));

  it('begins with nobody, and ends so, but for what is in the address', () => {
    const open = after(listed, { event: 'selected', thread: 1, message: 5 }, created(message(5)));
    const ended = after(open, { event: 'signed-out', notice: 'Your session has ended.' });
    expect(ended).to.deep.equal({ ...signedOut, notice: 'Your session has ended.', selected: 1, sought: 5 });
  });

  describe('a new message', () => {
    it('becomes the last of its thread, and is unread until it is read', () => {
      const state = after(listed, created(message(5)), created(message(6)));
      expect(state.threads.get(1)).to.deep.include({
        last_message: message(6),
        updated: message(6).created,
        unread_count: 2,
      });
    });

    it('is not unread for its sender', () => {
      const state = after(listed, created(message(5, { sender: ada.id })));
      expect(state.threads.get(1)).to.deep.include({ unread_count: 0 });
    });

    it('counts once, though it comes as an answer and as an event', () => {
      const state = after(listed, created(message(5)), created(message(5)));
      expect(state.threads.get(1)).to.deep.include({ unread_count: 1 });
    });

    it('is put in its place in the conversation, if that is loaded', () => {
      expect(idsIn(after(listed, created(message(5))))).to.equal(undefined);
      expect(idsIn(after(listed, newest(message(7)), created(message(5))))).to.deep.equal([5, 7]);
    });

    it('ends the sign that its sender is writing, and nobody else’s', () => {
      const typing = after(listed, { event: 'typing', data: { thread: 1, user: grace.id } });
      expect(typing.typing.has(1)).to.equal(true);
      expect(after(typing, created(message(5))).typing.has(1)).to.equal(false);
      expect(after(typing, created(message(5, { sender: ada.id }))).typing.has(1)).to.equal(true);
    });

    it('in a thread that is not known makes the thread to be read', () => {
      const state = after(listed, created(message(5, { thread: 9 })));
      expect([...state.missing]).to.deep.equal([9]);
      expect(after(state, { event: 'thread.asked', id: 9 }).missing.size).to.equal(0);
    });

    it('brings the total of all threads', () => {
      expect(
        after(listed, { event: 'message.created', id: '', data: { ...message(5), total_unread: 12 } }).unread,
      ).to.equal(12);
    });
  });

  describe('what is read', () => {
    const two = after(listed, newest(message(5), message(6)), created(message(5)), created(message(6)));
    const read = (up_to: number, reader = ada.id) =>
      ({ event: 'message.read', id: '', data: { thread: 1, reader, up_to } }) as const;
    const marks = (state: State) => state.conversations.get(1)?.messages.map((one) => one.is_read);

    it('is marked in the conversation and in the list', () => {
      const state = after(two, read(6));
      expect(marks(state)).to.deep.equal([true, true]);
      expect(state.threads.get(1)).to.deep.include({
        unread_count: 0,
        last_message: message(6, { is_read: true }),
      });
    });

    it('up to the middle leaves the count to the service', () => {
      const state = after(two, read(5));
      expect(marks(state)).to.deep.equal([true, false]);
      expect([...state.missing]).to.deep.equal([1]);
    });

    it('concerns what the other has written, not the reader', () => {
      expect(marks(after(two, read(6, grace.id)))).to.deep.equal([false, false]);
    });

    it('can be single messages', () => {
      const data = { thread: 1, reader: ada.id, ids: [6] };
      expect(marks(after(two, { event: 'message.read', id: '', data }))).to.deep.equal([false, true]);
    });

    it('stays read, though an answer that is older says otherwise', () => {
      expect(marks(after(two, read(6), newest(message(5), message(6))))).to.deep.equal([true, true]);
    });
  });

  it('takes a deleted message out, and has the thread read for what that changes', () => {
    const data = { id: 5, thread: 1, total_unread: 0 };
    const state = after(listed, newest(message(5), message(6)), { event: 'message.deleted', id: '', data });
    expect(idsIn(state)).to.deep.equal([6]);
    expect([...state.missing]).to.deep.equal([1]);
  });

  it('gives an edited message its text, in the list too, and takes no older answer for newer', () => {
    const edited = message(6, { text: 'Other', edited: '2026-01-12T10:00:00.000Z' });
    const known = after(
      signedIn,
      { event: 'thread.created', id: '', data: thread(1, { last_message: message(6) }) },
      newest(message(5), message(6, { is_read: true })),
    );
    const state = after(known, { event: 'message.updated', id: '', data: edited });
    const expected = { ...edited, is_read: true };
    expect(state.conversations.get(1)?.messages[1]).to.deep.equal(expected);
    expect(state.threads.get(1)?.last_message?.text).to.equal('Other');
    const late = after(state, newest(message(6)));
    expect(late.conversations.get(1)?.messages.at(-1)).to.deep.equal(expected);
  });

  describe('pages', () => {
    it('of newest messages drop what is older: there may be a gap before them', () => {
      expect(idsIn(after(listed, newest(message(5)), newest(message(8), message(7))))).to.deep.equal([7, 8]);
      expect(idsIn(after(listed, newest(message(7)), newest(message(8), message(7))))).to.deep.equal([7, 8]);
    });

    it('of older messages go before the others, and say when the first is there', () => {
      const page = { thread: 1, messages: [message(4), message(3)], complete: true };
      const state = after(listed, newest(message(5)), { event: 'messages.older', ...page });
      expect(idsIn(state)).to.deep.equal([3, 4, 5]);
      expect(state.conversations.get(1)?.complete).to.equal(true);
    });

    it('of threads come beside those that are known, and have the total', () => {
      const threads = [thread(2), thread(3)];
      const state = after(listed, { event: 'threads', threads, count: 7, asOf: new Map() });
      expect([...state.threads.keys()]).to.deep.equal([1, 2, 3]);
      expect(state.threadCount).to.equal(7);
    });
  });

  describe('an answer that was on its way while something happened', () => {
    it('is not believed: the thread is read once more', () => {
      const state = after(listed, created(message(5)), { event: 'thread', thread: thread(1), asOf: 0 });
      expect(state.threads.get(1)).to.deep.include({ unread_count: 1 });
      expect([...state.missing]).to.deep.equal([1]);
      const again = after(state, { event: 'thread', thread: thread(1, { unread_count: 4 }), asOf: 1 });
      expect(again.threads.get(1)).to.deep.include({ unread_count: 4 });
    });

    it('does not bring back a thread that was deleted', () => {
      const deleted = { event: 'thread.deleted', id: '', data: { id: 1, total_unread: 0 } } as const;
      const state = after(listed, deleted, { event: 'thread', thread: thread(1), asOf: 0 });
      expect(state.threads.has(1)).to.equal(false);
    });

    it('as a page has those threads read that changed', () => {
      const state = after(listed, created(message(5)), overview([thread(1), thread(2)]));
      expect([...state.missing]).to.deep.equal([1]);
    });
  });

  it('leaves a conversation that is deleted, and says so only to those who look at it', () => {
    const deleted = { event: 'thread.deleted', id: '', data: { id: 1, total_unread: 0 } } as const;
    const elsewhere = after(listed, deleted);
    expect(elsewhere).to.deep.include({ notice: undefined, threadCount: 0 });
    const open = after(listed, { event: 'selected', thread: 1 }, newest(message(5)), deleted);
    expect(open).to.deep.include({ selected: undefined, notice: 'This conversation was deleted.' });
    expect(idsIn(open)).to.equal(undefined);
  });

  it('forgets all but what is open, when events may have been missed', () => {
    const both = after(listed, newest(message(5)), { ...newest(message(6)), thread: 2 } as PageEvent);
    const state = after(both, { event: 'selected', thread: 2 }, { event: 'forgotten' });
    expect([...state.conversations.keys()]).to.deep.equal([2]);
  });

  it('counts a new thread, and one that is known not twice', () => {
    const opened = (id: number) => ({ event: 'thread.created', id: '', data: thread(id) }) as const;
    expect(after(listed, opened(2), opened(2), opened(1)).threadCount).to.equal(2);
  });

  describe('what waits to be sent', () => {
    const waiting = { key: 'k', thread: 1, text: 'Hello', written: 0 };
    const own = (id: number, text = 'Hello') => message(id, { sender: ada.id, text });
    const outbox = (item = waiting, state = after(listed, newest())) =>
      after(state, { event: 'outbox', items: [item] });

    it('is shown until the message itself has come back', () => {
      const sent = outbox({ ...waiting, ...{ after: 4 } });
      expect(sent.outbox).to.have.length(1);
      expect(after(sent, created(own(5))).outbox).to.have.length(0);
    });

    it('is not taken for one that was there before, for another text, or for the other’s', () => {
      const sent = outbox({ ...waiting, ...{ after: 4 } });
      const others = [own(4), own(5, 'Something else'), message(6, { text: 'Hello' })];
      expect(after(sent, ...others.map(created)).outbox).to.have.length(1);
      expect(after(outbox(), created(own(5))).outbox).to.have.length(1);
    });
  });

  it('shows somebody who was renamed by the new name in each of their threads, and the user too', () => {
    const carl = { id: 3, username: 'carl', name: null, avatar_url: null };
    const threads = [thread(1), thread(2, { participants: [carl, people.ada] })];
    const renamed = { ...grace, name: 'Grace H.', avatar_url: 'https://example.com/grace.png' };
    const before = after(signedIn, overview(threads));
    const state = after(before, { event: 'user.updated', id: '', data: renamed });
    expect(state.threads.get(1)?.participants).to.deep.equal([ada, renamed]);
    expect(state.threads.get(2)).to.equal(before.threads.get(2));
    const asked = { event: 'thread', thread: thread(1), asOf: 0 } as const;
    expect([...after(state, asked).missing], 'an answer from before').to.deep.equal([1]);
    const own = after(state, { event: 'user.updated', id: '', data: { ...ada, name: 'Ada L.' } });
    expect(own.me).to.deep.equal({ ...signedIn.me, name: 'Ada L.' });
    expect(own.threads.get(2)?.participants[1]?.name).to.equal('Ada L.');
  });

  it('knows the people who are blocked', () => {
    const block = (isBlocked: boolean) => ({ event: 'blocked', person: grace.id, isBlocked }) as const;
    expect([...after(listed, block(true), block(true)).blocked]).to.deep.equal([grace.id]);
    expect([...after(listed, block(true), block(false)).blocked]).to.deep.equal([]);
  });
});
