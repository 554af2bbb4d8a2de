import { LRUCache } from 'lru-cache';
import type { Clock } from '../../application/ports/clock.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';

/** For how long an id is taken as known, in milliseconds: somebody who was erased may come again as somebody new. */
const freshness = 500;

/** Remembers for half a second which users the host application's ids mean. */
export class RecentIds {
  readonly #seen = new LRUCache<string, { readonly id: number; readonly read: number }>({ max: 10_000 });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Undefined if it must be read. */
  known(externalId: string): number | undefined {
    const seen = this.#seen.get(externalId);
    return seen !== undefined && this.clock.elapsed() - seen.read < freshness ? seen.id : undefined;
  }

  /** As it is now; undefined if nobody has it. */
  async read(externalId: string): Promise<number | undefined> {
    const read = this.clock.elapsed();
    const user = await this.unitOfWork.read(({ users }) => users.findByExternalId(externalId));
    if (user !== undefined) this.#seen.set(externalId, { id: user.id, read });
    return user?.id;
  }
}
