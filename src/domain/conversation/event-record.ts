import type { ParticipantPair } from './participant-pair.js';

/** What is recorded of a change: references only, so that no text lies where nobody would look for it. */
export type EventRecord = {
  readonly threadId: number;
  readonly participants: ParticipantPair;
} & (
  | { readonly type: 'thread.created' | 'thread.deleted' }
  | { readonly type: 'message.created' | 'message.deleted'; readonly messageId: number }
  | { readonly type: 'message.read'; readonly reader: number; readonly messageId: number }
  | { readonly type: 'message.read'; readonly reader: number; readonly upTo: number }
);
