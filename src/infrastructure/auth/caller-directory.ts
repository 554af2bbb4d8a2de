import { LRUCache } from 'lru-cache';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import type { Caller } from '../../domain/user.js';

/** For how long a user's role and activity are taken as known, in milliseconds: a change must bite within a second. */
const freshness = 500;

/** The present state of the users who are calling, read at most twice a second for each. */
export class CallerDirectory {
  readonly #known = new LRUCache<number, Caller>({ max: 10_000, ttl: freshness });

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Undefined for a user who is deactivated or not there. */
  find(id: number): Caller | undefined | Promise<Caller | undefined> {
    return this.#known.get(id) ?? this.#read(id);
  }

  async #read(id: number): Promise<Caller | undefined> {
    const user = await this.unitOfWork.read(({ users }) => users.find(id));
    if (user?.active !== true) return undefined;
    const caller = { id, role: user.role };
    this.#known.set(id, caller);
    return caller;
  }
}
