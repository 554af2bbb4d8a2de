import cluster from 'node:cluster';
import type { EventSignals, Typing, Watcher } from '../../application/ports/event-signals.js';
import { Questions, type PresenceMessage } from './presence-questions.js';

// What is stored, each worker of a cluster finds in the store. Typing and presence are not stored: the primary passes on
// what one worker tells or asks.

const type = 'duet:signal';

interface Message {
  readonly type?: typeof type;
  readonly typing?: Typing;
  readonly presence?: PresenceMessage;
}

/** In the primary of a cluster: what one worker tells of typing and presence, it tells the others. */
export function relaySignals(): void {
  cluster.on('message', (from, message: Message) => {
    if (message.type !== type) return;
    for (const worker of Object.values(cluster.workers ?? {})) {
      if (worker !== from && worker?.isConnected()) worker.send(message);
    }
  });
}

/** In a worker: the signals of its store, and what the other workers tell. */
export class WorkersSignals implements EventSignals {
  readonly #questions = new Questions(
    (users) => this.own.onlineAmong(users),
    (presence) => this.#tell({ presence }),
  );

  constructor(private readonly own: EventSignals) {
    process.on('message', (message: Message) => {
      if (message.type === type && message.presence !== undefined) this.#questions.hear(message.presence);
    });
  }

  watch(watcher: Watcher): () => void {
    const hear = (message: Message) => {
      if (message.type === type && message.typing !== undefined) watcher.typing(message.typing);
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
    this.#tell({ typing });
  }

  onlineAmong(users: readonly number[]): Promise<ReadonlySet<number>> {
    return this.#questions.ask(users);
  }

  #tell(message: Omit<Message, 'type'>): void {
    process.send?.({ type, ...message } satisfies Message);
  }
}
