import { newKey } from '../client/index.js';
import { storage } from './storage.js';

/** A message that nobody has acknowledged yet. */
export interface Pending {
  readonly key: string;
  readonly thread: number;
  readonly text: string;
  /** When it was written, in milliseconds since 1970. */
  readonly written: number;
  /** Since it may have reached the service: the id of the last message that was there before. */
  readonly after?: number | undefined;
  /** Why it was not sent, and is not going to be unless somebody says so. */
  readonly problem?: string | undefined;
}

/**
 * What one user has written and the service has not acknowledged. Every message has a place of its own in the
 * browser's storage, so that tabs do not overwrite each other's. Two tabs may send one: by its key it arrives once.
 */
export class Outbox {
  readonly #prefix: string;

  constructor(user: number) {
    this.#prefix = `duet.outbox.${user}.`;
  }

  /** In the order in which they were written. */
  items(): readonly Pending[] {
    return storage
      .places()
      .filter((place) => place.startsWith(this.#prefix))
      .map((place) => JSON.parse(storage.get(place) ?? '') as Pending)
      .sort((one, other) => one.written - other.written);
  }

  add(thread: number, text: string): void {
    const last = this.items().at(-1)?.written ?? 0;
    this.put({ key: newKey(), thread, text, written: Math.max(Date.now(), last + 1) });
  }

  put(item: Pending): void {
    storage.set(this.#prefix + item.key, JSON.stringify(item));
  }

  remove({ key }: Pending): void {
    storage.remove(this.#prefix + key);
  }

  /** Calls back when another tab has changed something. */
  watch(changed: () => void, signal: AbortSignal): void {
    const heard = ({ key }: StorageEvent) => {
      if (key?.startsWith(this.#prefix) !== false) changed();
    };
    addEventListener('storage', heard, { signal });
  }
}
