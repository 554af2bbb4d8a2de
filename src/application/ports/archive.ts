import type { Attachment } from '../../domain/attachments/attachment.js';
import type { Block } from '../../domain/conversation/block.js';
import type { Content, Message } from '../../domain/conversation/message.js';
import type { User } from '../../domain/accounts/user.js';
import type { Report } from '../../domain/evidence/report.js';
import type { Version } from '../../domain/evidence/version.js';
import type { Metadata } from '../../domain/metadata.js';

/** One part of a dump. What a part refers to comes before it. */
export type DumpRecord =
  /** `erasing` is when the account was erased, if what the user sent is still to be removed. */
  | { readonly user: User & { readonly erasing?: Date | undefined } }
  | { readonly block: Block }
  | {
      readonly thread: {
        readonly id: number;
        readonly participants: readonly [number, number];
        readonly key?: string | undefined;
        /** Undefined if there is none. */
        readonly metadata?: Metadata | undefined;
        /** The participants who have archived it, and those who have muted it; undefined if there are none. */
        readonly archivedBy?: readonly number[] | undefined;
        readonly mutedBy?: readonly number[] | undefined;
        readonly created: Date;
        readonly updated: Date;
      };
    }
  | {
      readonly message: Content &
        Pick<Message, 'id' | 'created' | 'isRead'> & {
          /** Undefined if it never was. */
          readonly edited?: Date | undefined;
          readonly thread: number;
          /** Undefined for a system message, which has the service that put it there. */
          readonly sender?: number | undefined;
          readonly service?: string | undefined;
          readonly idempotencyKey?: string | undefined;
        };
    }
  | { readonly version: Version }
  | { readonly report: Report }
  | {
      readonly end: Record<'users' | 'threads' | 'messages' | 'versions' | 'reports', Tally> & {
        readonly blocks: Pick<Tally, 'count'>;
        /** Those that messages have; the others are not in a dump. */
        readonly attachments: Tally;
      };
    };

/** Those whose files belong to a dump that has this record. */
export function attachmentsOf(record: DumpRecord): readonly Attachment[] {
  if ('message' in record) return record.message.attachments ?? [];
  if ('version' in record) return record.version.attachments;
  return 'report' in record ? record.report.attachments : [];
}

export interface Tally {
  readonly count: number;
  /** The highest id that was ever given out, also if what had it is gone: it must not come again. */
  readonly lastId: number;
}

export interface Archive {
  /**
   * Everything but logins as it is at one moment, whatever is written meanwhile: users, then blocks, then threads,
   * then messages, what these said before, and reports, each by rising id (blocks by that of the blocker, then of the
   * blocked), then the end. Holds up no
   * writer and takes the same memory however much there is.
   */
  records(): AsyncIterable<DumpRecord>;
}
