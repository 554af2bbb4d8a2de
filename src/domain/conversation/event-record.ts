import type { UserRecord } from '../accounts/user-event.js';
import type { ParticipantPair } from './participant-pair.js';

/** What is recorded of a change: references only, so that no text lies where nobody would look for it. */
export type EventRecord = ConversationRecord | UserRecord;

export type ConversationRecord = {
  readonly threadId: number;
  readonly participants: ParticipantPair;
} & (
  | { readonly type: 'thread.created' }
  | { readonly type: 'thread.deleted' }
  /** With a reader: in what is this participant's alone. */
  | { readonly type: 'thread.updated'; readonly reader?: number }
  | { readonly type: 'message.created'; readonly messageId: number }
  | { readonly type: 'message.updated'; readonly messageId: number }
  | { readonly type: 'message.deleted'; readonly messageId: number }
  /** For those who look after reports, not for the two: `reader` is the recipient, who reported it. */
  | { readonly type: 'message.reported'; readonly reader: number; readonly messageId: number }
  | { readonly type: 'message.read'; readonly reader: number; readonly messageId: number }
  | { readonly type: 'message.read'; readonly reader: number; readonly upTo: number }
);
