import type { Attachment } from '../attachments/attachment.js';
import type { Metadata } from '../metadata.js';

/** What a message said before it was edited or deleted. */
export interface Version {
  readonly id: number;
  readonly messageId: number;
  readonly threadId: number;
  /** Undefined for a system message, which has the service that put it there. */
  readonly senderId: number | undefined;
  readonly service: string | undefined;
  readonly text: string;
  readonly metadata: Metadata;
  /** What a message had that was deleted then. None of one that was edited: it kept them. */
  readonly attachments: readonly Attachment[];
  /** Since when it said so, and until when. */
  readonly created: Date;
  readonly replaced: Date;
  /** What became of it then. */
  readonly change: 'edited' | 'deleted';
  /** Of a message that was deleted: that of its send, so that a repeat is still known as one. */
  readonly idempotencyKey: string | undefined;
  /** Whether it would be gone, because its sender was erased, if no open report held it. */
  readonly overdue: boolean;
}
