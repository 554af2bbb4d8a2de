import {
  ok,
  ProblemError,
  SessionEnded,
  type Duet,
  type DuetEvent,
  type Me,
  type Message,
  type Thread,
  type User,
} from '../client/index.js';
import type { BrowserKeeper } from './browser-keeper.js';
import { Outbox, type Pending } from './outbox.js';

type ReadMark = Extract<DuetEvent, { event: 'message.read' }>['data'];

export interface Conversation {
  /** In the order of their ids. */
  readonly messages: readonly Message[];
  /** Whether the first message of the thread is among them. */
  readonly complete: boolean;
}

export interface State {
  readonly phase: 'starting' | 'signed-out' | 'signed-in';
  /** Something to tell the user: why they have to sign in again, or what did not work. */
  readonly notice: string | undefined;
  readonly me: Me | undefined;
  /** Whether events arrive. */
  readonly live: boolean;
  /** Those that were loaded, and how many there are. */
  readonly threads: ReadonlyMap<number, Thread>;
  readonly threadCount: number | undefined;
  readonly selected: number | undefined;
  readonly conversations: ReadonlyMap<number, Conversation>;
  /** The threads in which the other is writing. */
  readonly typing: ReadonlySet<number>;
  readonly outbox: readonly Pending[];
  /** How many messages wait unread in all threads. */
  readonly unread: number;
  /** The ids of those whom the user blocks. */
  readonly blocked: ReadonlySet<number>;
}

const signedOut: State = {
  phase: 'signed-out',
  notice: undefined,
  me: undefined,
  live: false,
  threads: new Map(),
  threadCount: undefined,
  selected: undefined,
  conversations: new Map(),
  typing: new Set(),
  outbox: [],
  unread: 0,
  blocked: new Set(),
};

const threadPage = 40;
const messagePage = 50;

/** How often to tell that one is writing, and for how long it is believed of the other, in milliseconds. */
const typingInterval = 3_000;
const typingLife = 5_000;

/** When to try again to find out who is signed in, in milliseconds. */
const startAgain = 3_000;

const goneAlready = 'This conversation is not there any more.';

const sessionEnded = 'Your session has ended. Please sign in again.';

/** The service remembers keys for a day unless configured otherwise. Later, a repeat might be a second message. */
const keyLife = 20 * 60 * 60 * 1000;

/** What the page knows and does. It is told by the service's events, and draws nothing. */
export class Chat {
  state: State = { ...signedOut, phase: 'starting' };
  /** What was begun to be written, by thread. */
  readonly drafts = new Map<number, string>();
  readonly #listeners = new Set<() => void>();
  /** Counts what has changed a thread, so that an answer that was on its way meanwhile is known to be old. */
  readonly #changes = new Map<number, number>();
  readonly #typingTimers = new Map<number, number>();
  #outbox = new Outbox(0);
  #session = new AbortController();
  #sending: AbortController | undefined;
  #typed = 0;
  /** Whether something may have happened that no event told. */
  #stale = true;

  constructor(
    private readonly duet: Duet,
    private readonly keeper: BrowserKeeper,
  ) {
    keeper.watch((where) => {
      const there = keeper.load() !== undefined;
      if (there && this.state.phase === 'signed-out') this.start();
      if (there || this.state.phase === 'signed-out') return;
      this.#end(where === 'here' ? sessionEnded : 'You signed out in another window.');
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes on with the session that was kept, if there is one. */
  start(): void {
    if (this.keeper.load() === undefined) return this.#set({ phase: 'signed-out' });
    this.#begin().catch((error: unknown) => {
      if (error instanceof SessionEnded) return;
      this.#set({ notice: explain(error) });
      setTimeout(() => this.state.phase === 'starting' && this.start(), startAgain);
    });
  }

  async signIn(username: string, password: string): Promise<void> {
    await this.duet.logIn(username, password);
    await this.#begin();
  }

  async register(username: string, password: string): Promise<void> {
    await this.duet.register(username, password);
    await this.signIn(username, password);
  }

  /** What was not sent is given up: somebody else may sit here next. */
  signOut(): void {
    for (const item of this.#outbox.items()) this.#outbox.remove(item);
    this.#end(undefined);
    // Without a connection, the tokens are forgotten here, and end by themselves there.
    this.duet.logOut().catch(() => undefined);
  }

  dismiss(): void {
    this.#set({ notice: undefined });
  }

  search(text: string, signal: AbortSignal): Promise<readonly User[]> {
    const query = { search: text, limit: 20 };
    return ok(this.duet.api.GET('/api/v1/users', { params: { query }, signal })).then(
      ({ results }) => results,
    );
  }

  /** @returns the id of the thread with this person. */
  async open(person: User): Promise<number> {
    for (const { id, participants } of this.state.threads.values()) {
      if (participants.some((participant) => participant.id === person.id)) return id;
    }
    const thread = await ok(this.duet.api.POST('/api/v1/threads', { body: { participants: [person.id] } }));
    this.#putThread(thread);
    return thread.id;
  }

  async block(person: number): Promise<void> {
    await ok(this.duet.api.PUT('/api/v1/users/{user}/block', { params: { path: { user: person } } }));
    this.#set({ blocked: new Set(this.state.blocked).add(person) });
  }

  async unblock(person: number): Promise<void> {
    await ok(this.duet.api.DELETE('/api/v1/users/{user}/block', { params: { path: { user: person } } }));
    this.#set({ blocked: new Set([...this.state.blocked].filter((id) => id !== person)) });
  }

  select(thread: number | undefined): void {
    if (thread === this.state.selected) return;
    this.#set({ selected: thread });
    if (thread !== undefined && this.state.me !== undefined) this.attempt(() => this.#show(thread));
  }

  async loadMoreThreads(): Promise<void> {
    const query = { limit: threadPage, offset: this.state.threads.size };
    const page = await ok(this.duet.api.GET('/api/v1/threads', { params: { query } }));
    this.#putThreads(page.results, page.count);
  }

  async loadOlder(thread: number): Promise<void> {
    const conversation = this.state.conversations.get(thread);
    const first = conversation?.messages[0];
    if (first === undefined || conversation?.complete !== false) return;
    const params = { path: { thread }, query: { before: first.id, limit: messagePage } };
    const page = await ok(this.duet.api.GET('/api/v1/threads/{thread}/messages', { params }));
    this.#putMessages(thread, page.results, page.next === null);
  }

  write(thread: number, text: string): void {
    this.#outbox.add(thread, text);
    this.#typed = 0;
    this.#showOutbox();
    this.#drain();
  }

  retry(item: Pending): void {
    this.#outbox.put({ ...item, problem: undefined });
    this.#showOutbox();
    this.#drain();
  }

  discard(item: Pending): void {
    this.#outbox.remove(item);
    this.#showOutbox();
  }

  /** Marks as read what the other has written, up to this message. */
  async markRead(thread: number, upTo: number): Promise<void> {
    const init = { params: { path: { thread } }, body: { up_to: upTo } };
    await ok(this.duet.api.POST('/api/v1/threads/{thread}/read', init));
    this.#applyRead({ thread, reader: this.state.me?.id ?? 0, up_to: upTo });
  }

  /** Tells the other that something is being written: now and then, however often it is called. */
  typed(thread: number): void {
    if (!this.state.live || Date.now() - this.#typed < typingInterval) return;
    this.#typed = Date.now();
    this.duet.api
      .POST('/api/v1/threads/{thread}/typing', { params: { path: { thread } } })
      .catch(() => undefined);
  }

  /** Runs what nobody waits for. The user is told if it fails. */
  attempt(work: () => Promise<unknown>): void {
    const { signal } = this.#session;
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      if (error instanceof SessionEnded) this.#end(sessionEnded);
      // Offline: that is shown as it is, and what was not read is read once there is a connection.
      else if (error instanceof TypeError) this.#stale = true;
      else this.#set({ notice: explain(error) });
    });
  }

  #set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #end(notice: string | undefined): void {
    this.#session.abort();
    this.#sending = undefined;
    for (const timer of this.#typingTimers.values()) clearTimeout(timer);
    this.#changes.clear();
    this.drafts.clear();
    this.#set({ ...signedOut, notice, selected: this.state.selected });
  }

  async #begin(): Promise<void> {
    this.#session.abort();
    this.#session = new AbortController();
    const { signal } = this.#session;
    const me = await ok(this.duet.api.GET('/api/v1/users/me'));
    this.#outbox = new Outbox(me.id);
    this.#outbox.watch(() => this.#showOutbox(), signal);
    this.#set({ phase: 'signed-in', notice: undefined, me });
    this.#showOutbox();
    this.#stale = true;
    this.attempt(() => this.#follow(signal));
    await this.#readAnew();
  }

  /** Does what the service's events say, for as long as the session lasts. */
  async #follow(signal: AbortSignal): Promise<void> {
    const onState = (state: 'open' | 'closed') => {
      if (signal.aborted) return;
      this.#set({ live: state === 'open' });
      if (state === 'closed') return;
      if (this.#stale) this.attempt(() => this.#readAnew());
      this.#sending?.abort();
      this.#sending = undefined;
      this.#drain();
    };
    for await (const event of this.duet.events({ signal, onState })) this.#apply(event);
  }

  #apply(event: DuetEvent): void {
    if ('total_unread' in event.data) this.#set({ unread: event.data.total_unread ?? 0 });
    switch (event.event) {
      case 'thread.created':
        return this.#putThread(event.data);
      case 'thread.deleted':
        return this.#removeThread(event.data.id, 'This conversation was deleted.');
      case 'message.created':
        return this.#applyMessage(event.data);
      case 'message.deleted':
        return this.#removeMessage(event.data.thread, event.data.id);
      case 'message.read':
        return this.#applyRead(event.data);
      case 'typing':
        return this.#applyTyping(event.data.thread, true);
      case 'reset':
        this.#stale = true;
        return this.attempt(() => this.#readAnew());
    }
  }

  #applyMessage(message: Message): void {
    const { thread: id, sender } = message;
    const thread = this.state.threads.get(id);
    this.#changed(id);
    if (this.state.conversations.has(id)) this.#putMessages(id, [message]);
    if (sender !== this.state.me?.id) this.#applyTyping(id, false);
    else this.#showOutbox();
    if (thread === undefined) this.attempt(() => this.#readThread(id));
    else if ((thread.last_message?.id ?? 0) < message.id) {
      const isUnread = sender !== this.state.me?.id && !message.is_read;
      const unread = (thread.unread_count ?? 0) + (isUnread ? 1 : 0);
      this.#setThread({ ...thread, last_message: message, updated: message.created, unread_count: unread });
    }
  }

  #removeMessage(id: number, message: number): void {
    this.#changed(id);
    const conversation = this.state.conversations.get(id);
    if (conversation !== undefined) {
      const messages = conversation.messages.filter((one) => one.id !== message);
      this.#setConversation(id, { ...conversation, messages });
    }
    this.attempt(() => this.#readThread(id));
  }

  #applyRead({ thread: id, reader, up_to = 0, ids = [] }: ReadMark): void {
    this.#changed(id);
    const concerns = (message: Message) =>
      message.sender !== reader && (message.id <= up_to || ids.includes(message.id));
    const read = (message: Message) =>
      !message.is_read && concerns(message) ? { ...message, is_read: true } : message;
    const conversation = this.state.conversations.get(id);
    if (conversation !== undefined) {
      this.#setConversation(id, { ...conversation, messages: conversation.messages.map(read) });
    }
    const thread = this.state.threads.get(id);
    if (thread === undefined) return;
    const last = thread.last_message;
    if (last !== null) this.#setThread({ ...thread, last_message: read(last) });
    if (reader === this.state.me?.id && thread.unread_count !== 0) {
      if (last !== null && up_to >= last.id)
        this.#setThread({ ...thread, last_message: read(last), unread_count: 0 });
      else this.attempt(() => this.#readThread(id));
    }
  }

  #applyTyping(thread: number, writes: boolean): void {
    clearTimeout(this.#typingTimers.get(thread));
    if (writes) {
      const timer = setTimeout(() => this.#applyTyping(thread, false), typingLife);
      this.#typingTimers.set(thread, timer);
    }
    if (writes === this.state.typing.has(thread)) return;
    const typing = new Set(this.state.typing);
    if (writes) typing.add(thread);
    else typing.delete(thread);
    this.#set({ typing });
  }

  /** The list, and what is open: all else is read when it is opened. */
  async #readAnew(): Promise<void> {
    const { selected, live } = this.state;
    this.#set({ conversations: keepOnly(this.state.conversations, selected) });
    const before = new Map(this.#changes);
    const [page, { count }, blocked] = await Promise.all([
      ok(this.duet.api.GET('/api/v1/threads', { params: { query: { limit: threadPage } } })),
      ok(this.duet.api.GET('/api/v1/users/{user}/unread-count', { params: { path: { user: 'me' } } })),
      this.#readBlocked(),
    ]);
    this.#set({ threads: keepOnly(this.state.threads, selected), unread: count, blocked });
    this.#putThreads(page.results, page.count);
    for (const { id } of page.results) {
      if (before.get(id) !== this.#changes.get(id)) await this.#readThread(id);
    }
    if (selected !== undefined) {
      if (!this.state.threads.has(selected)) await this.#readThread(selected);
      await this.#readConversation(selected);
    }
    // What is read before the stream is open may change in between.
    if (live) this.#stale = false;
  }

  async #readBlocked(): Promise<ReadonlySet<number>> {
    const blocked = new Set<number>();
    for (let hasMore = true; hasMore;) {
      const query = { limit: 100, offset: blocked.size };
      const page = await ok(this.duet.api.GET('/api/v1/users/me/blocks', { params: { query } }));
      for (const { id } of page.results) blocked.add(id);
      hasMore = page.next !== null;
    }
    return blocked;
  }

  async #show(id: number): Promise<void> {
    if (!this.state.threads.has(id)) await this.#readThread(id);
    if (!this.state.conversations.has(id)) await this.#readConversation(id);
  }

  async #readThread(id: number): Promise<void> {
    for (;;) {
      const before = this.#changes.get(id);
      const { data, error, response } = await this.duet.api.GET('/api/v1/threads/{thread}', {
        params: { path: { thread: id } },
      });
      if (response.status === 404) {
        this.#removeThread(id, goneAlready);
        return;
      }
      if (data === undefined) throw new ProblemError(response, error);
      if (before === this.#changes.get(id)) {
        this.#putThread(data);
        return;
      }
    }
  }

  /** The newest messages. */
  async #readConversation(id: number): Promise<void> {
    const params = { path: { thread: id }, query: { ordering: '-created' as const, limit: messagePage } };
    const { data, error, response } = await this.duet.api.GET('/api/v1/threads/{thread}/messages', {
      params,
    });
    if (response.status === 404) {
      this.#removeThread(id, goneAlready);
      return;
    }
    if (data === undefined) throw new ProblemError(response, error);
    const oldest = data.results.at(-1)?.id ?? 0;
    const known = this.state.conversations.get(id)?.messages ?? [];
    // Between what was there before and these there may be a gap.
    this.#setConversation(id, { messages: known.filter((message) => message.id >= oldest), complete: false });
    this.#putMessages(id, data.results, data.next === null);
  }

  #putMessages(id: number, added: readonly Message[], complete?: boolean): void {
    const conversation = this.state.conversations.get(id) ?? { messages: [], complete: false };
    const messages = new Map(conversation.messages.map((message) => [message.id, message]));
    for (const message of added) {
      const isRead = message.is_read || messages.get(message.id)?.is_read === true;
      messages.set(message.id, { ...message, is_read: isRead });
    }
    this.#setConversation(id, {
      messages: [...messages.values()].sort((one, other) => one.id - other.id),
      complete: complete ?? conversation.complete,
    });
  }

  #putThreads(added: readonly Thread[], threadCount: number): void {
    const threads = new Map(this.state.threads);
    for (const thread of added) threads.set(thread.id, thread);
    this.#set({ threads, threadCount });
  }

  #putThread(thread: Thread): void {
    const isNew = !this.state.threads.has(thread.id);
    this.#setThread(thread);
    if (isNew && this.state.threadCount !== undefined) this.#set({ threadCount: this.state.threadCount + 1 });
  }

  #setThread(thread: Thread): void {
    this.#set({ threads: new Map(this.state.threads).set(thread.id, thread) });
  }

  #setConversation(id: number, conversation: Conversation): void {
    this.#set({ conversations: new Map(this.state.conversations).set(id, conversation) });
  }

  #removeThread(id: number, notice: string): void {
    const isOpen = this.state.selected === id;
    const threads = new Map(this.state.threads);
    const conversations = new Map(this.state.conversations);
    conversations.delete(id);
    if (threads.delete(id)) this.#set({ threads, threadCount: (this.state.threadCount ?? 1) - 1 });
    this.#set({ conversations, ...(isOpen && { selected: undefined, notice }) });
  }

  #changed(thread: number): void {
    this.#changes.set(thread, (this.#changes.get(thread) ?? 0) + 1);
  }

  #showOutbox(): void {
    this.#set({ outbox: this.#outbox.items().filter((item) => !this.#hasArrived(item)) });
  }

  /** Whether the answer alone is missing: the message itself has come back already. */
  #hasArrived({ thread, text, after }: Pending): boolean {
    if (after === undefined) return false;
    const messages = this.state.conversations.get(thread)?.messages ?? [];
    return messages.some(
      ({ id, sender, text: sent }) => id > after && sender === this.state.me?.id && sent === text,
    );
  }

  /** Sends what waits, one after the other. */
  #drain(): void {
    if (this.#sending !== undefined) return;
    const sending = new AbortController();
    this.#sending = sending;
    // AbortSignal.any is too new for browsers of the last three years.
    const { signal } = sending;
    this.#session.signal.addEventListener('abort', () => sending.abort(), { once: true, signal });
    this.attempt(async () => {
      try {
        for (let item = this.#next(); item !== undefined && !signal.aborted; item = this.#next()) {
          await this.#send(item, signal);
        }
      } finally {
        if (this.#sending === sending) this.#sending = undefined;
      }
    });
  }

  #next(): Pending | undefined {
    return this.#outbox.items().find(({ problem }) => problem === undefined);
  }

  async #send(item: Pending, signal: AbortSignal): Promise<void> {
    if (item.after !== undefined && Date.now() - item.written > keyLife) {
      this.#outbox.put({
        ...item,
        after: undefined,
        problem: 'It may have arrived long ago. Look before you send it again.',
      });
      this.#showOutbox();
      return;
    }
    const last = this.state.threads.get(item.thread)?.last_message?.id ?? 0;
    this.#outbox.put({ ...item, after: item.after ?? last });
    try {
      const message = await this.duet.send(item.thread, item.text, { key: item.key, signal });
      this.#outbox.remove(item);
      this.#applyMessage(message);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.#outbox.put({ ...item, after: undefined, problem: error.message });
    }
    this.#showOutbox();
  }
}

function keepOnly<T>(map: ReadonlyMap<number, T>, key: number | undefined): ReadonlyMap<number, T> {
  return new Map([...map].filter(([id]) => id === key));
}

export function explain(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  if (error instanceof TypeError) return 'Duet cannot be reached. Check your connection.';
  return String(error);
}
