import cluster from 'node:cluster';
import type { EventSignals, Typing, Watcher } from '../../application/ports/event-signals.js';

// What is stored, each worker of a cluster finds in the store. Typing is not stored: the primary passes it on.

const type = 'duet:typing';

interface Message {
  readonly type?: typeof type;
  readonly typing: Typing;
}

/** In the primary of a cluster: what one worker tells of typing, it tells the others. */
export function relayTyping(): void {
  cluster.on('message', (from, message: Message) => {
    if (message.type !== type) return;
    for (const worker of Object.values(cluster.workers ?? {})) {
      if (worker !== from && worker?.isConnected()) worker.send(message);
    }
  });
}

/** In a worker: the signals of its store, and the typing of the other workers. */
export class WorkersSignals implements EventSignals {
  constructor(private readonly own: EventSignals) {}

  watch(watcher: Watcher): () => void {
    const hear = (message: Message) => {
      if (message.type === type) watcher.typing(message.typing);
    };
    process.on('message', hear);
    const stop = this.own.watch(watcher);
    return () => {
      stop();
      process.off('message', hear);
    };
  }

  sendTyping(typing: Typing): void {
    this.own.sendTyping(typing);
    process.send?.({ type, typing } satisfies Message);
  }
}
