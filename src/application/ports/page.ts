/** A slice by position: `limit` items at most, after leaving out the first `offset`. */
export interface Slice {
  readonly limit: number;
  readonly offset: number;
}

export interface Page<Item> {
  /** How many items there are on all pages together. */
  readonly total: number;
  readonly items: readonly Item[];
}
