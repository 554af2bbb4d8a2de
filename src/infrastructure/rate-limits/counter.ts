/** What was counted of a key within its window. */
export interface Counted {
  readonly count: number;
  /** Until the window ends, in milliseconds. */
  readonly left: number;
}

/** Where attempts are counted. A key's window begins when it is first counted. */
export interface Counter {
  /** Counts one, atomically. @param window in milliseconds, always the same for a key. */
  add(key: string, window: number): Promise<Counted>;

  /** Undefined if nothing was counted in this window. */
  look(key: string, window: number): Promise<Counted | undefined>;
}
