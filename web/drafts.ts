import type { Thread } from '../client/index.js';
import { storage } from './storage.js';
import { otherOf } from './words.js';

const all = 'duet.draft.';

/**
 * What one user has begun to write. A draft is named by the person it is for and not by the thread's id, so that it
 * is there again if the thread is deleted and opened once more.
 */
export class Drafts {
  readonly #own: string;

  constructor(private readonly user: number) {
    this.#own = `${all}${user}.`;
  }

  get(thread: Thread): string {
    return storage.get(this.#placeOf(thread)) ?? '';
  }

  set(thread: Thread, text: string): void {
    if (text.trim() === '') storage.remove(this.#placeOf(thread));
    else storage.set(this.#placeOf(thread), text);
  }

  get count(): number {
    return this.#places().length;
  }

  removeAll(): void {
    for (const place of this.#places()) storage.remove(place);
  }

  /** What other people have left in this browser. */
  removeOthers(): void {
    for (const place of storage.places()) {
      if (place.startsWith(all) && !place.startsWith(this.#own)) storage.remove(place);
    }
  }

  #places(): readonly string[] {
    return storage.places().filter((place) => place.startsWith(this.#own));
  }

  #placeOf(thread: Thread): string {
    return `${this.#own}${otherOf(thread, this.user).id}`;
  }
}
