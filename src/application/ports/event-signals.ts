import type { Presence } from './presence.js';

/** That somebody is writing. Lives for the moment only. */
export interface Typing {
  readonly thread: number;
  readonly user: number;
  /** The one it is shown to: the other participant. */
  readonly to: number;
}

export interface Watcher {
  /** Which of these users follow events here. */
  readonly online?: (users: readonly number[]) => readonly number[];

  /** The event log may have grown. */
  changed(): void;
  typing(typing: Typing): void;
}

/** Wakes up those who follow the event log, which alone is the truth: a signal may come for nothing, and none matters. */
export interface EventSignals extends Presence {
  /**
   * Signals each commit of this process at once, and those of other processes on the same store within a second.
   * Costs something only while somebody watches.
   * @returns how to stop it.
   */
  watch(watcher: Watcher): () => void;

  /** Tells the watchers, as far as it reaches them. */
  sendTyping(typing: Typing): void;
}
