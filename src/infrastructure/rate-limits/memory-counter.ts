import type { Counted, Counter } from './counter.js';

interface Window {
  count: number;
  readonly ends: number;
}

/** How many keys there are at least before those are looked for whose windows have ended. */
const few = 1000;

/** Within this process, and forgotten with it. */
export class MemoryCounter implements Counter {
  readonly #windows = new Map<string, Window>();
  /** So many that looking for what has ended costs each new key little. */
  #full = few;

  /** @param elapsed tells milliseconds by a clock that nobody can set. */
  constructor(private readonly elapsed = () => performance.now()) {}

  get size(): number {
    return this.#windows.size;
  }

  add(key: string, window: number): Promise<Counted> {
    const now = this.elapsed();
    const open = this.#open(key, now) ?? this.#begin(key, now, window);
    open.count += 1;
    return Promise.resolve({ count: open.count, left: open.ends - now });
  }

  look(key: string): Promise<Counted | undefined> {
    const now = this.elapsed();
    const open = this.#open(key, now);
    return Promise.resolve(open && { count: open.count, left: open.ends - now });
  }

  #open(key: string, now: number): Window | undefined {
    const window = this.#windows.get(key);
    return window !== undefined && window.ends > now ? window : undefined;
  }

  #begin(key: string, now: number, length: number): Window {
    if (this.#windows.size >= this.#full) this.#forget(now);
    const window = { count: 0, ends: now + length };
    this.#windows.set(key, window);
    return window;
  }

  #forget(now: number): void {
    for (const [key, { ends }] of this.#windows) if (ends <= now) this.#windows.delete(key);
    this.#full = Math.max(few, 2 * this.#windows.size);
  }
}
