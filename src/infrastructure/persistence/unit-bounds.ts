import { AsyncLocalStorage } from 'node:async_hooks';
import { storageUnavailable } from './storage-unavailable.js';

// One for all stores, because each AsyncLocalStorage in use makes every promise of the process dearer.
/** On which stores the code that runs is in a unit of work. */
const inside = new AsyncLocalStorage<readonly UnitBounds[]>();

/** What every unit of work is held to, on any store: it is in no other, and it ends in time. */
export class UnitBounds {
  /** @param timeout how long one unit of work may take, counted from its turn, in milliseconds. */
  constructor(private readonly timeout: number) {}

  /** @throws Error if called within a unit of work, which would wait for itself. */
  refuseNesting(): void {
    if (inside.getStore()?.includes(this) === true) {
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
      return await inside.run([...(inside.getStore() ?? []), this], () => attempt(expired));
    } finally {
      clearTimeout(timer);
    }
  }
}
