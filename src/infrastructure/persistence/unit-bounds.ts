import { AsyncLocalStorage } from 'node:async_hooks';
import { storageUnavailable } from './storage-unavailable.js';

/** What every unit of work is held to, on any store: it is in no other, and it ends in time. */
export class UnitBounds {
  readonly #inside = new AsyncLocalStorage<true>();

  /** @param timeout how long one unit of work may take, counted from its turn, in milliseconds. */
  constructor(private readonly timeout: number) {}

  /** @throws Error if called within a unit of work, which would wait for itself. */
  refuseNesting(): void {
    if (this.#inside.getStore() === true) {
      throw new Error(
        'A unit of work was begun within another: use the repositories that the outer one gave.',
      );
    }
  }

  /** @param attempt runs one unit of work, whose turn it is; `expired` rejects when it has had its time. */
  async run<Result>(attempt: (expired: Promise<never>) => Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_, fail) => {
      const { timeout } = this;
      timer = setTimeout(() => fail(storageUnavailable(`The work took more than ${timeout} ms.`)), timeout);
    });
    expired.catch(() => undefined); // The attempt may look at it late, or not at all.
    try {
      return await this.#inside.run(true, () => attempt(expired));
    } finally {
      clearTimeout(timer);
    }
  }
}
