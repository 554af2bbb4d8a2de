import type { Message } from '../../domain/conversation/message.js';
import type { Page, Slice } from './page.js';

export interface MessageSearch {
  /** Whose conversations. */
  readonly reader: number;
  /** Undefined: all of them. */
  readonly thread?: number | undefined;
  /** As `soughtWords` makes them, one at least. */
  readonly words: readonly string[];
}

export interface MessageIndexReader {
  /**
   * Messages in which all words are, or begin words that are, by what `wordsOf` makes of their text; latest first. It
   * finds `mostFound` at most, and `total` is how many these are. What `update` has yet to see may be missing; what is
   * found is as it is now, and the caller's. The cost grows with what the reader has, in steps between which others
   * get their turn.
   */
  search(search: MessageSearch, slice: Slice): Promise<Page<Message>>;

  /** Whether there is something for `update` to do. */
  isBehind(): Promise<boolean>;
}

/** By which messages are found. A store writes down by itself what has changed, and `update` follows. */
export interface MessageIndex extends MessageIndexReader {
  /**
   * Brings the index up to date with some messages, those first that it is to forget: fewer than `limit` where they are
   * long, so that it takes a moment only.
   * @returns with how many; 0 if nothing is left, or somebody else is at it.
   */
  update(limit: number): Promise<number>;

  /** Only takes out what is not so any more. Otherwise as `update`. */
  forget(limit: number): Promise<number>;
}
