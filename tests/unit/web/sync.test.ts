import { expect } from 'chai';
import type { Message, Thread } from '../../../client/index.js';
import { unreadIn } from '../../../web/state.js';
import { Store } from '../../../web/store.js';
import { Sync, type Reading } from '../../../web/sync.js';
import { until } from '../../support/client.js';
import { message, signedIn, thread } from './samples.js';

/** A service with these threads and messages, which can be away. */
class Somewhere implements Reading {
  readonly threadsThere = new Map<number, Thread>();
  readonly messagesThere: Message[] = [];
  readonly asked: string[] = [];
  isAway = false;
  /** What happens while the next answer is on its way. */
  meanwhile: () => void = () => undefined;

  threads = async (offset: number, limit: number) => {
    const all = [...this.threadsThere.values()];
    const items = all.slice(offset, offset + limit);
    return this.#answer(`threads from ${offset}`, {
      items,
      count: all.length,
      isLast: offset + limit >= all.length,
    });
  };
  thread = async (id: number) => this.#answer(`thread ${id}`, this.threadsThere.get(id));
  unread = async () => this.#answer('unread', 3);
  blocked = async () => this.#answer('blocked', new Set<number>());
  messages = async (id: number, limit: number, before = Infinity) => {
    const all = this.messagesThere.filter((one) => one.thread === id && one.id < before).reverse();
    const page = { items: all.slice(0, limit), count: all.length, isLast: all.length <= limit };
    return this.#answer(`${limit} messages of ${id}`, this.threadsThere.has(id) ? page : undefined);
  };

  #answer<Data>(question: string, data: Data): Data {
    this.asked.push(question);
    if (this.isAway) throw new TypeError('fetch failed');
    const { meanwhile } = this;
    this.meanwhile = () => undefined;
    meanwhile();
    return data;
  }
}

describe('the chat page’s synchronising', () => {
  let store: Store;
  let service: Somewhere;
  let sync: Sync;
  let life: AbortController;

  beforeEach(() => {
    store = new Store();
    store.state = signedIn;
    service = new Somewhere();
    life = new AbortController();
    const attempt = (work: () => Promise<unknown>) => void work().catch(() => sync.miss());
    sync = new Sync(store, service, attempt, life.signal);
    for (const id of [1, 2]) service.threadsThere.set(id, thread(id));
    write(120, true);
  });

  afterEach(() => life.abort());

  const write = (count: number, is_read = false) => {
    const before = service.messagesThere.length;
    for (let id = before + 1; id <= before + count; id += 1) {
      service.messagesThere.push(message(id, { is_read }));
    }
    if (!is_read) service.threadsThere.set(1, thread(1, { unread_count: count }));
  };
  const idsShown = () => store.state.conversations.get(1)?.messages.map(({ id }) => id) ?? [];
  const newMessage = (id: number, there = 1) => {
    const data = message(id, { thread: there });
    sync.take({ event: 'message.created', id: '', data });
  };

  it('reads the list and what is open, and the rest when it is opened', async () => {
    store.apply({ event: 'selected', thread: 1 });
    await sync.refresh();
    expect([...store.state.threads.keys()]).to.deep.equal([1, 2]);
    expect(store.state.unread).to.equal(3);
    expect(idsShown()).to.have.length(50);
    expect(store.state.conversations.has(2)).to.equal(false);
    await sync.show(2);
    expect(store.state.conversations.get(2)?.complete).to.equal(true);
  });

  it('reads back to the first unread message, and what came before it', async () => {
    write(130);
    await sync.show(1);
    expect(idsShown()[0]).to.be.lessThan(121);
    expect(unreadIn(store.state, 1)).to.equal(130);
    expect(idsShown().at(-1)).to.equal(250);
  });

  it('reads a thousand unread messages at once, and no more', async () => {
    write(2_000);
    await sync.show(1);
    expect(idsShown()).to.have.length(1_000);
    expect(store.state.threads.get(1)?.unread_count).to.equal(2_000);
  });

  it('does not lose what happens while a conversation is read', async () => {
    service.meanwhile = () => undefined;
    const reading = sync.show(1);
    await until('it has asked', async () => service.asked.includes('50 messages of 1'));
    newMessage(121);
    sync.take({ event: 'message.deleted', id: '', data: { id: 119, thread: 1, total_unread: 0 } });
    await reading;
    expect(idsShown().slice(-3)).to.deep.equal([118, 120, 121]);
    expect(store.state.threads.get(1)?.unread_count).to.equal(0);
  });

  it('goes back to the first message, page by page, and then asks no more', async () => {
    await sync.show(1);
    while (store.state.conversations.get(1)?.complete === false) await sync.olderMessages(1);
    expect(idsShown()).to.deep.equal(service.messagesThere.map(({ id }) => id));
    const { length } = service.asked;
    await sync.olderMessages(1);
    expect(service.asked).to.have.length(length);
  });

  it('reads everything again once the stream is open, and after a reset', async () => {
    await sync.refresh();
    for (const cause of [() => sync.connected(true), () => sync.take({ event: 'reset', id: '', data: {} })]) {
      service.asked.length = 0;
      cause();
      await until('it has asked', async () => service.asked.includes('threads from 0'));
    }
    await until('all is answered', async () => store.state.threads.size === 2);
    service.asked.length = 0;
    sync.connected(false);
    sync.connected(true);
    expect(service.asked).to.deep.equal([]);
  });

  it('reads what it could not read, when there is a connection', async () => {
    await sync.refresh();
    sync.connected(true);
    await until('it is up to date', async () => store.state.live);
    service.isAway = true;
    newMessage(121, 9);
    await until('it has asked', async () => service.asked.includes('thread 9'));
    service.isAway = false;
    service.threadsThere.set(9, thread(9));
    sync.connected(true);
    await until('thread 9 is there', async () => store.state.threads.has(9));
  });

  it('reads a thread again that changes while it is read', async () => {
    await sync.refresh();
    service.threadsThere.set(1, thread(1, { unread_count: 1, last_message: message(121) }));
    service.meanwhile = () => {
      newMessage(122);
      service.threadsThere.set(1, thread(1, { unread_count: 2, last_message: message(122) }));
    };
    sync.take({ event: 'message.deleted', id: '', data: { id: 5, thread: 1, total_unread: 1 } });
    await until('the count is right', async () => store.state.threads.get(1)?.unread_count === 2);
    expect(service.asked.filter((question) => question === 'thread 1')).to.have.length(2);
  });

  it('says of an address that leads nowhere that nothing is there', async () => {
    store.apply({ event: 'selected', thread: 404 });
    await sync.show(404);
    expect(store.state.selected).to.equal(undefined);
    expect(store.state.notice).to.match(/no longer exists/);
  });
});
