import type { Block } from '../../domain/conversation/block.js';
import type { Identity } from '../../domain/accounts/identity.js';
import type { User } from '../../domain/accounts/user.js';

/** One part of a dump. What a part refers to comes before it. */
export type DumpRecord =
  /**
   * `identities` is left out of a user who has none. `erasing` is when the account was erased, if what the user sent is
   * still to be removed.
   */
  | {
      readonly user: User & {
        readonly identities?: readonly Identity[] | undefined;
        readonly erasing?: Date | undefined;
      };
    }
  | { readonly block: Block }
  | {
      readonly thread: {
        readonly id: number;
        readonly participants: readonly [number, number];
        readonly created: Date;
        readonly updated: Date;
      };
    }
  | {
      readonly message: {
        readonly id: number;
        readonly thread: number;
        readonly sender: number;
        readonly text: string;
        readonly created: Date;
        readonly isRead: boolean;
        readonly idempotencyKey?: string | undefined;
      };
    }
  | {
      readonly end: Record<'users' | 'threads' | 'messages', Tally> & {
        readonly blocks: Pick<Tally, 'count'>;
      };
    };

export interface Tally {
  readonly count: number;
  /** The highest id that was ever given out, also if what had it is gone: it must not come again. */
  readonly lastId: number;
}

export interface Archive {
  /**
   * Everything but logins as it is at one moment, whatever is written meanwhile: users, then blocks, then threads,
   * then messages, each by rising id (blocks by that of the blocker, then of the blocked), then the end. Holds up no
   * writer and takes the same memory however much there is.
   */
  records(): AsyncIterable<DumpRecord>;
}
