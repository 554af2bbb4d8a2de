import { LRUCache } from 'lru-cache';
import type { ActiveRoles } from '../../application/ports/active-roles.js';
import type { Clock } from '../../application/ports/clock.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import type { Role } from '../../domain/accounts/user.js';

/** For how long a role is taken as known, in milliseconds. */
const freshness = 500;

/** Who has called within this time, in milliseconds, may be expected to call again. */
const recent = 10_000;

/** How many users are read together at most: so few that nobody notices the time it takes. */
const together = 1000;

/** The state in which an active user was last seen. */
interface Seen {
  readonly role: Role;
  /** When that was read, as `Clock.elapsed` counts. */
  readonly read: number;
}

/** A read of several roles that has not ended. */
interface UnderWay {
  readonly roles: Promise<ReadonlyMap<number, Role>>;
  /** When it began, as `Clock.elapsed` counts. */
  readonly read: number;
}

/**
 * Remembers roles for half a second. Each read takes those who called lately along: twice a second one read for all,
 * where one for each would cost as much as many a request. Whoever calls meanwhile waits for that read. The roles that
 * were read together are due again at the same moment, so without that each connection would begin such a read.
 */
export class RecentRoles implements ActiveRoles {
  readonly #seen = new LRUCache<number, Seen>({ max: 10_000 });
  /** The read under way that takes a user along. */
  readonly #underWay = new Map<number, UnderWay>();
  /** Who has called lately: since `#since`, and in as long a time before that. */
  #callers = new Set<number>();
  #before = new Set<number>();
  #since = -Infinity;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The role of somebody who calls; undefined if it must be read. */
  known(caller: number): Role | undefined {
    const seen = this.#seen.get(caller);
    if (seen === undefined || this.clock.elapsed() - seen.read >= freshness) return undefined;
    this.#callers.add(caller);
    return seen.role;
  }

  /** The role of somebody who calls, as it is now; undefined if they are not active. */
  async read(caller: number): Promise<Role | undefined> {
    this.#callers.add(caller);
    const now = this.clock.elapsed();
    const underWay = this.#underWay.get(caller);
    if (underWay !== undefined && now - underWay.read < freshness) {
      const role = (await underWay.roles).get(caller);
      if (role !== undefined) return role;
      // They may have been made, or become active again, since it began.
    }
    return (await this.#read(this.#withCallers(caller, now), now)).get(caller);
  }

  /** Read each time and not remembered: thousands who only listen would push out those who call. */
  of(users: readonly number[]): Promise<ReadonlyMap<number, Role>> {
    return this.unitOfWork.read((readers) => readers.users.rolesOf(users));
  }

  /** @param now from when on these roles are taken as known: not later than the read begins. */
  #read(ids: readonly number[], now: number): Promise<ReadonlyMap<number, Role>> {
    const reading = this.unitOfWork
      .read((readers) => readers.users.rolesOf(ids))
      .then((roles) => {
        for (const id of ids) {
          const role = roles.get(id);
          if (role === undefined) this.#seen.delete(id);
          else this.#seen.set(id, { role, read: now });
        }
        return roles;
      })
      .finally(() => {
        for (const id of ids) if (this.#underWay.get(id)?.roles === reading) this.#underWay.delete(id);
      });
    for (const id of ids) this.#underWay.set(id, { roles: reading, read: now });
    return reading;
  }

  /** This user and those who called lately, if their role was read some time ago. */
  #withCallers(user: number, now: number): number[] {
    if (now - this.#since >= recent) {
      this.#before = this.#callers;
      this.#callers = new Set();
      this.#since = now;
    }
    const due = new Set([user]);
    for (const callers of [this.#callers, this.#before]) {
      for (const id of callers) {
        if (due.size >= together) break;
        if (isDue(this.#seen.peek(id), now) && isDue(this.#underWay.get(id), now)) due.add(id);
      }
    }
    return [...due];
  }
}

/** Whether a role is read again when something is read anyway. */
function isDue(last: { readonly read: number } | undefined, now: number): boolean {
  return now - (last?.read ?? -Infinity) >= freshness / 2;
}
