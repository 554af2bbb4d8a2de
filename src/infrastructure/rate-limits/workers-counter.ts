import cluster from 'node:cluster';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Counted, Counter } from './counter.js';
import { MemoryCounter } from './memory-counter.js';

// The workers of a cluster count in their primary, by messages to it and back.

const question = 'duet:count?';
const answer = 'duet:count';

interface Question {
  readonly type?: typeof question;
  readonly id: number;
  readonly kind: 'add' | 'look';
  readonly key: string;
  readonly window: number;
}

interface Answer {
  readonly type?: typeof answer;
  readonly id: number;
  readonly counted: Counted | undefined;
}

/** How long to wait for the primary, in milliseconds. */
const patience = 1000;

/** In the primary: counts for its workers, together. */
export function countForWorkers(): void {
  const counter = new MemoryCounter();
  cluster.on('message', (worker, message: Question) => {
    if (message.type !== question) return;
    const { id, kind, key, window } = message;
    void counter[kind](key, window).then((counted) => {
      if (worker.isConnected()) worker.send({ type: answer, id, counted } satisfies Answer);
    });
  });
}

/** In a worker: counts in the primary, which `countForWorkers` was called in. */
export class WorkersCounter implements Counter {
  readonly #waiting = new Map<number, (counted: Counted | undefined) => void>();
  #asked = 0;

  constructor() {
    process.on('message', (message: Answer) => {
      if (message.type === answer) this.#waiting.get(message.id)?.(message.counted);
    });
  }

  async add(key: string, window: number): Promise<Counted> {
    const counted = await this.#ask('add', key, window);
    if (counted === undefined) throw new Error('The primary counted nothing.');
    return counted;
  }

  look(key: string, window: number): Promise<Counted | undefined> {
    return this.#ask('look', key, window);
  }

  /** @throws Error if the primary does not answer in time. */
  async #ask(kind: Question['kind'], key: string, window: number): Promise<Counted | undefined> {
    const id = (this.#asked += 1);
    const ended = new AbortController();
    try {
      return await Promise.race([
        new Promise<Counted | undefined>((resolve) => {
          this.#waiting.set(id, resolve);
          process.send?.({ type: question, id, kind, key, window } satisfies Question);
        }),
        pause(patience, undefined, { signal: ended.signal }).then(async () => {
          await nextTurn(); // a worker that was held up finds its timers due before the messages that came meanwhile
          throw new Error(`The primary did not count within ${patience} ms.`);
        }),
      ]);
    } finally {
      this.#waiting.delete(id);
      ended.abort();
    }
  }
}
