import type { NewMessage, Message } from '../../../domain/conversation/message.js';
import { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { Dialect, SqlValue } from './sql.js';

// The columns of a message, for every statement that reads or writes one.

export interface MessageFields {
  id: number;
  thread_id: number;
  sender_id: number;
  text: string;
  created: number;
  is_read: number;
}

const names = [
  'id',
  'thread_id',
  'sender_id',
  'text',
  'created',
  'is_read',
] as const satisfies readonly (keyof MessageFields)[];

/** Of a table or alias. */
export const messageColumns = (table: string): string => names.map((name) => `${table}.${name}`).join(', ');

/** Of the alias `m`, in a row that is about something else. */
export const lastMessageColumns = names.map((name) => `m.${name} AS message_${name}`).join(', ');

/** All null if there is no message. */
export type LastMessageFields = { [Name in keyof MessageFields as `message_${Name}`]: MessageFields[Name] };

export interface PairFields {
  low_id: number;
  high_id: number;
}

export function toMessage(row: MessageFields, participants: ParticipantPair): Message {
  return {
    id: row.id,
    threadId: row.thread_id,
    participants,
    senderId: row.sender_id,
    text: row.text,
    created: new Date(row.created),
    isRead: row.is_read === 1,
  };
}

export function toLastMessage(row: LastMessageFields, participants: ParticipantPair): Message {
  return {
    id: row.message_id,
    threadId: row.message_thread_id,
    participants,
    senderId: row.message_sender_id,
    text: row.message_text,
    created: new Date(row.message_created),
    isRead: row.message_is_read === 1,
  };
}

export function toPair({ low_id, high_id }: PairFields): ParticipantPair {
  return ParticipantPair.restore(low_id, high_id);
}

/** @param id the SQL of the dialect for it. */
export const insertMessage = (id: string): string =>
  `INSERT INTO messages (id, thread_id, sender_id, text, created, is_read, idempotency_key)
   VALUES (${id}, ?, ?, ?, ?, ?, ?)`;

const given = {
  id: 'bigint',
  thread_id: 'bigint',
  sender_id: 'bigint',
  text: 'text',
  created: 'bigint',
  is_read: 'bigint',
  idempotency_key: 'text',
} as const;

/** Inserts rows that `givenMessage` makes. */
export const insertMessages = (dialect: Dialect): string => {
  const columns = Object.keys(given).join(', ');
  return `INSERT INTO messages (${columns}) SELECT ${columns} FROM ${dialect.given(given)}`;
};

export function givenMessage(
  id: number,
  message: NewMessage,
  isRead: boolean,
): Record<keyof typeof given, SqlValue> {
  const { threadId, senderId, text, created, idempotencyKey = null } = message;
  return {
    id,
    thread_id: threadId,
    sender_id: senderId,
    text,
    created: created.getTime(),
    is_read: Number(isRead),
    idempotency_key: idempotencyKey,
  };
}

/** What `insertMessage` wants. */
export function messageValues(id: number | undefined, message: NewMessage, isRead: boolean): SqlValue[] {
  const { threadId, senderId, text, created, idempotencyKey = null } = message;
  return [id ?? null, threadId, senderId, text, created.getTime(), Number(isRead), idempotencyKey];
}
