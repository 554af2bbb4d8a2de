const shortest = 500;
const longest = 30_000;

/**
 * How long to wait before the next attempt, in milliseconds: about twice as long after each failure, and never the
 * same for all clients of a server that comes back.
 * @param failures at least one.
 */
export function backoff(failures: number): number {
  return Math.min(longest, shortest * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

/** Waits; not longer than until the signal, or until the browser has found its network again. */
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

/** Undefined outside of browsers. */
const window = 'addEventListener' in globalThis ? (globalThis as unknown as EventTarget) : undefined;
