import type { Delivery, NewDelivery } from '../../domain/webhooks/delivery.js';
import type { OffReason, Webhook, WebhookProgress } from '../../domain/webhooks/webhook.js';
import type { Page, Slice } from './page.js';

export interface WebhookReader {
  /** By rising id. There are few: see `maxWebhooks`. */
  all(): Promise<readonly Webhook[]>;

  find(id: number): Promise<Webhook | undefined>;

  /** The latest attempts first; then the highest id. */
  deliveriesOf(webhook: number, slice: Slice): Promise<Page<Delivery>>;

  /** By its id or its key. */
  findDelivery(webhook: number, name: number | string): Promise<Delivery | undefined>;

  /** Those of these deliveries, named by `key`, that were taken. */
  deliveredOf(webhook: number, keys: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface WebhookRepository extends WebhookReader {
  /** As `find`; until the unit of work ends, nobody else changes it. */
  hold(id: number): Promise<Webhook | undefined>;

  add(webhook: Omit<Webhook, 'id'>): Promise<Webhook>;

  /** Stores all of a webhook that is there but its lease. */
  update(webhook: Webhook): Promise<void>;

  /** With its deliveries. */
  remove(id: number): Promise<void>;

  /**
   * Makes somebody the one who delivers for an active webhook, until a time, if nobody else is at this time. Whoever
   * is may say so again. A lease that goes on for twice as long as this one was made before a clock was set back: it
   * does not count.
   * @returns the webhook as it is then; undefined if it is another's, not active or gone.
   */
  claim(id: number, holder: string, now: Date, until: Date): Promise<Webhook | undefined>;

  /**
   * Stores how far the holder has got; whether it was this holder still.
   * @param off why the webhook is switched off with that.
   */
  advance(id: number, holder: string, progress: WebhookProgress, off?: OffReason): Promise<boolean>;

  /** Lets others deliver, if it was this holder who did. */
  release(id: number, holder: string): Promise<void>;

  /**
   * Notes what came of an attempt. A delivery that is known by its `key` is brought up to date, and its attempts are
   * added up.
   */
  note(delivery: NewDelivery): Promise<void>;

  /** Forgets deliveries last attempted before this time, the oldest first, `limit` at most; returns how many. */
  prune(before: Date, limit: number): Promise<number>;
}
