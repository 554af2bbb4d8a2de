import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import { Thread, type ThreadSettings } from '../../../domain/conversation/thread.js';
import {
  fromMetadata,
  lastMessageColumns,
  toLastMessage,
  toMetadata,
  toPair,
  type LastMessageFields,
  type PairFields,
} from './message-row.js';

// The columns of a thread, alone and with what a list shows of it.

export interface ThreadFields extends PairFields {
  id: number;
  key: string;
  metadata: string | null;
  created: number;
  updated: number;
  last_message_id: number | null;
  message_count: number;
  low_unread: number;
  high_unread: number;
  low_archived: number;
  high_archived: number;
  low_muted: number;
  high_muted: number;
}

/** Of a row that also says how the two stand to each other. */
export interface StandingFields {
  blocked: number;
}

export type SummaryFields = ThreadFields & {
  low_username: string;
  low_name: string | null;
  low_avatar_url: string | null;
  low_active: number;
  high_username: string;
  high_name: string | null;
  high_avatar_url: string | null;
  high_active: number;
} & (LastMessageFields | { message_id: null });

export const threadColumns = `
  t.id, t.low_id, t.high_id, t.key, t.metadata, t.created, t.updated, t.last_message_id, t.message_count,
  t.low_unread, t.high_unread, t.low_archived, t.high_archived, t.low_muted, t.high_muted`;

/** With the aliases `t` of the thread, `low` and `high` of the participants, `m` of a message. */
export const summaryColumns = `${threadColumns},
  low.username AS low_username, low.name AS low_name, low.avatar_url AS low_avatar_url, low.is_active AS low_active,
  high.username AS high_username, high.name AS high_name, high.avatar_url AS high_avatar_url,
  high.is_active AS high_active, ${lastMessageColumns}`;

export function toThread(row: ThreadFields): Thread {
  return Thread.restore({
    id: row.id,
    participants: toPair(row),
    key: row.key === '' ? undefined : row.key,
    metadata: toMetadata(row.metadata),
    created: new Date(row.created),
    updated: new Date(row.updated),
    lastMessageId: row.last_message_id ?? undefined,
    messageCount: row.message_count,
    lowUnread: row.low_unread,
    highUnread: row.high_unread,
    views: {
      low: { archived: row.low_archived === 1, muted: row.low_muted === 1 },
      high: { archived: row.high_archived === 1, muted: row.high_muted === 1 },
    },
  });
}

/** The columns of what can be set in a thread. */
export function fromSettings({ metadata, views: { low, high } }: ThreadSettings) {
  return {
    metadata: fromMetadata(metadata),
    low_archived: Number(low.archived),
    high_archived: Number(high.archived),
    low_muted: Number(low.muted),
    high_muted: Number(high.muted),
  };
}

export function toSummary(row: SummaryFields): ThreadSummary {
  const thread = toThread(row);
  return {
    thread,
    participants: [
      {
        id: row.low_id,
        username: row.low_username,
        name: row.low_name ?? undefined,
        avatarUrl: row.low_avatar_url ?? undefined,
        active: row.low_active === 1,
      },
      {
        id: row.high_id,
        username: row.high_username,
        name: row.high_name ?? undefined,
        avatarUrl: row.high_avatar_url ?? undefined,
        active: row.high_active === 1,
      },
    ],
    lastMessage: row.message_id === null ? undefined : toLastMessage(row, thread.participants),
  };
}
