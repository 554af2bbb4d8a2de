export interface ServiceKeySource {
  /** A key that nobody can guess, of 256 random bits or more, and its hash, which tells nothing about it. */
  next(): { readonly key: string; readonly hash: string };
}
