import type { Clock } from '../ports/clock.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** How many rows go in one unit of work: so few that work that waits behind it does not notice. */
const batch = 200;

/** Forgets what has had its time: logins that expired, idempotency keys, and events. */
export class Prune {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    /** For how long a repeated send is recognised, in milliseconds. */
    private readonly idempotencyKeyLifetime: number,
    /** For how long a stream of events can be resumed, in milliseconds. */
    private readonly eventRetention: number,
  ) {}

  /** Each batch queues up behind the writes that came meanwhile. Returns how many there were of each. */
  async execute(): Promise<{ tokenFamilies: number; idempotencyKeys: number; events: number }> {
    const now = this.clock.now();
    const ago = (lifetime: number) => new Date(now.getTime() - lifetime);
    const [oldKeys, oldEvents] = [ago(this.idempotencyKeyLifetime), ago(this.eventRetention)];
    return {
      tokenFamilies: await this.#all(({ tokenFamilies }) => tokenFamilies.removeExpired(now, batch)),
      idempotencyKeys: await this.#all(({ messages }) => messages.forgetIdempotencyKeys(oldKeys, batch)),
      events: await this.#all(({ events }) => events.prune(oldEvents, batch)),
    };
  }

  async #all(prune: (repositories: Repositories) => Promise<number>): Promise<number> {
    let total = 0;
    for (let count = batch; count === batch; total += count) count = await this.unitOfWork.run(prune);
    return total;
  }
}
