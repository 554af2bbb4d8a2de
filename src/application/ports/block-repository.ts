import type { Block } from '../../domain/block.js';
import type { User } from '../../domain/user.js';
import type { Page, Slice } from './page.js';

export interface BlockReader {
  /** Whom the user blocks, ordered by `usernameKey`. */
  pageOf(blocker: number, slice: Slice): Promise<Page<User>>;
}

export interface BlockRepository extends BlockReader {
  /** Adds a block, if it is not there: then the first one stays. Both users must exist. */
  add(block: Block): Promise<void>;

  /** Removes a block, if it is there. */
  remove(blocker: number, blocked: number): Promise<void>;
}
