import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../application/ports/clock.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import type { ServiceKey } from '../../domain/accounts/service-key.js';
import { hashOfKey } from './random-service-key-source.js';

/** For how long the keys are taken as known, in milliseconds: one that is revoked must be refused within a second. */
const freshness = 500;

/** How often the use of a key is noted, in milliseconds. */
const noteEvery = 60_000;

/** All keys as they were at one moment. */
interface Ring {
  readonly keys: readonly { readonly key: ServiceKey; readonly hash: Buffer }[];
  /** Which read it is from, of those of this process. */
  readonly number: number;
  /** When the read began, as `Clock.elapsed` counts. */
  readonly read: number;
}

/** Knows service keys again. All are read together: there are few, and so a key that is unknown costs no read of its own. */
export class KeyRing {
  #ring: Ring | undefined;
  #reads = 0;
  #reading: Promise<Ring> | undefined;
  /** Hashes of tokens that were no key, with the time of that, as `Clock.elapsed` counts. */
  readonly #unknown = new LRUCache<string, number>({ max: 1000 });
  /** When the use of each key was last seen to, as `Clock.elapsed` counts. */
  readonly #noted = new Map<number, number>();

  /** @param noteUse is told now and then that a key is in use, and must not throw. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly noteUse: (key: number, used: Date) => void,
  ) {}

  /** The key that this token is, as far as that is known without a read. */
  known(token: string): ServiceKey | undefined {
    const ring = this.#ring;
    return ring !== undefined && this.#isFresh(ring.read) ? this.#find(ring, hashOfKey(token)) : undefined;
  }

  /** The key that this token is, also if it was made just now. */
  async find(token: string): Promise<ServiceKey | undefined> {
    const hash = hashOfKey(token);
    const missed = this.#unknown.get(hash);
    if (missed !== undefined && this.#isFresh(missed)) return undefined;
    const begun = this.#reads;
    let ring = await (this.#reading ?? this.#read());
    let key = this.#find(ring, hash);
    if (key === undefined && ring.number <= begun) {
      // That read may have been before the key was made. Whatever is under way now has begun since then.
      ring = await (this.#reading ?? this.#read());
      key = this.#find(ring, hash);
    }
    if (key === undefined) this.#unknown.set(hash, ring.read);
    return key;
  }

  #isFresh(read: number): boolean {
    return this.clock.elapsed() - read < freshness;
  }

  /** Compares with all of them in constant time: how long it takes tells nothing about any. */
  #find(ring: Ring, hash: string): ServiceKey | undefined {
    const sought = Buffer.from(hash);
    let found: ServiceKey | undefined;
    for (const { key, hash } of ring.keys) if (timingSafeEqual(hash, sought)) found = key;
    if (found !== undefined) this.#used(found);
    return found;
  }

  #read(): Promise<Ring> {
    const number = (this.#reads += 1);
    const read = this.clock.elapsed();
    const reading = this.unitOfWork
      .read(({ serviceKeys }) => serviceKeys.all())
      .then((all) => {
        const keys = all.map((key) => ({ key, hash: Buffer.from(key.hash) }));
        return (this.#ring = { keys, number, read });
      })
      .finally(() => (this.#reading = undefined));
    return (this.#reading = reading);
  }

  #used({ id, lastUsed }: ServiceKey): void {
    const elapsed = this.clock.elapsed();
    if (elapsed - (this.#noted.get(id) ?? -Infinity) < noteEvery) return;
    this.#noted.set(id, elapsed);
    const now = this.clock.now();
    // Another process may have noted it.
    if (lastUsed === undefined || now.getTime() - lastUsed.getTime() >= noteEvery) this.noteUse(id, now);
  }
}
