import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';

// Each worker of a cluster answers for all: it asks the primary, which asks them all.

const question = 'duet:metrics?';
const answer = 'duet:metrics';

interface Message {
  readonly type?: typeof question | typeof answer;
  readonly id: number;
  readonly text?: string | undefined;
}

/** In the primary of a cluster: gives the sum of what its workers measure to any of them that asks. */
export function addUpWorkersMetrics(): void {
  const all = new AggregatorRegistry();
  cluster.on('message', (worker, { type, id }: Message) => {
    if (type !== question) return;
    const reply = (text?: string) => {
      if (worker.isConnected()) worker.send({ type: answer, id, text } satisfies Message);
    };
    all.clusterMetrics().then(reply, () => reply());
  });
}

/** In a worker: the sum of what it measures, in these registries, and the others do. */
export class WorkersMetrics {
  readonly #waiting = new Map<number, (text: string | undefined) => void>();
  #asked = 0;

  constructor(registries: Registry[]) {
    AggregatorRegistry.setRegistries(registries);
    new AggregatorRegistry(); // listens to the primary
    process.on('message', ({ type, id, text }: Message) => {
      if (type === answer) this.#waiting.get(id)?.(text);
    });
  }

  /** Undefined if one of them does not answer in time. */
  async exposition(): Promise<string | undefined> {
    const id = (this.#asked += 1);
    try {
      return await new Promise((resolve) => {
        this.#waiting.set(id, resolve);
        process.send?.({ type: question, id } satisfies Message);
      });
    } finally {
      this.#waiting.delete(id);
    }
  }
}
