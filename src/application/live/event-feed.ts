import type { Basis } from '../../domain/accounts/user.js';
import type { ActiveRoles } from '../ports/active-roles.js';
import { Outage } from '../ports/outage.js';
import type { ChatEvent, EventBatch, Reader } from '../ports/event-log.js';
import type { EventSignals, Typing } from '../ports/event-signals.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { standing } from './standing.js';

/** What a stream brings: events, and what is told between them. */
export type Delivery = ChatEvent | Place | TypingDelivery;

/** A place in the log without an event: the stream has reached it, or goes on from there, because events are missing. */
interface Place {
  readonly type: 'reached' | 'reset';
  readonly position: string;
}

interface TypingDelivery extends Typing {
  readonly type: 'typing';
}

export interface FeedOptions {
  /** How many deliveries may wait for a reader who takes none. */
  readonly maxWaiting: number;
  /** How often the feed looks whether the users are still active, and what streams rest on is there, in milliseconds. */
  readonly activityCheck: number;
}

/** How many events are read at once. */
const batch = 100;

/** How long to wait after the store did not answer, in milliseconds. */
const patience = 1000;

/**
 * Brings what happens to those who listen: reads the log once for all of them, after each wake-up, and not at all
 * while nobody listens.
 */
export class EventFeed {
  readonly #streams = new Map<Reader, Set<Stream>>();
  readonly #options: FeedOptions;
  /** How far the log has been read; undefined while nobody listens. */
  #position: string | undefined;
  /** Those who begin to listen where the next reading ends. */
  #joining: { attach: (position: string) => void; fail: (error: unknown) => void }[] = [];
  #behind = false;
  #reading = false;
  #stopWatching: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signals: EventSignals,
    private readonly roles: ActiveRoles,
    options: Partial<FeedOptions> = {},
  ) {
    this.#options = { maxWaiting: 1000, activityCheck: 500, ...options };
  }

  /** How many streams are open, of one reader or in all. */
  streamsOf(reader: Reader): number {
    return this.#streams.get(reader)?.size ?? 0;
  }

  get streams(): number {
    let total = 0;
    for (const { size } of this.#streams.values()) total += size;
    return total;
  }

  /**
   * Opens a stream of what concerns the reader. Who has called this ends the stream when they want no more.
   * @param basis what it ends with, beside the user whose it is.
   * @throws Outage `storage_unavailable` also if the server stops.
   */
  async join(reader: Reader, basis?: Basis): Promise<Stream> {
    if (this.#closed) throw new Outage('storage_unavailable', 'The server is stopping: connect again.');
    const stream = new Stream(reader, basis, this.unitOfWork, this.#options.maxWaiting);
    stream.onEnd(() => this.#leave(stream));
    const ofReader = this.#streams.get(reader) ?? new Set();
    this.#streams.set(reader, ofReader.add(stream));
    this.#stopWatching ??= this.#watch();
    try {
      await new Promise<void>((resolve, reject) => {
        const attach = (position: string) => {
          stream.attach(position);
          resolve();
        };
        this.#joining.push({ attach, fail: reject });
        this.#wake();
      });
    } catch (error) {
      stream.end();
      throw error;
    }
    return stream;
  }

  /** Ends all streams, and lets nobody join any more. */
  close(): void {
    this.#closed = true;
    for (const ofReader of this.#streams.values()) for (const stream of ofReader) stream.end();
  }

  #leave(stream: Stream): void {
    const ofReader = this.#streams.get(stream.reader);
    ofReader?.delete(stream);
    if (ofReader?.size === 0) this.#streams.delete(stream.reader);
    if (this.#streams.size > 0) return;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    if (!this.#reading) this.#position = undefined;
  }

  #watch(): () => void {
    const stop = this.signals.watch({
      changed: () => this.#wake(),
      typing: (typing) => this.#route({ type: 'typing', ...typing }),
      online: (users) => users.filter((user) => this.#streams.has(user)),
    });
    let checking = false;
    const check = setInterval(() => {
      if (checking) return;
      checking = true;
      void this.#endForbidden().finally(() => (checking = false));
    }, this.#options.activityCheck).unref();
    return () => {
      stop();
      clearInterval(check);
    };
  }

  #wake(): void {
    this.#behind = true;
    if (!this.#reading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    while (this.#behind && this.#streams.size > 0) {
      this.#behind = false;
      const joining = this.#joining.splice(0);
      try {
        const position = await this.#catchUp();
        // Before anything else is read, so that what they get begins where this has ended.
        for (const { attach } of joining) attach(position);
      } catch (error) {
        for (const { fail } of joining) fail(error);
        setTimeout(() => this.#wake(), patience).unref();
        break;
      }
    }
    this.#reading = false;
    if (this.#streams.size === 0) this.#position = undefined;
  }

  async #catchUp(): Promise<string> {
    let position = (this.#position ??= await this.unitOfWork.read(({ events }) => events.end()));
    for (;;) {
      const from = position;
      const next = await this.unitOfWork.read(({ events }) => events.after(from, batch));
      if (next === undefined) return this.#beginAgain();
      const acquaintances = await this.#acquaintancesIn(next.events);
      for (const event of next.events) this.#route(event, acquaintances);
      this.#position = position = next.position;
      if (next.complete) return position;
      await new Promise(setImmediate); // so that readers take what has come before there is more
    }
  }

  /**
   * The log is another one than before: an older state of it, or another server's. Clients come back with their own
   * positions and learn from the log whether they have missed something.
   */
  async #beginAgain(): Promise<string> {
    this.#position = undefined;
    for (const ofReader of this.#streams.values()) {
      for (const stream of ofReader) if (stream.isAttached) stream.end();
    }
    const position = await this.unitOfWork.read(({ events }) => events.end());
    return (this.#position = position);
  }

  /**
   * Who of those that listen knows each user that was updated: read before anything of the batch is delivered, so that
   * nothing comes twice if the store does not answer.
   */
  async #acquaintancesIn(events: readonly ChatEvent[]): Promise<Acquaintances> {
    const updated = new Set(events.flatMap((event) => updatedIn(event) ?? []));
    const listening = this.#users();
    if (updated.size === 0 || listening.length === 0) return nobody;
    return this.unitOfWork.read(async ({ threads }) => {
      const found = new Map<number, readonly number[]>();
      for (const user of updated) found.set(user, await threads.partnersAmong(user, listening));
      return found;
    });
  }

  /** Those who listen to what concerns themselves. */
  #users(): readonly number[] {
    return [...this.#streams.keys()].filter((reader) => reader !== 'everybody');
  }

  #route(happening: ChatEvent | TypingDelivery, acquaintances: Acquaintances = nobody): void {
    const updated = updatedIn(happening);
    const others = updated === undefined ? [] : (acquaintances.get(updated) ?? []);
    for (const reader of [...readersOf(happening), ...others]) {
      for (const stream of this.#streams.get(reader) ?? []) stream.push(happening);
    }
  }

  async #endForbidden(): Promise<void> {
    const streams = [...this.#streams.values()].flatMap((ofReader) => [...ofReader]);
    const bases = streams.flatMap(({ basis }) => basis ?? []);
    try {
      const active = await this.roles.of(this.#users());
      const stands = await this.unitOfWork.read((readers) => standing(readers, bases));
      for (const stream of streams) {
        const { reader, basis } = stream;
        const isActive = reader === 'everybody' || active.has(reader);
        if (!isActive || (basis !== undefined && !stands(basis))) stream.end();
      }
    } catch {
      return; // the next look may succeed
    }
  }
}

/** By user, those who have a thread with them. */
type Acquaintances = ReadonlyMap<number, readonly number[]>;
const nobody: Acquaintances = new Map();

/**
 * Whose streams it goes to. What says that somebody was updated goes to who has a thread with them, too. What is one
 * participant's own view, such as an archived thread, is nobody else's matter.
 */
function readersOf(happening: ChatEvent | TypingDelivery): readonly Reader[] {
  if (happening.type === 'typing') return [happening.to, 'everybody'];
  if ('userId' in happening) {
    return happening.type === 'user.updated' ? [happening.userId, 'everybody'] : ['everybody'];
  }
  if (happening.type === 'message.reported') return []; // webhooks are told
  if (happening.type === 'thread.updated' && happening.reader !== undefined) return [happening.reader];
  return [happening.participants.low, happening.participants.high, 'everybody'];
}

/** The user that others see otherwise since then. */
function updatedIn(happening: ChatEvent | TypingDelivery): number | undefined {
  return happening.type === 'user.updated' ? happening.userId : undefined;
}

/** What one client follows. */
export class Stream {
  // Not an AbortController: of thousands of streams, each would take two kilobytes more.
  #over = false;
  #tooSlow = false;
  #whenOver: (() => void)[] = [];
  /** What has come and was not taken yet. */
  readonly #waiting: Delivery[] = [];
  #position: string | undefined;
  #wake: () => void = () => undefined;

  constructor(
    readonly reader: Reader,
    readonly basis: Basis | undefined,
    private readonly unitOfWork: UnitOfWork,
    private readonly maxWaiting: number,
  ) {}

  /**
   * Whether nothing more comes: because the reader has gone or is too slow, the server stops, the user is not active any
   * more, what it rests on has ended, or the store does not answer.
   */
  get over(): boolean {
    return this.#over;
  }

  /** Whether it has ended because too much has come while its reader took nothing. */
  get tooSlow(): boolean {
    return this.#tooSlow;
  }

  /** Calls back once it is over: at once if it is. */
  onEnd(callback: () => void): void {
    if (this.#over) callback();
    else this.#whenOver.push(callback);
  }

  /** Where in the log it begins, without what the client missed before. */
  get position(): string {
    if (this.#position === undefined) throw new Error('The stream has not been attached yet.');
    return this.#position;
  }

  get isAttached(): boolean {
    return this.#position !== undefined;
  }

  /** From now on it collects what comes; what happened before this position, it reads. */
  attach(position: string): void {
    this.#position = position;
  }

  /**
   * What the reader missed since a position that an earlier stream got to, then all that comes. In three phases:
   * 1. Back-fill: what happened until the stream was attached is read from the log. What comes meanwhile waits.
   * 2. Cut-over: the client learns the position at which the stream was attached, or that the log cannot tell what
   *    happened before it. What was read ends there and what waits begins there, so nothing has to be compared.
   * 3. Live: what waits, and what comes, as it comes.
   *
   * To be read once.
   * @param since undefined: nothing was missed.
   */
  async *deliveries(since: string | undefined): AsyncGenerator<Delivery, void> {
    const { position } = this;
    let known = true;
    for (let from = since; from !== undefined;) {
      const missed = await this.#missed(from);
      known = missed !== undefined;
      for (const event of missed?.events ?? []) {
        if (this.#over) return;
        if (updatedIn(event) !== undefined || readersOf(event).includes(this.reader)) yield event;
      }
      from = missed === undefined || missed.complete ? undefined : missed.position;
    }
    if (!this.#over) yield { type: known ? 'reached' : 'reset', position };
    while (!this.#over) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Makes a delivery wait until the reader takes it. */
  push(delivery: Delivery): void {
    if (this.#position === undefined || this.#over) return;
    // It lives for the moment only: after all that waits, it would come too late.
    if (delivery.type === 'typing' && this.#waiting.length > 0) return;
    if (this.#waiting.push(delivery) > this.maxWaiting) this.endTooSlow();
    else this.#wake();
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    for (const callback of this.#whenOver.splice(0)) callback();
    this.#wake();
  }

  endTooSlow(): void {
    this.#tooSlow ||= !this.#over;
    this.end();
  }

  /** Undefined if the log cannot tell, or does not answer: then the stream ends, and the client comes back. */
  async #missed(from: string): Promise<EventBatch | undefined> {
    try {
      return await this.unitOfWork.read(({ events }) =>
        events.missedBy(this.reader, from, this.position, batch),
      );
    } catch {
      this.end();
      return undefined;
    }
  }
}
