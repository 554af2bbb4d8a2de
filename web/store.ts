import type { DuetEvent } from '../client/index.js';
import { apply, signedOut, type PageEvent, type State } from './state.js';

/** Holds the state, and tells its listeners when it has changed. */
export class Store {
  state: State = { ...signedOut, phase: 'starting' };
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(event: DuetEvent | PageEvent): void {
    const next = apply(this.state, event);
    if (next === this.state) return;
    this.state = next;
    for (const listener of this.#listeners) listener();
  }
}
