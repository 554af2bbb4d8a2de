import { storage } from './storage.js';

const all = 'duet.draft.';

/**
 * What one user has begun to write. A draft belongs to the person it is for, not to the thread: so it is still there if
 * the thread is deleted and opened again.
 */
export class Drafts {
  readonly #own: string;

  constructor(user: number) {
    this.#own = `${all}${user}.`;
  }

  get(person: number): string {
    return storage.get(`${this.#own}${person}`) ?? '';
  }

  set(person: number, text: string): void {
    if (text.trim() === '') storage.remove(`${this.#own}${person}`);
    else storage.set(`${this.#own}${person}`, text);
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
}
