import type { Block } from '../../domain/conversation/block.js';
import type { User } from '../../domain/accounts/user.js';
import type { Page, Slice } from './page.js';

export interface BlockReader {
  /** Those that the user blocks, ordered by `usernameKey`. */
  pageOf(blocker: number, slice: Slice): Promise<Page<User>>;

  /** The user's blocks of those above the id `after`, by rising id, `limit` at most. */
  pageAfter(blocker: number, after: number, limit: number): Promise<readonly Block[]>;
}

export interface BlockRepository extends BlockReader {
  /**
   * Adds a block, if it is not there: then the first one stays. Both users must exist.
   * @returns whether it was added.
   */
  add(block: Block): Promise<boolean>;

  /** Removes a block, if it is there: returns whether it was. */
  remove(blocker: number, blocked: number): Promise<boolean>;

  /** Removes all blocks by this user and of this user. */
  removeAllOf(userId: number): Promise<void>;
}
