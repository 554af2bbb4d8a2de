import { newKey, type Attachment, type User } from '../client/index.js';
import type { PendingStore } from './sending.js';
import type { Pending } from './state.js';
import { storage } from './storage.js';

/**
 * The messages of one user that the service has not acknowledged. Each has an entry of its own in the browser's
 * storage, so that tabs do not overwrite each other's messages. If two tabs send the same message, it arrives once,
 * because of its key.
 */
export class Outbox implements PendingStore {
  readonly #prefix: string;

  constructor(user: number) {
    this.#prefix = `duet.outbox.${user}.`;
  }

  items(): readonly Pending[] {
    return storage
      .places()
      .filter((place) => place.startsWith(this.#prefix))
      .map((place) => JSON.parse(storage.get(place) ?? '') as Pending)
      .sort((one, other) => one.written - other.written);
  }

  add(
    thread: number,
    text: string,
    to?: User,
    about?: string,
    attachments: readonly Attachment[] = [],
  ): void {
    const last = this.items().at(-1)?.written ?? 0;
    const more = attachments.length === 0 ? {} : { attachments };
    this.put({ key: newKey(), thread, to, about, text, ...more, written: Math.max(Date.now(), last + 1) });
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
