const shortest = 500;
const longest = 30_000;

/**
 * How long to wait before the next attempt, in milliseconds. It doubles with each failure, and is partly random, so that
 * the clients of a restarted server do not all come at once.
 * @param failures at least one.
 */
export function backoff(failures: number): number {
  return Math.min(longest, shortest * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

/** Waits. Ends early when the signal is aborted, or when the browser is online again. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      window?.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted === true) done();
    signal?.addEventListener('abort', done);
    window?.addEventListener('online', done);
  });
}

/** Undefined outside browsers. */
const window = 'addEventListener' in globalThis ? (globalThis as unknown as EventTarget) : undefined;
