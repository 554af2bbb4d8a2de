import { MemoryKeeper, type Session, type SessionKeeper } from '../client/index.js';
import type { Changed, Login } from './login.js';
import { storage } from './storage.js';

const place = 'duet.session';

/**
 * Keeps one session for all tabs, until somebody logs out. Tabs cannot have copies, because a refresh token can be used
 * only once. Both tokens are stored together: a script that could read one of them could read the other, too.
 */
export class BrowserKeeper implements SessionKeeper, Login {
  #changed: Changed = () => undefined;
  // Browsers have locks only over HTTPS and on localhost. Elsewhere, work takes turns within this tab only.
  readonly #turns = new MemoryKeeper();
  readonly #locks = (navigator as { locks?: LockManager }).locks;

  load(): Session | undefined {
    const text = storage.get(place);
    return text === null ? undefined : (JSON.parse(text) as Session);
  }

  exists(): boolean {
    return this.load() !== undefined;
  }

  save(session: Session | undefined): void {
    if (session === undefined) {
      storage.remove(place);
      this.#changed('here', false);
    } else storage.set(place, JSON.stringify(session));
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.exclusively(async () => this.#locks?.request(place, work) ?? work());
  }

  watch(changed: Changed): void {
    this.#changed = changed;
    // Uses the event's value, not the stored one: that may already be the next person's session.
    addEventListener('storage', ({ key, newValue }) => {
      if (key === place || key === null) changed('elsewhere', newValue !== null);
    });
  }
}
