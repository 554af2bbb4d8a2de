import { Outage } from '../../application/ports/outage.js';
import { storageUnavailable } from './storage-unavailable.js';

/** For how long a disk counts as full after it was found so, in milliseconds: a trial may fit in where a message does not. */
const fullLasts = 5000;

/** How long the trials may take that show whether the store is well, in milliseconds. */
const patience = 2000;

/** What a store's errors say about it. */
export interface Faults {
  readonly isDamage: (error: unknown) => boolean;
  readonly isFull: (error: unknown) => boolean;
}

/** Remembers how a store fared, for readiness to tell: a store that can be read may still take no writes. */
export class StoreHealth {
  #inDoubt = false;
  #hangs = false;
  #fullSeen = -Infinity;
  /** What met damage last, to be tried again: readiness itself may read other parts of the store. */
  #metDamage: (() => Promise<unknown>) | undefined;
  #trial: Promise<void> | undefined;

  /** @param tryToWrite commits something that changes nothing. Only done after a write has failed. */
  constructor(
    private readonly tryToWrite: () => Promise<unknown>,
    private readonly faults: Faults,
  ) {}

  /** @param rehearse does the same and leaves no trace; undefined if it cannot be done twice. */
  async write<Result>(work: () => Promise<Result>, rehearse?: () => Promise<unknown>): Promise<Result> {
    try {
      const result = await work();
      this.#inDoubt = this.#hangs = false;
      return result;
    } catch (error) {
      if (error instanceof Outage) this.#inDoubt = true;
      this.#note(error, rehearse);
      throw error;
    }
  }

  async read<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#note(error, work);
      throw error;
    }
  }

  /**
   * Commits are not answered: the server waits for a synchronous standby, or for its disk. Each that begins now would keep
   * a session there, until there are none left to read with.
   */
  hang(): void {
    this.#hangs = true;
  }

  /** @throws Outage `storage_unavailable` while commits are not answered. Sees to it that this is found out. */
  refuseWhileHanging(): void {
    if (!this.#hangs) return;
    this.#begin().catch(() => undefined); // says so itself
    throw unanswered();
  }

  /** @throws Outage `storage_unavailable` if writes fail, or damage that was met is still there. */
  async check(): Promise<void> {
    if (performance.now() - this.#fullSeen < fullLasts)
      throw storageUnavailable('The disk was full a moment ago.');
    const trial = this.#begin();
    trial.catch(() => undefined); // which may come when nobody waits for it any more
    await inTime(trial, patience).catch((error: unknown) => {
      throw this.#hangs ? unanswered(error) : error;
    });
  }

  /** One at a time: the next ones would wait behind it. */
  #begin(): Promise<void> {
    return (this.#trial ??= this.#try().finally(() => (this.#trial = undefined)));
  }

  async #try(): Promise<void> {
    if (this.#hangs) await this.write(this.tryToWrite);
    const again = this.#metDamage;
    if (again !== undefined) {
      await again().catch((error: unknown) => {
        if (error instanceof Outage) throw error; // anything else is no fault of the store's
      });
      if (this.#metDamage === again) this.#metDamage = undefined;
    }
    if (this.#inDoubt) await this.write(this.tryToWrite);
  }

  #note(error: unknown, again: (() => Promise<unknown>) | undefined): void {
    if (!(error instanceof Outage)) return;
    if (this.faults.isFull(error.cause)) this.#fullSeen = performance.now();
    if (this.faults.isDamage(error.cause)) this.#metDamage = again ?? this.#metDamage;
  }
}

function unanswered(cause?: unknown): Outage {
  return storageUnavailable('The database does not answer commits.', cause);
}

/** Thrown to undo what was done only to see whether it can be. */
class Rehearsed extends Error {}

/** The same work, which fails in the end, so that its store undoes it. */
export function rehearsalOf<Context>(
  run: (work: (context: Context) => Promise<never>) => Promise<never>,
  work: (context: Context) => Promise<unknown>,
): () => Promise<void> {
  return () =>
    run(async (context) => {
      await work(context);
      throw new Rehearsed();
    }).catch((error: unknown) => {
      if (!(error instanceof Rehearsed)) throw error;
    });
}

/** @throws Outage `storage_unavailable` if the answer takes longer than these milliseconds. */
export async function inTime(answer: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = storageUnavailable(`The database did not answer within ${milliseconds} ms.`);
    timer = setTimeout(() => reject(error), milliseconds);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
