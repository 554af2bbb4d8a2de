export interface IndexedMessage {
  readonly id: number;
  /** Of its two readers. */
  readonly blocks: readonly [number, number];
  readonly words: readonly string[];
}

/** A word of a block. No word has such a line in it. */
export function inBlock(block: number, word: string): string {
  return `${block.toString(36)}_${word}`;
}

/** All that a message is found by. */
export function termsOf({ blocks, words }: Pick<IndexedMessage, 'blocks' | 'words'>): string {
  return blocks.flatMap((block) => words.map((word) => inBlock(block, word))).join(' ');
}
