import {
  ok,
  ProblemError,
  SessionEnded,
  type Attachment,
  type Duet,
  type DuetEvent,
  type Me,
  type Message,
  type Thread,
  type User,
} from '../client/index.js';
import { Alerts } from './alerts.js';
import { Drafts } from './drafts.js';
import { HostSilent } from './frame-login.js';
import { language, reasonOf, say } from './language.js';
import { readLatest } from './latest-threads.js';
import type { Login } from './login.js';
import { Outbox } from './outbox.js';
import { sendWithProgress } from './send-with-progress.js';
import { Sending } from './sending.js';
import { save } from './save.js';
import { Service, type Page, type Profile, type ReportReason } from './service.js';
import type { Settings } from './settings.js';
import type { Pending } from './state.js';
import { Store } from './store.js';
import { Sync } from './sync.js';
import { mostFiles, Uploads } from './uploads.js';
import { nameOf, otherOf } from './words.js';

/** How often the other participant is told that the user is writing, in milliseconds. */
const typingInterval = 3_000;

/** When to try again to find out who is signed in, in milliseconds. */
const startAgain = 3_000;

/** What exists while somebody is signed in. */
interface Session {
  readonly sync: Sync;
  readonly sending: Sending;
  readonly drafts: Drafts;
}

/** Everything that the user can do. It draws nothing: the views show what is in the store. */
export class Chat {
  readonly store = new Store();
  readonly alerts: Alerts;
  /** The files that were chosen and not sent, by the thread that they are for. */
  readonly #uploads = new Map<number, Uploads>();
  readonly #service: Service;
  #session: Session | undefined;
  #life = new AbortController();
  #typed = 0;
  /** For how long senders may edit and delete what they sent, in milliseconds. */
  #editPeriod = 0;

  constructor(
    private readonly duet: Duet,
    private readonly login: Login,
    readonly settings: Settings,
    /** Whether a page of the host application is around this one, which signs in and out. */
    readonly isFramed = false,
  ) {
    this.#service = new Service(duet);
    this.alerts = new Alerts(this.store, isFramed);
    login.watch((where, isThere) => {
      const { phase } = this.store.state;
      if (isThere && phase === 'signed-out') this.start();
      if (isThere || phase === 'signed-out') return;
      this.#end(say(where === 'here' ? 'sessionEnded' : 'signedOutElsewhere'));
    });
  }

  /**
   * Continues the session, if there is one.
   * @param notice why there may be none, for the user.
   */
  start(notice?: string): void {
    if (!this.login.exists()) {
      this.store.apply({ event: 'signed-out', notice });
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

  async changeProfile(profile: Profile): Promise<void> {
    const data = await this.#service.changeProfile(profile);
    this.#session?.sync.take({ event: 'user.updated', id: '', data });
  }

  changePassword(current: string, password: string): Promise<void> {
    return this.#service.changePassword(current, password);
  }

  /** Everything that the service has of the user, as a file in the browser's downloads. */
  async saveExport(): Promise<void> {
    save(await this.#service.exported(), `duet-${this.store.state.me?.username ?? ''}.json`);
  }

  /** For good. */
  async deleteAccount(password: string): Promise<void> {
    await this.#service.eraseAccount(password);
    location.hash = '';
    this.signOut(say('accountIsDeleted'));
  }

  /**
   * Deletes drafts and unsent messages: the next person here must not find them.
   * @param notice what the page says then.
   */
  signOut(notice?: string): void {
    this.#session?.sending.discardAll();
    this.#session?.drafts.removeAll();
    this.#end(notice);
    // Without a connection, the tokens are only forgotten here. The service lets them expire.
    this.duet.logOut().catch(() => undefined);
  }

  tell(notice: string): void {
    this.#notify(notice);
  }

  dismiss(): void {
    this.#notify(undefined);
  }

  /** Whether this user may look for people to write to. Own conversations and messages are found by everybody. */
  findsPeople({ role }: Me): boolean {
    const { directory, opening } = this.settings;
    return (directory && opening) || role === 'admin';
  }

  /** Those of the user, the archived ones too, as `readLatest` has them. */
  readThreads(read: (threads: readonly Thread[]) => void, signal: AbortSignal): Promise<number | undefined> {
    return readLatest((offset) => this.#service.allThreads(offset), read, signal);
  }

  search(text: string, signal: AbortSignal): Promise<readonly User[]> {
    return this.#service.search(text, signal);
  }

  /** Those of a user's messages that have these words, latest first, from the `offset`-th on. */
  searchMessages(text: string, offset: number, signal?: AbortSignal): Promise<Page<Message>> {
    return this.#service.searchMessages(text, offset, signal);
  }

  thread(id: number): Promise<Thread | undefined> {
    return this.#service.thread(id);
  }

  /** @returns the id of the thread with this person that is about nothing in particular. */
  async open(person: User): Promise<number> {
    for (const { id, participants, key } of this.store.state.threads.values()) {
      if (key === null && participants.some((participant) => participant.id === person.id)) return id;
    }
    const thread = await this.#service.openThread(person.id);
    this.store.apply({ event: 'thread.created', id: '', data: thread });
    return thread.id;
  }

  async block(person: number): Promise<void> {
    await this.#service.block(person);
    this.store.apply({ event: 'blocked', person, isBlocked: true });
  }

  blockedPeople(): Promise<readonly User[]> {
    return this.#service.blockedPeople();
  }

  async unblock(person: number): Promise<void> {
    await this.#service.unblock(person);
    this.store.apply({ event: 'blocked', person, isBlocked: false });
  }

  archived(): Promise<readonly Thread[]> {
    return this.#service.archived();
  }

  async changeView(thread: number, view: { archived?: boolean; muted?: boolean }): Promise<void> {
    const data = await this.#service.changeView(thread, view);
    this.#session?.sync.take({ event: 'thread.updated', id: '', data });
  }

  /** @param message in the thread, to be shown. */
  select(thread: number | undefined, message?: number): void {
    const { selected, sought } = this.store.state;
    if (thread === selected && message === sought) return;
    this.store.apply({ event: 'selected', thread, message });
    if (thread !== undefined) this.attempt(async () => this.#session?.sync.show(thread));
  }

  async loadMoreThreads(): Promise<void> {
    await this.#session?.sync.moreThreads();
  }

  async loadOlder(thread: number): Promise<void> {
    await this.#session?.sync.olderMessages(thread);
  }

  write(thread: Thread, text: string, attachments: readonly Attachment[] = []): void {
    this.#typed = 0;
    const { id, key } = thread;
    this.#session?.sending.write(id, text, this.#otherIn(thread), key ?? undefined, attachments);
  }

  /** What is chosen for the next message of this thread. It stays while another conversation is open. */
  uploadsFor(thread: number): Uploads {
    const uploads =
      this.#uploads.get(thread) ??
      new Uploads((file, options) => this.#upload(file, options), mostFiles, explain);
    this.#uploads.set(thread, uploads);
    return uploads;
  }

  /** @param onProgress is told what part has gone, from 0 to 1. */
  #upload(
    file: File,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (part: number) => void },
  ): Promise<Attachment> {
    const send = (request: Request) => sendWithProgress(request, file, onProgress);
    return this.duet.upload(file.name, file, { signal, send });
  }

  /** An attachment with links that are good again. */
  attachment(id: number): Promise<Attachment> {
    return this.#service.attachment(id);
  }

  draftOf(thread: Thread): string {
    return this.#session?.drafts.get(this.#otherIn(thread).id, thread.key ?? undefined) ?? '';
  }

  get draftCount(): number {
    return this.#session?.drafts.count ?? 0;
  }

  keepDraft(thread: Thread, text: string): void {
    this.#session?.drafts.set(this.#otherIn(thread).id, thread.key ?? undefined, text);
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

  /** Whether the service still lets the user edit or delete this message, as far as the clock here tells. */
  mayEdit({ created }: Message): boolean {
    return this.#editPeriod > 0 && Date.now() - Date.parse(created) <= this.#editPeriod;
  }

  async editMessage({ id }: Message, text: string): Promise<void> {
    const data = await this.#service.editMessage(id, text);
    this.#session?.sync.take({ event: 'message.updated', id: '', data });
  }

  async deleteMessage({ id, thread }: Message): Promise<void> {
    await this.#service.deleteMessage(id);
    this.#session?.sync.take({ event: 'message.deleted', id: '', data: { id, thread } });
  }

  report({ id }: Message, reason: ReportReason, comment: string): Promise<void> {
    return this.#service.report(id, reason, comment);
  }

  /** Runs something that nobody waits for, and tells the user if it fails. */
  attempt(work: () => Promise<unknown>): void {
    const { signal } = this.#life;
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      if (error instanceof SessionEnded) this.#end(say('sessionEnded'));
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
    for (const uploads of this.#uploads.values()) uploads.clear();
    this.#uploads.clear();
    this.store.apply({ event: 'signed-out', notice });
  }

  async #begin(): Promise<void> {
    this.#life.abort();
    const life = new AbortController();
    this.#life = life;
    const isOver = () => life.signal.aborted;
    const me = await ok(this.duet.api.GET('/api/v1/users/me'));
    if (isOver()) return;
    const attempt = (work: () => Promise<unknown>) => this.attempt(work);
    const sync = new Sync(this.store, this.#service, attempt, life.signal);
    const outbox = new Outbox(me.id);
    const send = (item: Pending, signal: AbortSignal) =>
      this.duet.send(item.thread, item.text, {
        key: item.key,
        attachments: (item.attachments ?? []).map(({ id }) => id),
        signal,
      });
    const sent = (data: Message) => sync.take({ event: 'message.created', id: '', data });
    const keyLife = async () => (await this.#service.limits()).keyLife;
    const sending = new Sending(this.store, outbox, send, keyLife, sent, attempt, life.signal);
    const drafts = new Drafts(me.id);
    drafts.removeOthers();
    const session = { sync, sending, drafts };
    // Before a draft of the same person is shown.
    const kept = await this.#keepUnsentOfGone(session);
    if (isOver()) return;
    this.#session = session;
    this.store.apply({ event: 'signed-in', me });
    sending.show();
    outbox.watch(() => sending.show(), life.signal);
    this.attempt(() => this.#follow(session, life.signal));
    this.attempt(async () => (this.#editPeriod = (await this.#service.limits()).editPeriod));
    await sync.refresh();
    if (!isOver()) this.#tellKept(kept);
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
      if (event.event === 'reset') {
        this.attempt(async () => this.#tellKept(await this.#keepUnsentOfGone(session)));
      }
    }
  }

  /** Says who it was with if something that was not sent into this thread is kept as a draft. */
  #takeDeleted(event: Extract<DuetEvent, { event: 'thread.deleted' }>, session: Session): void {
    const { threads, selected } = this.store.state;
    const { id } = event.data;
    const thread = threads.get(id);
    session.sync.take(event);
    const to = keepUnsent(id, session);
    if (to !== undefined) this.#tellKept([to]);
    else if (thread !== undefined && selected === id && this.draftOf(thread) !== '') {
      this.#tellKept([this.#otherIn(thread)]);
    }
  }

  /** Does the same for threads that were deleted while no events arrived. */
  async #keepUnsentOfGone(session: Session): Promise<readonly User[]> {
    const kept: User[] = [];
    for (const id of session.sending.threads()) {
      const to = (await this.#service.thread(id)) === undefined ? keepUnsent(id, session) : undefined;
      if (to !== undefined) kept.push(to);
    }
    return kept;
  }

  #tellKept(people: readonly User[]): void {
    if (people.length === 0) return;
    const names = language().list.format(people.map(nameOf));
    this.#notify(say('keptAsDraft', { names }));
  }

  #otherIn(thread: Thread): User {
    return otherOf(thread, this.store.state.me?.id ?? 0);
  }
}

/** Turns what was not sent into this thread into a draft for the same person, who is returned. */
function keepUnsent(thread: number, { sending, drafts }: Session): User | undefined {
  const unsent = sending.withdraw(thread);
  const { to, about } = unsent[0] ?? {};
  if (to === undefined) return undefined;
  const texts = [...unsent.map(({ text }) => text), drafts.get(to.id, about)].filter((text) => text !== '');
  drafts.set(to.id, about, texts.join('\n\n'));
  return to;
}

export function explain(error: unknown): string {
  if (error instanceof ProblemError) return reasonOf(error.code, error.message);
  if (error instanceof HostSilent) return say('hostSilent');
  if (error instanceof TypeError) return say('unreachable');
  return String(error);
}
