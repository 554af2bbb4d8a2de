import { storage } from './storage.js';
import { MemoryKeeper, type Session, type SessionKeeper } from '../client/index.js';

const place = 'duet.session';

type Changed = (where: 'here' | 'elsewhere', isThere: boolean) => void;

/**
 * Keeps one session for all tabs, until somebody logs out. Tabs cannot have copies, because a refresh token can be used
 * only once. Both tokens are stored together: a script that could read one of them could read the other, too.
 */
export class BrowserKeeper implements SessionKeeper {
  #changed: Changed = () => undefined;
  // Browsers have locks only over HTTPS and on localhost. Elsewhere, work takes turns within this tab only.
  readonly #turns = new MemoryKeeper();
  readonly #locks = (navigator as { locks?: LockManager }).locks;

  load(): Session | undefined {
    const text = storage.get(place);
    return text === null ? undefined : (JSON.parse(text) as Session);
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

  /** Calls back when the session has ended, and when another tab has changed it. */
  watch(changed: Changed): void {
    this.#changed = changed;
    // Uses the event's value, not the stored one: that may already be the next person's session.
    addEventListener('storage', ({ key, newValue }) => {
      if (key === place || key === null) changed('elsewhere', newValue !== null);
    });
  }
}
