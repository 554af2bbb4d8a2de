import { RestoredSum, type Decision } from '../../domain/conversation/decision.js';
import type { Conversations } from '../ports/conversations.js';
import { batchSize } from './batches.js';

/** The changes of how many threads and users are in memory at once: some 20 MB. */
const most = 100_000;

/**
 * Puts threads and messages back into a store that is being filled: the rows at once, and what changes with them when a
 * lot of it has come together. A row that is changed for each of its messages makes a transaction on PostgreSQL slower
 * each time.
 */
export class Filling {
  #sum = new RestoredSum();

  constructor(private readonly conversations: Conversations) {}

  async add(decisions: readonly Decision<unknown>[]): Promise<void> {
    await this.conversations.addAll(this.#sum.add(decisions));
    if (this.#sum.size >= most) await this.finish();
  }

  /** Changes what is left to change. The counts are right from then on. */
  async finish(): Promise<void> {
    const { changes, users } = this.#sum.take();
    for (const some of parts(changes)) await this.conversations.addAll({ changes: some });
    for (const some of parts(users)) await this.conversations.addAll({ users: some });
  }
}

/** By rising id, so that rows that are beside each other are changed together. */
function* parts<Item extends { readonly id: number }>(items: readonly Item[]): Generator<readonly Item[]> {
  const sorted = items.toSorted((one, other) => one.id - other.id);
  for (let start = 0; start < sorted.length; start += batchSize) yield sorted.slice(start, start + batchSize);
}
