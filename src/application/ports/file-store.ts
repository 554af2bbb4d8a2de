/** The bytes from `start` to `end`, both included, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Keeps the bytes of attachments, each under a name that says nothing. */
export interface FileStore {
  /** What people call it; without secrets. */
  readonly name: string;

  /** Writes something, reads it and removes it. @throws Error if that cannot be done. */
  check(): Promise<void>;

  /**
   * Keeps a file of this machine, whole or not at all, and durably once the promise resolves. The store may take the
   * file away. What was kept under the name before is replaced.
   */
  put(name: string, path: string): Promise<void>;

  /** Undefined if there is nothing under this name. What fails later, fails in the stream. */
  read(name: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | undefined>;

  /** In bytes; undefined if there is nothing under this name. */
  sizeOf(name: string): Promise<number | undefined>;

  /** Also if there is nothing under this name. */
  remove(name: string): Promise<void>;
}
