import { giveUpAfter, neededSince } from '../../domain/webhooks/webhook.js';
import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

interface Pruned {
  readonly tokenFamilies: number;
  readonly idempotencyKeys: number;
  readonly events: number;
  /** What is known of deliveries to webhooks. */
  readonly deliveries: number;
  /** What messages said before, and reports of them. */
  readonly evidence: number;
}

/** How many rows go in one unit of work: so few that work that waits behind it does not notice. */
const batch = 200;

/**
 * Forgets what has had its time: logins that expired, idempotency keys, events that no active webhook waits for, what
 * came of deliveries, and evidence.
 */
export class Prune {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    /** For how long a repeated send is recognised, in milliseconds. */
    private readonly idempotencyKeyLifetime: number,
    /** For how long a stream of events can be resumed, in milliseconds. */
    private readonly eventRetention: number,
    /** For how long is kept what was edited, deleted, or reported and closed, in milliseconds. */
    private readonly evidencePeriod: number,
  ) {}

  /** Each batch queues up behind the writes that came meanwhile. Returns how many there were of each. */
  async execute(): Promise<Pruned> {
    const now = this.clock.now();
    const ago = (lifetime: number) => new Date(now.getTime() - lifetime);
    const [oldKeys, oldEvents] = [ago(this.idempotencyKeyLifetime), ago(this.eventRetention)];
    const webhooks = await this.unitOfWork.read((readers) => readers.webhooks.all());
    const needed = webhooks.filter(({ status }) => status === 'active').map((one) => neededSince(one, now));
    const neededEvents = new Date(Math.min(...[oldEvents, ...needed].map(Number)));
    return {
      tokenFamilies: await this.#all(({ tokenFamilies }) => tokenFamilies.removeExpired(now, batch)),
      idempotencyKeys: await this.#all(({ messages }) => messages.forgetIdempotencyKeys(oldKeys, batch)),
      events: await this.#all(({ events }) => events.prune(neededEvents, batch)),
      deliveries: await this.#all(({ webhooks }) => webhooks.prune(ago(giveUpAfter), batch)),
      evidence: await this.#evidenceFrom(ago(this.evidencePeriod)),
    };
  }

  /** So that it cannot be found on the disk either, which costs something, so it is done if there was any. */
  async #evidenceFrom(before: Date): Promise<number> {
    const total = await this.#all(({ evidence }) => evidence.prune(before, batch));
    if (total > 0) await this.unitOfWork.run(async () => undefined, { erases: true });
    return total;
  }

  async #all(prune: (repositories: Repositories) => Promise<number>): Promise<number> {
    let total = 0;
    for (let count = batch; count === batch; total += count) count = await this.unitOfWork.run(prune);
    return total;
  }
}
