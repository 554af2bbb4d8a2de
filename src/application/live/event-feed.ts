import { Outage } from '../ports/outage.js';
import type { ChatEvent } from '../ports/event-log.js';
import type { EventSignals, Typing } from '../ports/event-signals.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Where the events of one stream go. */
export interface Receiver {
  /** Each of the three returns whether it takes more right now; if not, `ready` tells when. */
  event(event: ChatEvent): boolean;
  /** The stream has got to this position of the log, without an event. */
  reached(position: string): boolean;
  /** Events are missing, and the stream goes on from this position. */
  reset(position: string): boolean;
  /** Resolves when there is room again, or nobody is there any more. */
  ready(): Promise<void>;
  typing(typing: Typing): void;
  /** Nothing more comes: because the server stops, the user is not active any more, or the store does not answer. */
  end(): void;
  /** So much has come while there was no room that nothing more comes. */
  tooSlow(): void;
}

export interface FeedOptions {
  /** How many events may wait for a receiver that has no room. */
  readonly maxWaiting: number;
  /** How often is looked whether the users are active, in milliseconds: an end must bite within a second. */
  readonly freshness: number;
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
  readonly #streams = new Map<number, Set<Stream>>();
  readonly #options: FeedOptions;
  /** How far the log has been read; undefined while nobody listens. */
  #position: string | undefined;
  /** Those who start to listen where the next reading ends. */
  #joining: { attach: (position: string) => void; fail: (error: unknown) => void }[] = [];
  #behind = false;
  #reading = false;
  #stopWatching: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signals: EventSignals,
    options: Partial<FeedOptions> = {},
  ) {
    this.#options = { maxWaiting: 1000, freshness: 500, ...options };
  }

  /** How many streams are open, of one user or in all. */
  streamsOf(user: number): number {
    return this.#streams.get(user)?.size ?? 0;
  }

  get streams(): number {
    let total = 0;
    for (const { size } of this.#streams.values()) total += size;
    return total;
  }

  /**
   * Begins to collect what concerns the user from now on; `start` of what this resolves to delivers it.
   * @throws Outage `storage_unavailable` also if the server stops.
   */
  async join(user: number): Promise<Stream> {
    if (this.#closed) throw new Outage('storage_unavailable', 'The server is stopping: connect again.');
    const stream: Stream = new Stream(user, this.unitOfWork, this.#options.maxWaiting, () =>
      this.#leave(stream),
    );
    const ofUser = this.#streams.get(user) ?? new Set();
    this.#streams.set(user, ofUser.add(stream));
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
      stream.leave();
      throw error;
    }
    return stream;
  }

  /** Ends all streams, and lets nobody join any more. */
  close(): void {
    this.#closed = true;
    for (const ofUser of this.#streams.values()) for (const stream of ofUser) stream.end();
  }

  #leave(stream: Stream): void {
    const ofUser = this.#streams.get(stream.user);
    ofUser?.delete(stream);
    if (ofUser?.size === 0) this.#streams.delete(stream.user);
    if (this.#streams.size > 0) return;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    if (!this.#reading) this.#position = undefined;
  }

  #watch(): () => void {
    const stop = this.signals.watch({
      changed: () => this.#wake(),
      typing: (typing) => {
        for (const stream of this.#streams.get(typing.to) ?? []) stream.typing(typing);
      },
    });
    let checking = false;
    const check = setInterval(() => {
      if (checking) return;
      checking = true;
      void this.#endInactive().finally(() => (checking = false));
    }, this.#options.freshness).unref();
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
    for (let complete = false; !complete;) {
      const from = position;
      const next = await this.unitOfWork.read(({ events }) => events.after(from, batch));
      if (next === undefined) return this.#beginAgain();
      for (const event of next.events) this.#fanOut(event);
      ({ position, complete } = next);
      this.#position = position;
    }
    return position;
  }

  /**
   * The log is another one than before: an older state of it, or another server's. Clients come back with their own
   * positions and learn from the log whether they have missed something.
   */
  async #beginAgain(): Promise<string> {
    this.#position = undefined;
    for (const ofUser of this.#streams.values()) {
      for (const stream of ofUser) if (stream.isAttached) stream.end();
    }
    const position = await this.unitOfWork.read(({ events }) => events.end());
    return (this.#position = position);
  }

  #fanOut(event: ChatEvent): void {
    const { low, high } = event.participants;
    for (const user of [low, high]) for (const stream of this.#streams.get(user) ?? []) stream.push(event);
  }

  async #endInactive(): Promise<void> {
    const users = [...this.#streams.keys()];
    try {
      const active = await this.unitOfWork.read((readers) => readers.users.rolesOf(users));
      for (const user of users) {
        if (active.has(user)) continue;
        for (const stream of this.#streams.get(user) ?? []) stream.end();
      }
    } catch {
      return; // the next look may succeed
    }
  }
}

/** What one client follows. */
export class Stream {
  /** What comes while there is no room for it; undefined: all goes through at once. */
  #waiting: ChatEvent[] | undefined = [];
  #position: string | undefined;
  #receiver: Receiver | undefined;
  #over = false;

  constructor(
    readonly user: number,
    private readonly unitOfWork: UnitOfWork,
    private readonly maxWaiting: number,
    private readonly onLeave: () => void,
  ) {}

  /** Where in the log it begins, without what the client missed before. */
  get position(): string {
    if (this.#position === undefined) throw new Error('The stream has not been attached yet.');
    return this.#position;
  }

  get isAttached(): boolean {
    return this.#position !== undefined;
  }

  attach(position: string): void {
    this.#position = position;
  }

  /**
   * Delivers what the user missed since a position that an earlier stream got to, then all that comes.
   * @param since undefined: nothing was missed.
   */
  async start(receiver: Receiver, since: string | undefined): Promise<void> {
    this.#receiver = receiver;
    if (this.#over) {
      receiver.end();
      return;
    }
    try {
      const known = since === undefined || (await this.#deliverMissed(receiver, since));
      if (this.#isOver()) return;
      if (known) receiver.reached(this.position);
      else receiver.reset(this.position);
      await this.#deliverWaiting(receiver);
    } catch {
      this.end(); // the client comes back and goes on
    }
  }

  push(event: ChatEvent): void {
    if (this.#position === undefined || this.#over) return;
    if (this.#waiting !== undefined) {
      this.#waiting.push(event);
      if (this.#waiting.length > this.maxWaiting) this.#stop((receiver) => receiver.tooSlow());
    } else if (this.#receiver?.event(event) === false) {
      this.#waiting = [];
      void this.#receiver.ready().then(() => this.#receiver && this.#deliverWaiting(this.#receiver));
    }
  }

  typing(typing: Typing): void {
    if (!this.#over) this.#receiver?.typing(typing);
  }

  end(): void {
    this.#stop((receiver) => receiver.end());
  }

  /** Whoever followed has gone. */
  leave(): void {
    this.#stop(() => undefined);
  }

  #stop(tell: (receiver: Receiver) => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#waiting = [];
    this.onLeave();
    if (this.#receiver !== undefined) tell(this.#receiver);
  }

  /** Asked again after each wait. */
  #isOver(): boolean {
    return this.#over;
  }

  /** Returns whether the log could tell. */
  async #deliverMissed(receiver: Receiver, since: string): Promise<boolean> {
    for (let from = since; ;) {
      const position = from;
      const missed = await this.unitOfWork.read(({ events }) =>
        events.missedBy(this.user, position, this.position, batch),
      );
      if (missed === undefined) return false;
      for (const event of missed.events) {
        if (this.#over) return true;
        if (!receiver.event(event)) await receiver.ready();
      }
      if (missed.complete) return true;
      from = missed.position;
    }
  }

  async #deliverWaiting(receiver: Receiver): Promise<void> {
    for (let next = this.#waiting?.shift(); next !== undefined; next = this.#waiting?.shift()) {
      if (!receiver.event(next)) await receiver.ready();
    }
    this.#waiting = this.#over ? [] : undefined;
  }
}
