import { storage } from './storage.js';

const all = 'duet.draft.';

/**
 * What one user has begun to write. A draft belongs to the person it is for and to what it is about, not to the id of the
 * thread: so it is still there if the thread is deleted and opened again.
 */
export class Drafts {
  readonly #own: string;

  constructor(user: number) {
    this.#own = `${all}${user}.`;
  }

  get(person: number, about?: string): string {
    return storage.get(this.#placeOf(person, about)) ?? '';
  }

  set(person: number, about: string | undefined, text: string): void {
    const place = this.#placeOf(person, about);
    if (text.trim() === '') storage.remove(place);
    else storage.set(place, text);
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

  #placeOf(person: number, about: string | undefined): string {
    return `${this.#own}${person}${about === undefined ? '' : `.${about}`}`;
  }

  #places(): readonly string[] {
    return storage.places().filter((place) => place.startsWith(this.#own));
  }
}
