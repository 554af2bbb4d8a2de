import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import { Thread } from '../../../domain/conversation/thread.js';
import {
  lastMessageColumns,
  toLastMessage,
  toPair,
  type LastMessageFields,
  type PairFields,
} from './message-row.js';

// The columns of a thread, alone and with what a list shows of it.

export interface ThreadFields extends PairFields {
  id: number;
  created: number;
  updated: number;
  last_message_id: number | null;
  message_count: number;
  low_unread: number;
  high_unread: number;
}

/** Of a row that also says how the two stand to each other. */
export interface StandingFields {
  blocked: number;
}

export type SummaryFields = ThreadFields & {
  low_username: string;
  low_active: number;
  high_username: string;
  high_active: number;
} & (LastMessageFields | { message_id: null });

export const threadColumns =
  't.id, t.low_id, t.high_id, t.created, t.updated, t.last_message_id, t.message_count, t.low_unread, t.high_unread';

/** With the aliases `t` of the thread, `low` and `high` of the participants, `m` of a message. */
export const summaryColumns = `${threadColumns},
  low.username AS low_username, low.is_active AS low_active,
  high.username AS high_username, high.is_active AS high_active, ${lastMessageColumns}`;

export function toThread(row: ThreadFields): Thread {
  return Thread.restore({
    id: row.id,
    participants: toPair(row),
    created: new Date(row.created),
    updated: new Date(row.updated),
    lastMessageId: row.last_message_id ?? undefined,
    messageCount: row.message_count,
    lowUnread: row.low_unread,
    highUnread: row.high_unread,
  });
}

export function toSummary(row: SummaryFields): ThreadSummary {
  const thread = toThread(row);
  return {
    thread,
    participants: [
      { id: row.low_id, username: row.low_username, active: row.low_active === 1 },
      { id: row.high_id, username: row.high_username, active: row.high_active === 1 },
    ],
    lastMessage: row.message_id === null ? undefined : toLastMessage(row, thread.participants),
  };
}
