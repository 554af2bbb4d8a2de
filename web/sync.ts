import type { DuetEvent, Message, Thread } from '../client/index.js';
import { say } from './language.js';
import type { Page, Service } from './service.js';
import { changesOf, isUnread } from './state.js';
import type { Store } from './store.js';

/** The part of the service that reads. */
export type Reading = Pick<Service, 'threads' | 'thread' | 'messages' | 'unread' | 'blocked'>;

const threadPage = 40;
const messagePage = 50;

/** The service's limit of a page. */
const longestPage = 100;

/** How many messages are read, at most, to reach the first unread one. */
const mostUnread = 1_000;

/** How many are read, at most, to reach one that is sought. */
const mostSought = 5_000;

/** How long “typing…” is shown after its event, in milliseconds. */
const typingLife = 5_000;

/** Brings the state up to date with the service, and keeps it so: for one session. */
export class Sync {
  readonly #typing = new Map<number, ReturnType<typeof setTimeout>>();
  /** What happened in a conversation while it was being read. */
  readonly #meanwhile = new Map<number, DuetEvent[]>();
  /** Whether something may have changed without an event. */
  #stale = true;

  /** @param attempt runs what nobody waits for. */
  constructor(
    private readonly store: Store,
    private readonly service: Reading,
    private readonly attempt: (work: () => Promise<unknown>) => void,
    signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => {
      for (const timer of this.#typing.values()) clearTimeout(timer);
    });
  }

  /** Something could not be read without a connection. Everything is read again once there is one. */
  miss(): void {
    this.#stale = true;
  }

  connected(live: boolean): void {
    this.store.apply({ event: 'connection', live });
    if (live && this.#stale) this.attempt(() => this.refresh());
  }

  /** Applies what the service says, or what was done here. */
  take(event: DuetEvent): void {
    this.store.apply(event);
    if ('thread' in event.data) this.#meanwhile.get(event.data.thread)?.push(event);
    if (event.event === 'typing') this.#expire(event.data.thread);
    if (event.event === 'reset') {
      this.#stale = true;
      this.attempt(() => this.refresh());
    }
    this.#readMissing();
  }

  /** Reads the list and the open conversation. Other conversations are read when they are opened. */
  async refresh(): Promise<void> {
    const { selected, live, changes } = this.store.state;
    this.store.apply({ event: 'forgotten' });
    const [{ items, count }, unread, blocked] = await Promise.all([
      this.service.threads(0, threadPage),
      this.service.unread(),
      this.service.blocked(),
    ]);
    this.store.apply({ event: 'overview', threads: items, count, unread, blocked, asOf: changes });
    this.#readMissing();
    if (selected !== undefined) {
      if (!this.store.state.threads.has(selected)) await this.#readThread(selected);
      await this.#readConversation(selected);
      await this.#reachSought();
    }
    // What was read before the stream was open may have changed before it opened.
    if (live) this.#stale = false;
  }

  async show(thread: number): Promise<void> {
    if (!this.store.state.threads.has(thread)) await this.#readThread(thread);
    if (!this.store.state.conversations.has(thread)) await this.#readConversation(thread);
    await this.#reachSought();
  }

  /** Reads older messages until the one that is sought is there. */
  async #reachSought(): Promise<void> {
    const { selected, sought, me } = this.store.state;
    if (selected === undefined || sought === undefined) return;
    for (let read = 0; ; read += longestPage) {
      const { state } = this.store;
      const { messages, complete } = state.conversations.get(selected) ?? { messages: [], complete: false };
      if (state.selected !== selected || state.sought !== sought || state.me?.id !== me?.id) return;
      if (messages.some(({ id }) => id === sought)) return;
      const [first] = messages;
      if (first === undefined || first.id < sought || complete || read >= mostSought) break;
      const page = await this.service.messages(selected, longestPage, first.id);
      if (page === undefined) return;
      this.store.apply({ event: 'messages.older', thread: selected, ...contentOf(page) });
    }
    this.store.apply({ event: 'notice', notice: say('messageNotShown') });
  }

  async moreThreads(): Promise<void> {
    const { threads, changes } = this.store.state;
    const { items, count } = await this.service.threads(threads.size, threadPage);
    this.store.apply({ event: 'threads', threads: items, count, asOf: changes });
    this.#readMissing();
  }

  async olderMessages(thread: number): Promise<void> {
    const conversation = this.store.state.conversations.get(thread);
    const first = conversation?.messages[0];
    if (first === undefined || conversation?.complete !== false) return;
    const page = await this.service.messages(thread, messagePage, first.id);
    if (page !== undefined) this.store.apply({ event: 'messages.older', thread, ...contentOf(page) });
  }

  #readMissing(): void {
    for (const id of this.store.state.missing) {
      this.store.apply({ event: 'thread.asked', id });
      this.attempt(() => this.#readThread(id));
    }
  }

  async #readThread(id: number): Promise<void> {
    const asOf = changesOf(this.store.state, id);
    const thread: Thread | undefined = await this.service.thread(id);
    this.store.apply(
      thread === undefined ? { event: 'thread.missing', id } : { event: 'thread', thread, asOf },
    );
    this.#readMissing();
  }

  /** The newest messages, back to the first unread one. */
  async #readConversation(thread: number): Promise<void> {
    const meanwhile: DuetEvent[] = [];
    this.#meanwhile.set(thread, meanwhile);
    try {
      const page = await this.#newest(thread);
      if (page === undefined) this.store.apply({ event: 'thread.missing', id: thread });
      else this.store.apply({ event: 'messages.newest', thread, ...contentOf(page) });
    } finally {
      if (this.#meanwhile.get(thread) === meanwhile) this.#meanwhile.delete(thread);
    }
    for (const event of meanwhile) this.store.apply({ event: 'again', of: event });
    this.#readMissing();
  }

  async #newest(thread: number): Promise<Page<Message> | undefined> {
    const { threads, me } = this.store.state;
    const unread = threads.get(thread)?.unread_count ?? 0;
    let page = await this.service.messages(thread, unread < messagePage ? messagePage : longestPage);
    const items = [...(page?.items ?? [])];
    const unreadOf = (messages: readonly Message[]) =>
      messages.filter((message) => isUnread(message, me?.id)).length;
    const isEnough = () => unreadOf(items) >= unread && unreadOf(items.slice(-1)) === 0;
    while (page?.isLast === false && items.length < mostUnread && !isEnough()) {
      page = await this.service.messages(thread, longestPage, items.at(-1)?.id);
      items.push(...(page?.items ?? []));
    }
    return page && { ...page, items };
  }

  #expire(thread: number): void {
    clearTimeout(this.#typing.get(thread));
    const timer = setTimeout(() => this.store.apply({ event: 'typing.over', thread }), typingLife);
    this.#typing.set(thread, timer);
  }
}

function contentOf({ items, isLast }: Page<Message>): { messages: readonly Message[]; complete: boolean } {
  return { messages: items, complete: isLast };
}
