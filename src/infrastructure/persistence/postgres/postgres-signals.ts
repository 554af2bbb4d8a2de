import type pg from 'pg';
import type { EventSignals, Typing, Watcher } from '../../../application/ports/event-signals.js';
import { LocalSignals } from '../local-signals.js';
import { Questions, type PresenceMessage } from '../presence-questions.js';

const channel = 'duet_events';

/** How often the log is looked at in case a notification was lost, in milliseconds. */
const interval = 1000;

/** How many milliseconds of commits share a notification, because PostgreSQL sends them one at a time. */
const pause = 20;

/** How long to wait before listening again after the connection broke, in milliseconds. */
const patience = 1000;

interface Notification {
  /** Of the process, which knows what it has sent itself. */
  readonly from: string;
  readonly typing?: Typing;
  readonly presence?: PresenceMessage;
}

/** Signals between processes by LISTEN and NOTIFY. */
export class PostgresSignals implements EventSignals {
  readonly #local = new LocalSignals(async () => true, interval);
  readonly #from = crypto.randomUUID();
  readonly #questions = new Questions(
    (users) => this.#local.onlineAmong(users),
    (presence) => this.#send({ from: this.#from, presence }),
  );
  #watching = 0;
  #listener: pg.Client | undefined;
  #announcing = false;

  /**
   * @param connect makes a client that is not connected yet.
   * @param notify sends a payload through a channel.
   */
  constructor(
    private readonly connect: () => pg.Client,
    private readonly notify: (channel: string, payload: string) => Promise<unknown>,
  ) {}

  watch(watcher: Watcher): () => void {
    const stop = this.#local.watch(watcher);
    this.#watching += 1;
    if (this.#listener === undefined) this.#listen();
    return () => {
      stop();
      this.#watching -= 1;
      if (this.#watching === 0) this.close();
    };
  }

  /** After a commit that recorded events. */
  committed(): void {
    this.#local.changed();
    if (this.#announcing) return;
    this.#announcing = true;
    setTimeout(() => {
      this.#announcing = false;
      this.#send({ from: this.#from });
    }, pause).unref();
  }

  sendTyping(typing: Typing): void {
    this.#local.sendTyping(typing);
    this.#send({ from: this.#from, typing });
  }

  /** Hears answers only while somebody watches. */
  onlineAmong(users: readonly number[]): Promise<ReadonlySet<number>> {
    return this.#questions.ask(users);
  }

  close(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    void listener?.end().catch(() => undefined);
  }

  #send(notification: Notification): void {
    // One that is lost is made up for by the next look at the log.
    this.notify(channel, JSON.stringify(notification)).catch(() => undefined);
  }

  #listen(): void {
    const listener = this.connect();
    this.#listener = listener;
    const retry = () => {
      if (this.#listener !== listener) return;
      this.#listener = undefined;
      setTimeout(
        () => this.#watching > 0 && this.#listener === undefined && this.#listen(),
        patience,
      ).unref();
    };
    listener.on('error', retry);
    listener.on('end', retry);
    listener.on('notification', ({ payload = '' }) => this.#receive(payload));
    listener
      .connect()
      .then(() => listener.query(`LISTEN ${channel}`))
      .then(() => this.#local.changed())
      .catch(() => {
        retry();
        void listener.end().catch(() => undefined);
      });
  }

  #receive(payload: string): void {
    const { from, typing, presence } = JSON.parse(payload) as Notification;
    if (from === this.#from) return;
    if (typing !== undefined) this.#local.sendTyping(typing);
    else if (presence !== undefined) this.#questions.hear(presence);
    else this.#local.changed();
  }
}
