import {
  ok,
  ProblemError,
  SessionEnded,
  type Duet,
  type DuetEvent,
  type Message,
  type Thread,
  type User,
} from '../client/index.js';
import type { BrowserKeeper } from './browser-keeper.js';
import { Drafts } from './drafts.js';
import { Outbox } from './outbox.js';
import { Sending } from './sending.js';
import { Service } from './service.js';
import type { Pending } from './state.js';
import { Store } from './store.js';
import { Sync } from './sync.js';

/** How often the other participant is told that the user is writing, in milliseconds. */
const typingInterval = 3_000;

/** When to try again to find out who is signed in, in milliseconds. */
const startAgain = 3_000;

const sessionEnded = 'Your session has ended. Please sign in again.';

/** What exists while somebody is signed in. */
interface Session {
  readonly sync: Sync;
  readonly sending: Sending;
  readonly drafts: Drafts;
}

/** Everything that the user can do. It draws nothing: the views show what is in the store. */
export class Chat {
  readonly store = new Store();
  readonly #service: Service;
  #session: Session | undefined;
  #life = new AbortController();
  #typed = 0;

  constructor(
    private readonly duet: Duet,
    private readonly keeper: BrowserKeeper,
  ) {
    this.#service = new Service(duet);
    keeper.watch((where, isThere) => {
      const { phase } = this.store.state;
      if (isThere && phase === 'signed-out') this.start();
      if (isThere || phase === 'signed-out') return;
      this.#end(where === 'here' ? sessionEnded : 'You signed out in another window.');
    });
  }

  /** Continues the stored session, if there is one. */
  start(): void {
    if (this.keeper.load() === undefined) {
      this.store.apply({ event: 'signed-out', notice: undefined });
      return;
    }
    this.#begin().catch((error: unknown) => {
      if (error instanceof SessionEnded) return;
      this.#notify(explain(error));
      setTimeout(() => this.store.state.phase === 'starting' && this.start(), startAgain);
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

  /** Deletes drafts and unsent messages: the next person here must not find them. */
  signOut(): void {
    this.#session?.sending.discardAll();
    this.#session?.drafts.removeAll();
    this.#end(undefined);
    // Without a connection, the tokens are only forgotten here. The service lets them expire.
    this.duet.logOut().catch(() => undefined);
  }

  dismiss(): void {
    this.#notify(undefined);
  }

  search(text: string, signal: AbortSignal): Promise<readonly User[]> {
    return this.#service.search(text, signal);
  }

  /** @returns the id of the thread with this person. */
  async open(person: User): Promise<number> {
    for (const { id, participants } of this.store.state.threads.values()) {
      if (participants.some((participant) => participant.id === person.id)) return id;
    }
    const thread = await this.#service.openThread(person.id);
    this.store.apply({ event: 'thread.created', id: '', data: thread });
    return thread.id;
  }

  async block(person: number): Promise<void> {
    await this.#service.block(person);
    this.store.apply({ event: 'blocked', person, isBlocked: true });
  }

  async unblock(person: number): Promise<void> {
    await this.#service.unblock(person);
    this.store.apply({ event: 'blocked', person, isBlocked: false });
  }

  select(thread: number | undefined): void {
    if (thread === this.store.state.selected) return;
    this.store.apply({ event: 'selected', thread });
    if (thread !== undefined) this.attempt(async () => this.#session?.sync.show(thread));
  }

  async loadMoreThreads(): Promise<void> {
    await this.#session?.sync.moreThreads();
  }

  async loadOlder(thread: number): Promise<void> {
    await this.#session?.sync.olderMessages(thread);
  }

  write(thread: number, text: string): void {
    this.#typed = 0;
    this.#session?.sending.write(thread, text);
  }

  draftOf(thread: Thread): string {
    return this.#session?.drafts.get(thread) ?? '';
  }

  get draftCount(): number {
    return this.#session?.drafts.count ?? 0;
  }

  keepDraft(thread: Thread, text: string): void {
    this.#session?.drafts.set(thread, text);
    if (text !== '') this.#typing(thread.id);
  }

  retry(item: Pending): void {
    this.#session?.sending.retry(item);
  }

  discard(item: Pending): void {
    this.#session?.sending.discard(item);
  }

  /** Marks as read what the other participant has written, up to this message. */
  async markRead(thread: number, upTo: number): Promise<void> {
    await this.#service.markRead(thread, upTo);
    const reader = this.store.state.me?.id ?? 0;
    this.#session?.sync.take({ event: 'message.read', id: '', data: { thread, reader, up_to: upTo } });
  }

  /** Runs something that nobody waits for, and tells the user if it fails. */
  attempt(work: () => Promise<unknown>): void {
    const { signal } = this.#life;
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      if (error instanceof SessionEnded) this.#end(sessionEnded);
      // No connection: the page already says so, and reads everything again once there is one.
      else if (error instanceof TypeError) this.#session?.sync.miss();
      else this.#notify(explain(error));
    });
  }

  /** Tells the other participant that the user is writing; at most once per interval. */
  #typing(thread: number): void {
    if (!this.store.state.live || Date.now() - this.#typed < typingInterval) return;
    this.#typed = Date.now();
    this.#service.typing(thread).catch(() => undefined);
  }

  #notify(notice: string | undefined): void {
    this.store.apply({ event: 'notice', notice });
  }

  #end(notice: string | undefined): void {
    this.#life.abort();
    this.#session = undefined;
    this.store.apply({ event: 'signed-out', notice });
  }

  async #begin(): Promise<void> {
    this.#life.abort();
    const life = new AbortController();
    this.#life = life;
    const me = await ok(this.duet.api.GET('/api/v1/users/me'));
    if (life.signal.aborted) return;
    const attempt = (work: () => Promise<unknown>) => this.attempt(work);
    const sync = new Sync(this.store, this.#service, attempt, life.signal);
    const outbox = new Outbox(me.id);
    const send = (item: Pending, signal: AbortSignal) =>
      this.duet.send(item.thread, item.text, { key: item.key, signal });
    const sent = (data: Message) => sync.take({ event: 'message.created', id: '', data });
    const keyLife = () => this.#service.keyLife();
    const sending = new Sending(this.store, outbox, send, keyLife, sent, attempt, life.signal);
    const drafts = new Drafts(me.id);
    drafts.removeOthers();
    const session = { sync, sending, drafts };
    this.#session = session;
    this.store.apply({ event: 'signed-in', me });
    sending.show();
    outbox.watch(() => sending.show(), life.signal);
    this.attempt(() => this.#follow(session, life.signal));
    await sync.refresh();
  }

  /** Applies the service's events until the session ends. */
  async #follow(session: Session, signal: AbortSignal): Promise<void> {
    const { sync, sending } = session;
    const onState = (state: 'open' | 'closed') => {
      if (signal.aborted) return;
      sync.connected(state === 'open');
      if (state === 'open') sending.connected();
    };
    for await (const event of this.duet.events({ signal, onState })) {
      if (event.event === 'thread.deleted') this.#takeDeleted(event, session);
      else sync.take(event);
    }
  }

  /** What was written into a thread that is deleted, and not sent, is kept as a draft for the same person. */
  #takeDeleted(
    event: Extract<DuetEvent, { event: 'thread.deleted' }>,
    { sync, sending, drafts }: Session,
  ): void {
    const { threads, outbox, selected } = this.store.state;
    const { id } = event.data;
    const thread = threads.get(id);
    const unsent = outbox.filter((item) => item.thread === id);
    sync.take(event);
    if (thread === undefined) return;
    const words = [...unsent.map(({ text }) => text), drafts.get(thread)].filter((text) => text !== '');
    for (const item of unsent) sending.discard(item);
    drafts.set(thread, words.join('\n\n'));
    if (words.length > 0 && selected === id) {
      this.#notify(
        'This conversation was deleted. What you had not sent is kept for your next one with them.',
      );
    }
  }
}

export function explain(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  if (error instanceof TypeError) return 'Duet cannot be reached. Check your connection.';
  return String(error);
}
