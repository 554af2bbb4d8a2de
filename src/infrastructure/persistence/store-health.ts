import { Outage } from '../../application/ports/outage.js';
import { storageUnavailable } from './storage-unavailable.js';

/**
 * For how long a store counts as failing after it was found damaged or full, in milliseconds: a trial may not touch the
 * damage, and may fit in where a message does not.
 */
const faultLasts = 5000;

/** How long a write may take that only tries whether the store takes any, in milliseconds. */
const patience = 2000;

/** Remembers how a store fared, for readiness to tell: a store that can be read may still take no writes. */
export class StoreHealth {
  #inDoubt = false;
  #faultSeen = -Infinity;
  #trial: Promise<unknown> | undefined;

  /** @param tryToWrite commits something that changes nothing. Only done after a write has failed. */
  constructor(
    private readonly tryToWrite: () => Promise<unknown>,
    private readonly isLasting: (error: unknown) => boolean = () => false,
  ) {}

  async write<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      this.#inDoubt = false;
      return result;
    } catch (error) {
      if (error instanceof Outage) this.#inDoubt = true;
      throw this.#noted(error);
    }
  }

  async read<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.#noted(error);
    }
  }

  /** @throws Outage `storage_unavailable` if writes fail, or a lasting fault was met a moment ago. */
  async check(): Promise<void> {
    if (performance.now() - this.#faultSeen < faultLasts)
      throw storageUnavailable('The database was damaged or full a moment ago.');
    if (!this.#inDoubt) return;
    this.#trial ??= this.write(this.tryToWrite).finally(() => (this.#trial = undefined));
    this.#trial.catch(() => undefined); // which may come when nobody waits for it any more
    await inTime(this.#trial, patience);
  }

  #noted(error: unknown): unknown {
    if (error instanceof Outage && this.isLasting(error.cause)) this.#faultSeen = performance.now();
    return error;
  }
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
