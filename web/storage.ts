/**
 * The browser's storage. If site data is blocked or the storage is full, entries are kept in memory instead: everything
 * works, until the tab is closed.
 */
class Storage {
  readonly #here = new Map<string, string>();

  get(place: string): string | null {
    return this.#here.get(place) ?? attempt(() => localStorage.getItem(place)) ?? null;
  }

  set(place: string, text: string): void {
    const kept = attempt(() => {
      localStorage.setItem(place, text);
      return true;
    });
    if (kept === true) this.#here.delete(place);
    else this.#here.set(place, text);
  }

  remove(place: string): void {
    this.#here.delete(place);
    attempt(() => localStorage.removeItem(place));
  }

  places(): readonly string[] {
    return [...new Set([...(attempt(() => Object.keys(localStorage)) ?? []), ...this.#here.keys()])];
  }
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

export const storage = new Storage();
