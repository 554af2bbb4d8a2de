import { pauses, type Webhook } from '../../domain/webhooks/webhook.js';
import type { Clock } from '../ports/clock.js';
import type { EventSignals } from '../ports/event-signals.js';
import type { IdSource } from '../ports/id-source.js';
import type { Presence } from '../ports/presence.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { Courier, type CourierOptions } from './courier.js';
import type { SendToWebhook } from './send-to-webhook.js';

export interface CouriersOptions extends CourierOptions {
  /** How often to look which webhooks there are, in milliseconds. */
  readonly look: number;
  /** For how long nobody else may deliver for a webhook, in milliseconds: as long as it lies after a crash. */
  readonly lease: number;
  /** Is told, after each look, for how long the oldest event that could not be delivered yet has waited, in milliseconds. */
  readonly onLook: (waiting: number) => void;
  /** How long a request under way may go on after a stop, in milliseconds. */
  readonly grace: number;
  /** How long to wait after the store did not answer, in milliseconds. */
  readonly patience: number;
}

const defaults: CouriersOptions = {
  pauses,
  atOnce: 8,
  look: 1000,
  lease: 20_000,
  grace: 5000,
  patience: 1000,
  onAttempt: () => undefined,
  onLoss: () => undefined,
  onLook: () => undefined,
};

/** A courier at work. */
interface Job {
  readonly courier: Courier;
  /** Nothing more is begun. */
  readonly over: AbortController;
  /** What is on its way is cut off. */
  readonly cut: AbortController;
  wake: () => void;
  /** Resolves when the courier has laid down its work. */
  ended: Promise<void>;
  ending: Promise<void> | undefined;
  /** The webhook as it was last seen. */
  seen: Webhook | undefined;
}

/**
 * Delivers for the webhooks that are active: for each, one process at a time, which holds a lease in the store. If it
 * dies, another takes over when the lease has ended. Each webhook has a courier of its own, so a slow receiver holds up
 * nobody else.
 */
export class WebhookCouriers {
  readonly #jobs = new Map<number, Job>();
  readonly #options: CouriersOptions;
  readonly #holder: string;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopWatching: (() => void) | undefined;
  #stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signals: EventSignals,
    private readonly send: SendToWebhook,
    private readonly presence: Presence,
    private readonly clock: Clock,
    ids: IdSource,
    options: Partial<CouriersOptions> = {},
  ) {
    this.#options = { ...defaults, ...options };
    this.#holder = ids.next();
  }

  start(): void {
    const look = () => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    };
    this.#timer = setInterval(look, this.#options.look).unref();
    look();
  }

  /** Lets requests under way end, for a while, and others take over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all([...this.#jobs.keys()].map((id) => this.#end(id)));
    this.#watch();
  }

  async #look(): Promise<void> {
    try {
      const all = await this.unitOfWork.read(({ webhooks }) => webhooks.all());
      const active = new Map(all.filter(({ status }) => status === 'active').map((one) => [one.id, one]));
      for (const id of this.#jobs.keys()) if (!active.has(id)) void this.#end(id);
      for (const webhook of active.values()) await this.#see(webhook);
      this.#watch();
      this.#options.onLook(this.#waiting());
    } catch {
      return; // the next look may succeed
    }
  }

  #waiting(): number {
    const now = this.clock.now().getTime();
    const waits = [...this.#jobs.values()].map(
      ({ courier }) => now - (courier.waitingSince ?? now).valueOf(),
    );
    return Math.max(0, ...waits);
  }

  async #see(webhook: Webhook): Promise<void> {
    const { id, lease } = webhook;
    const now = this.clock.now();
    const isOurs = lease?.holder === this.#holder;
    const left = lease === undefined ? 0 : lease.until.getTime() - now.getTime();
    // A clock that was set back must not keep everybody away.
    const isFree = left <= 0 || left > 2 * this.#options.lease;
    if (isOurs ? left < this.#options.lease / 2 || left > this.#options.lease : isFree) {
      const until = new Date(now.getTime() + this.#options.lease);
      const ours = await this.unitOfWork.run(({ webhooks }) => webhooks.claim(id, this.#holder, now, until));
      if (ours === undefined) void this.#end(id);
      else if (!this.#jobs.has(id) && !this.#stopped) this.#begin(id);
    } else if (!isOurs) void this.#end(id);
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    if (job.seen !== undefined && isToldOtherwise(job.seen, webhook)) job.wake();
    job.seen = webhook;
  }

  /** Wakes all up when something happens, as long as there are any. */
  #watch(): void {
    if (this.#jobs.size > 0) {
      this.#stopWatching ??= this.signals.watch({
        changed: () => {
          for (const job of this.#jobs.values()) job.wake();
        },
        typing: () => undefined,
      });
    } else {
      this.#stopWatching?.();
      this.#stopWatching = undefined;
    }
  }

  #begin(id: number): void {
    const courier = new Courier(
      this.unitOfWork,
      this.send,
      this.presence,
      this.clock,
      this.#holder,
      this.#options,
    );
    const job: Job = {
      courier,
      over: new AbortController(),
      cut: new AbortController(),
      wake: () => undefined,
      ended: Promise.resolve(),
      ending: undefined,
      seen: undefined,
    };
    this.#jobs.set(id, job);
    job.ended = this.#follow(id, courier, job);
  }

  async #follow(id: number, courier: Courier, job: Job): Promise<void> {
    const over = job.over.signal;
    const alarm = new Alarm();
    job.wake = () => alarm.ring();
    while (!over.aborted) {
      alarm.set();
      const wait = await this.#step(id, courier, job);
      if (wait === 'over') break;
      await alarm.rung(wait);
    }
    void this.#end(id); // so that another begins if the webhook goes on
  }

  async #step(id: number, courier: Courier, job: Job): Promise<number | undefined | 'over'> {
    try {
      const webhook = await this.unitOfWork.read(({ webhooks }) => webhooks.find(id));
      if (webhook?.status !== 'active' || webhook.lease?.holder !== this.#holder) return 'over';
      return await courier.step(webhook, { over: job.over.signal, cut: job.cut.signal });
    } catch {
      return this.#options.patience; // the store does not answer
    }
  }

  /** Lets go of a webhook: what is on its way has a while to arrive. */
  #end(id: number): Promise<void> {
    const job = this.#jobs.get(id);
    if (job === undefined) return Promise.resolve();
    const end = async (): Promise<void> => {
      const cut = setTimeout(() => job.cut.abort(), this.#options.grace);
      job.over.abort();
      job.wake();
      await job.ended;
      clearTimeout(cut);
      await this.unitOfWork.run(({ webhooks }) => webhooks.release(id, this.#holder)).catch(() => undefined);
      this.#jobs.delete(id);
    };
    return (job.ending ??= end());
  }
}

/** Ends a wait, also if it rings before that begins. */
class Alarm {
  #hasRung = false;
  #resolve: () => void = () => undefined;

  set(): void {
    this.#hasRung = false;
  }

  ring(): void {
    this.#hasRung = true;
    this.#resolve();
  }

  /** @param longest in milliseconds; undefined: until it rings. */
  async rung(longest: number | undefined): Promise<void> {
    if (this.#hasRung) return;
    await new Promise<void>((resolve) => {
      const timer = longest === undefined ? undefined : setTimeout(resolve, Math.min(longest, 2 ** 31 - 1));
      this.#resolve = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Whether somebody has changed it, or asked for another attempt. */
function isToldOtherwise(before: Webhook, now: Webhook): boolean {
  const isAsked = before.nextAttempt !== undefined && now.nextAttempt === undefined;
  return isAsked || settingsOf(before) !== settingsOf(now);
}

function settingsOf({ url, events, delay, onlyUnread, previous, secret }: Webhook): string {
  return JSON.stringify([url, events, delay, onlyUnread, previous, secret]);
}
