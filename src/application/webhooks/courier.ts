import type { NewDelivery } from '../../domain/webhooks/delivery.js';
import {
  afterFailure,
  dueAt,
  isDue,
  untroubled,
  wants,
  type OffReason,
  type Webhook,
  type WebhookProgress,
} from '../../domain/webhooks/webhook.js';
import type { Clock } from '../ports/clock.js';
import { isSameLog, type ChatEvent } from '../ports/event-log.js';
import type { Presence } from '../ports/presence.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { readerToBe } from './notification.js';
import { itemOf, type Item, type SendToWebhook } from './send-to-webhook.js';

export interface CourierOptions {
  /** How long to wait after each failure, in milliseconds; the last one is for all that follow. */
  readonly pauses: readonly number[];
  /** How many events are told at once, each of another thread. */
  readonly atOnce: number;
  /** Is told of each attempt. */
  readonly onAttempt: (delivery: NewDelivery) => void;
  /** Is told that events were pruned before the webhook got to them. */
  readonly onLoss: (webhook: Webhook) => void;
}

/** How many events are read at once. */
const batch = 100;

/** How many failures in a row, of different threads, say that the receiver takes nothing at all. */
const despair = 3;

/** How often a place is stored up to which nothing was wanted, in milliseconds. */
const noteEvery = 10_000;

/** How late a transaction may commit an event after it has dated it, in milliseconds. */
const late = 60_000;

export interface Stopping {
  /** Nothing more is begun. */
  readonly over: AbortSignal;
  /** What is on its way is cut off. */
  readonly cut: AbortSignal;
}

/** What became of a batch. */
interface Round {
  readonly deliveries: readonly NewDelivery[];
  /** The first item in the log that was not taken; undefined: all were. */
  readonly firstLeft: Item | undefined;
  /** The status of the first failure; undefined if there was none. */
  readonly failure: { readonly status: number | undefined } | undefined;
  readonly despaired: boolean;
}

/**
 * Tells one webhook what happens, in passes through the log of events. A pass begins at the place that is stored. A
 * thread of which an event is not taken is left alone for the rest of the pass, so that its order stays; others go on.
 * The stored place stays before the first event that was not taken, and the next pass, after a pause, begins there:
 * what was taken meanwhile is known by its delivery.
 */
export class Courier {
  /** Up to where this pass has read. */
  #head: string | undefined;
  readonly #parked = new Set<string>();
  /** Whether deliveries of an earlier pass, or of another process, may lie ahead. */
  #checking = true;
  #noted = -Infinity;
  #waitingSince: Date | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly send: SendToWebhook,
    private readonly presence: Presence,
    private readonly clock: Clock,
    private readonly holder: string,
    private readonly options: CourierOptions,
  ) {}

  /** Since when an event waits that could be told by now; undefined: none does. */
  get waitingSince(): Date | undefined {
    return this.#waitingSince;
  }

  /**
   * Reads some events on, and tells those that are wanted.
   * @returns for how long there is nothing to do, in milliseconds; undefined: until something happens; `over`: it has
   * switched the webhook off.
   */
  async step(webhook: Webhook, stopping: Stopping): Promise<number | undefined | 'over'> {
    const now = this.clock.now();
    const pause = webhook.nextAttempt === undefined ? 0 : webhook.nextAttempt.getTime() - now.getTime();
    if (pause > 0 && this.#parked.size === 0) return pause;
    if (pause <= 0 && this.#parked.size > 0) this.#beginPass();
    const head = (this.#head ??= webhook.position);
    const read = await this.unitOfWork.read(({ events }) => events.after(head, batch));
    if (read === undefined && head !== webhook.position) {
      // Of a log that was lost, with the database that it was read from. What is stored is of this one's past.
      this.#beginPass();
      return 0;
    }
    if (read === undefined) return this.#goOnAnew(webhook);
    const due = read.events.filter(({ created }) => isDue(webhook, created, now));
    const next = read.events[due.length];
    const isAll = next === undefined;
    const wasParked = this.#parked.size > 0;
    const round = await this.#tell(webhook, head, due, stopping);

    const end = isAll ? read.position : (due.at(-1)?.position ?? head);
    this.#head = end;
    const position = wasParked ? webhook.position : (round.firstLeft?.before ?? end);
    const reached = wasParked
      ? webhook.reached
      : (round.firstLeft?.event.created ??
        next?.created ??
        (read.complete ? new Date(now.getTime() - late) : (due.at(-1)?.created ?? webhook.reached)));
    const isOnTime = this.#parked.size === 0;
    const troubles = round.failure === undefined || pause > 0 ? undefined : round.failure;
    const after =
      troubles === undefined ? webhook : afterFailure(webhook, troubles.status, now, this.options.pauses);
    const progress = { ...after, ...(isOnTime && !wasParked && untroubled), position, reached };
    this.#waitingSince = progress.failingSince ?? (isAll && !read.complete ? due[0]?.created : undefined);
    await this.#store(webhook, progress, round.deliveries, after.offReason);
    if (after.status === 'off') return 'over';
    if (round.despaired) this.#beginPass();
    if (isAll && read.complete && isOnTime) this.#checking = false;
    return this.#wait(progress, { more: isAll && !read.complete, next, now: this.clock.now() });
  }

  #beginPass(): void {
    this.#head = undefined;
    this.#parked.clear();
    this.#checking = true;
  }

  #wait(
    { nextAttempt, delay }: Webhook,
    { more, next, now }: { more: boolean; next: ChatEvent | undefined; now: Date },
  ): number | undefined {
    if (more && this.#head !== undefined) return 0;
    const times = [nextAttempt, next && dueAt({ delay }, next.created)].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.max(0, Math.min(...times.map(Number)) - now.getTime());
  }

  /** Tells what is wanted, several threads at once, each in its order. */
  async #tell(
    webhook: Webhook,
    head: string,
    due: readonly ChatEvent[],
    { over, cut }: Stopping,
  ): Promise<Round> {
    const items = await this.#itemsOf(webhook, head, due);
    const readers = items.map(({ event }) => readerToBe(event)).filter((id) => id !== undefined);
    const online = await this.presence.onlineAmong([...new Set(readers)]);
    const queues = [...bySubject(items)];
    const deliveries: NewDelivery[] = [];
    const left = new Set<Item>(items);
    let failure: Round['failure'];
    let inARow = 0;
    const isOver = () => over.aborted || inARow >= despair || failure?.status === 410;
    const work = async (): Promise<void> => {
      for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
        const [subject, ofSubject] = queue;
        for (const item of ofSubject) {
          if (isOver()) return;
          const delivery = await this.send.execute(webhook, item, online, cut);
          if (cut.aborted && delivery?.delivered !== true) return; // it may have arrived: the next holder repeats it
          if (delivery !== undefined) {
            this.options.onAttempt(delivery);
            deliveries.push(delivery);
          }
          if (delivery?.delivered === false) {
            failure ??= { status: delivery.status };
            inARow += 1;
            this.#parked.add(subject);
            break;
          }
          inARow = 0;
          left.delete(item);
        }
      }
    };
    // All have ended before a fault of the store ends the round: nothing goes on beside the next one.
    const ended = await Promise.allSettled(Array.from({ length: this.options.atOnce }, work));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
    const firstLeft = items.find((item) => left.has(item));
    return { deliveries, firstLeft, failure, despaired: inARow >= despair };
  }

  async #itemsOf(webhook: Webhook, head: string, due: readonly ChatEvent[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    let before = head;
    for (const event of due) {
      const item = itemOf(webhook, event, before);
      before = event.position;
      if (item === undefined || !wants(webhook, item.event.type)) continue;
      if (webhook.onlyUnread && event.type === 'message.created' && event.message.isRead) continue;
      items.push(item);
    }
    const keys = items.map(({ key }) => key);
    const done = this.#checking
      ? await this.unitOfWork.read(({ webhooks }) => webhooks.deliveredOf(webhook.id, keys))
      : new Set<string>();
    return items.filter(({ key, event }) => !done.has(key) && !this.#parked.has(subjectOf(event)));
  }

  /**
   * The log was pruned past the webhook, or is an earlier state of itself: it goes on with what is left. In another log
   * it begins at the end, because nobody asked to be told of what is there.
   */
  async #goOnAnew(webhook: Webhook): Promise<number> {
    this.options.onLoss(webhook);
    const position = await this.unitOfWork.read(async ({ events }) => {
      const oldest = await events.beginning();
      return isSameLog(oldest, webhook.position) ? oldest : events.end();
    });
    this.#beginPass();
    await this.#store(
      webhook,
      { ...webhook, ...untroubled, position, reached: this.clock.now() },
      [],
      undefined,
    );
    return 0;
  }

  async #store(
    before: Webhook,
    progress: WebhookProgress,
    deliveries: readonly NewDelivery[],
    off: OffReason | undefined,
  ): Promise<void> {
    const elapsed = this.clock.elapsed();
    const isSame =
      progress.nextAttempt === before.nextAttempt && progress.failingSince === before.failingSince;
    const isIdle = isSame && deliveries.length === 0;
    if (isIdle && (progress.position === before.position || elapsed - this.#noted < noteEvery)) return;
    this.#noted = elapsed;
    await this.unitOfWork.run(async ({ webhooks }) => {
      await webhooks.advance(before.id, this.holder, progress, off);
      for (const delivery of deliveries) await webhooks.note(delivery);
    });
  }
}

function bySubject(items: readonly Item[]): Map<string, Item[]> {
  const subjects = new Map<string, Item[]>();
  for (const item of items) {
    const subject = subjectOf(item.event);
    subjects.set(subject, [...(subjects.get(subject) ?? []), item]);
  }
  return subjects;
}

/** What keeps its order. */
function subjectOf(event: ChatEvent): string {
  return 'threadId' in event ? `thread ${event.threadId}` : `user ${event.userId}`;
}
