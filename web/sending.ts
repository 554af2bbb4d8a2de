import { ProblemError, type Attachment, type Message, type User } from '../client/index.js';
import { reasonOf, say } from './language.js';
import type { Pending } from './state.js';
import type { Store } from './store.js';

/** Keeps messages that were not acknowledged, also after the page was closed. */
export interface PendingStore {
  /** In the order in which they were written. */
  items(): readonly Pending[];
  add(thread: number, text: string, to?: User, about?: string, attachments?: readonly Attachment[]): void;
  put(item: Pending): void;
  remove(item: Pending): void;
}

/** How long a request may be on its way, in milliseconds. */
const travel = 60_000;

/** Sends what was written, for one session: one message after the other, each of them once. */
export class Sending {
  #current: AbortController | undefined;

  /**
   * @param send repeats the request until it is answered.
   * @param keyLife asks for how long the service recognises a repeat, in milliseconds.
   * @param sent is told of each message that was sent.
   * @param attempt runs what nobody waits for.
   */
  constructor(
    private readonly store: Store,
    private readonly outbox: PendingStore,
    private readonly send: (item: Pending, signal: AbortSignal) => Promise<Message>,
    private readonly keyLife: () => Promise<number>,
    private readonly sent: (message: Message) => void,
    private readonly attempt: (work: () => Promise<unknown>) => void,
    private readonly session: AbortSignal,
  ) {}

  write(thread: number, text: string, to?: User, about?: string, attachments?: readonly Attachment[]): void {
    this.outbox.add(thread, text, to, about, attachments);
    this.show();
    this.#drain();
  }

  retry(item: Pending): void {
    this.outbox.put({ ...item, problem: undefined });
    this.show();
    this.#drain();
  }

  discard(item: Pending): void {
    this.outbox.remove(item);
    this.show();
  }

  /** The threads into which something was written that was not sent. */
  threads(): ReadonlySet<number> {
    return new Set(this.outbox.items().map(({ thread }) => thread));
  }

  /** Takes out what was not sent into this thread, and returns it. */
  withdraw(thread: number): readonly Pending[] {
    const items = this.outbox.items().filter((item) => item.thread === thread && item.to !== undefined);
    for (const item of items) this.outbox.remove(item);
    this.show();
    return items;
  }

  discardAll(): void {
    for (const item of this.outbox.items()) this.outbox.remove(item);
    this.show();
  }

  /** There is a connection again: sends now instead of waiting for the next attempt. */
  connected(): void {
    this.#current?.abort();
    this.#current = undefined;
    this.#drain();
  }

  show(): void {
    this.store.apply({ event: 'outbox', items: this.outbox.items() });
  }

  #drain(): void {
    if (this.#current !== undefined) return;
    const current = new AbortController();
    this.#current = current;
    // AbortSignal.any is too new for browsers of the last three years.
    const { signal } = current;
    this.session.addEventListener('abort', () => current.abort(), { once: true, signal });
    this.attempt(async () => {
      try {
        for (let item = this.#next(); item !== undefined && !signal.aborted; item = this.#next()) {
          await this.#send(item, signal);
        }
      } finally {
        if (this.#current === current) this.#current = undefined;
      }
    });
  }

  #next(): Pending | undefined {
    return this.outbox.items().find(({ problem }) => problem === undefined);
  }

  async #send(item: Pending, signal: AbortSignal): Promise<void> {
    // Once its key is forgotten, a repeat might be a second message.
    if (item.after !== undefined && Date.now() - item.written > (await this.keyLife()) - travel) {
      this.#refuse(item, say('tooOldToSend'));
      return;
    }
    const last = this.store.state.threads.get(item.thread)?.last_message?.id ?? 0;
    this.outbox.put({ ...item, after: item.after ?? last });
    this.show();
    try {
      const message = await this.send(item, signal);
      this.outbox.remove(item);
      this.sent(message);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.#refuse(item, reasonOf(error.code, error.message));
      return;
    }
    this.show();
  }

  #refuse(item: Pending, problem: string): void {
    // The user may have discarded it in the meantime, perhaps in another tab.
    if (!this.outbox.items().some(({ key }) => key === item.key)) return;
    this.outbox.put({ ...item, after: undefined, problem });
    this.show();
  }
}
