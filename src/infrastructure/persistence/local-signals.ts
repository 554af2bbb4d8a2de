import type { EventSignals, Typing, Watcher } from '../../application/ports/event-signals.js';

/** Signals within one process; for the commits of others, it looks whether the store has changed. */
export class LocalSignals implements EventSignals {
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param hasChanged whether there was a commit since it was last asked.
   * @param interval how often to ask, in milliseconds.
   */
  constructor(
    private readonly hasChanged?: () => Promise<boolean>,
    private readonly interval = 250,
  ) {}

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    this.#timer ??= this.hasChanged && setInterval(() => void this.#look(), this.interval).unref();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  changed(): void {
    for (const watcher of this.#watchers) watcher.changed();
  }

  sendTyping(typing: Typing): void {
    for (const watcher of this.#watchers) watcher.typing(typing);
  }

  async onlineAmong(users: readonly number[]): Promise<ReadonlySet<number>> {
    return new Set([...this.#watchers].flatMap(({ online }) => online?.(users) ?? []));
  }

  async #look(): Promise<void> {
    try {
      if (await this.hasChanged?.()) this.changed();
    } catch {
      this.changed(); // the next reader will find out what is wrong
    }
  }
}
