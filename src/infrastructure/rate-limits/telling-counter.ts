import type { Counted, Counter } from './counter.js';

/** Tells when a counter begins to fail, and when it counts again: limits are each process's own in between. */
export class TellingCounter implements Counter {
  #fails = false;

  constructor(
    private readonly counter: Counter,
    private readonly tell: { failing(error: unknown): void; well(): void },
  ) {}

  add(key: string, window: number): Promise<Counted> {
    return this.#watch(this.counter.add(key, window));
  }

  look(key: string, window: number): Promise<Counted | undefined> {
    return this.#watch(this.counter.look(key, window));
  }

  async #watch<Result>(counting: Promise<Result>): Promise<Result> {
    try {
      const result = await counting;
      if (this.#fails) this.tell.well();
      this.#fails = false;
      return result;
    } catch (error) {
      if (!this.#fails) this.tell.failing(error);
      this.#fails = true;
      throw error;
    }
  }
}
