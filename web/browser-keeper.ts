import { storage } from './storage.js';
import { MemoryKeeper, type Session, type SessionKeeper } from '../client/index.js';

const place = 'duet.session';

type Changed = (where: 'here' | 'elsewhere', isThere: boolean) => void;

/**
 * Keeps the session for all tabs, until somebody logs out: a refresh token is good for one use, so tabs cannot each
 * have a copy. Who could read one of the two tokens could read the other, so they lie together.
 */
export class BrowserKeeper implements SessionKeeper {
  #changed: Changed = () => undefined;
  // Over plain HTTP to another machine there are no locks; then only what happens within this tab takes turns.
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

  /** Calls back when the session has ended, and when another tab has changed it in whatever way. */
  watch(changed: Changed): void {
    this.#changed = changed;
    // By what the event says, and not by what is there now: that may be the next person's session already.
    addEventListener('storage', ({ key, newValue }) => {
      if (key === place || key === null) changed('elsewhere', newValue !== null);
    });
  }
}
