import { expect } from 'chai';
import type { Thread } from '../../../client/index.js';
import { newsIn, unreadToTell } from '../../../web/news.js';
import { apply, type PageEvent, type State } from '../../../web/state.js';
import { message, signedIn, thread } from './samples.js';

describe('what the user of the chat page is told of', () => {
  const overview = (threads: readonly Thread[], unread = 0): PageEvent => {
    const blocked = new Set<number>();
    return { event: 'overview', threads, count: threads.length, unread, blocked, asOf: new Map() };
  };
  const listed = (...threads: Thread[]) => apply(signedIn, overview(threads));
  const arrives = (state: State, id: number, other = {}) =>
    apply(state, { event: 'message.created', id: '', data: message(id, other) });
  const told = (before: State, after: State) => newsIn(before, after).map(({ id }) => id);

  it('is a message of the other one that came in a conversation', () => {
    const before = listed(thread(1), thread(2));
    const after = arrives(before, 7);
    expect(told(before, after)).to.deep.equal([7]);
    expect(told(after, after)).to.deep.equal([]);
    expect(told(after, arrives(after, 8, { thread: 2 }))).to.deep.equal([8]);
  });

  it('is nothing of one’s own, nothing that is read, and no notice of a service', () => {
    const before = listed(thread(1));
    for (const other of [{ sender: 1 }, { is_read: true }, { sender: null, kind: 'system', is_read: true }])
      expect(told(before, arrives(before, 7, other))).to.deep.equal([]);
  });

  it('is nothing of a muted conversation', () => {
    const before = listed(thread(1, { muted: true }));
    expect(told(before, arrives(before, 7))).to.deep.equal([]);
  });

  it('is nothing that was there when the page was opened', () => {
    expect(told(signedIn, listed(thread(1, { last_message: message(7) })))).to.deep.equal([]);
  });

  it('is what came while there was no connection, also in a new conversation', () => {
    const before = listed(thread(1, { last_message: message(7) }));
    const read = [thread(1, { last_message: message(9) }), thread(3, { last_message: message(8) })];
    expect(told(before, apply(before, overview(read)))).to.deep.equal([9, 8]);
  });

  it('is nothing old that is loaded as the list is scrolled down', () => {
    const before = listed(thread(1, { last_message: message(7) }));
    const older = [thread(2, { last_message: message(3, { thread: 2 }) })];
    const after = apply(before, { event: 'threads', threads: older, count: 2, asOf: new Map() });
    expect(told(before, after)).to.deep.equal([]);
  });

  it('counts what is unread, but for muted conversations', () => {
    const threads = [thread(1, { unread_count: 2 }), thread(2, { unread_count: 3, muted: true })];
    expect(unreadToTell(apply(signedIn, overview(threads, 6)))).to.equal(3);
    expect(unreadToTell(apply(signedIn, overview(threads, 1)))).to.equal(0);
  });
});
