/** Whether the window with this page is the one that its user looks at. */
export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

const leading = 'duet.tells';
const lookedAt = 'duet.looked-at';

/**
 * What the tabs of one browser know of each other, by locks, which a browser takes back from a tab that is closed. It
 * has them only over HTTPS and on localhost: elsewhere, each tab believes to be the only one.
 */
export class Presence {
  readonly #locks = (navigator as { locks?: LockManager }).locks;
  #isFirst = this.#locks === undefined;
  #release: (() => void) | undefined;

  constructor() {
    this.#hold(leading, 'exclusive', () => {
      this.#isFirst = true;
    });
    for (const event of ['focus', 'blur'] as const) addEventListener(event, this.#look);
    document.addEventListener('visibilitychange', this.#look);
    this.#look();
  }

  /** Whether this tab is the one that tells the user something while none is looked at. */
  async isToTell(): Promise<boolean> {
    if (!this.#isFirst || isLookedAt()) return false;
    const { held = [] } = (await this.#locks?.query()) ?? {};
    return !held.some(({ name }) => name === lookedAt);
  }

  readonly #look = (): void => {
    if (isLookedAt() === (this.#release !== undefined)) return;
    this.#release?.();
    this.#release = isLookedAt() ? this.#hold(lookedAt, 'shared') : undefined;
  };

  /** @returns what gives the lock back. */
  #hold(name: string, mode: LockMode, held = (): void => undefined): () => void {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const work = (): Promise<void> => {
      held();
      return released;
    };
    this.#locks?.request(name, { mode }, work).catch(() => undefined);
    return release;
  }
}
