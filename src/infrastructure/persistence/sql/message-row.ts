import { noAttachments, type Attachment } from '../../../domain/attachments/attachment.js';
import type { Addition, SentRange } from '../../../domain/conversation/decision.js';
import type { NewMessage, Message } from '../../../domain/conversation/message.js';
import { isEmpty, noMetadata, type Metadata } from '../../../domain/metadata.js';
import { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { Dialect, SqlValue } from './sql.js';

// The columns of a message, for every statement that reads or writes one.

export interface MessageFields {
  id: number;
  thread_id: number;
  sender_id: number | null;
  text: string;
  metadata: string | null;
  attachments: string | null;
  created: number;
  is_read: number;
  edited: number | null;
}

const names = [
  'id',
  'thread_id',
  'sender_id',
  'text',
  'metadata',
  'attachments',
  'created',
  'is_read',
  'edited',
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

/** @param participants of its thread, or whatever stands for them where nobody asks. */
export function toMessage<Participants = ParticipantPair>(
  row: MessageFields,
  participants: Participants,
): Omit<Message, 'participants'> & { readonly participants: Participants } {
  return {
    id: row.id,
    threadId: row.thread_id,
    participants,
    senderId: row.sender_id ?? undefined,
    text: row.text,
    metadata: toMetadata(row.metadata),
    attachments: toAttachments(row.attachments),
    created: new Date(row.created),
    isRead: row.is_read === 1,
    edited: toEdited(row.edited),
  };
}

export function toLastMessage(row: LastMessageFields, participants: ParticipantPair): Message {
  return {
    id: row.message_id,
    threadId: row.message_thread_id,
    participants,
    senderId: row.message_sender_id ?? undefined,
    text: row.message_text,
    metadata: toMetadata(row.message_metadata),
    attachments: toAttachments(row.message_attachments),
    created: new Date(row.message_created),
    isRead: row.message_is_read === 1,
    edited: toEdited(row.message_edited),
  };
}

function toEdited(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}

/** Nearly everything has none, so that costs nothing. */
export function toMetadata(json: string | null): Metadata {
  return json === null ? noMetadata : (JSON.parse(json) as Metadata);
}

export function fromMetadata(metadata: Metadata): string | null {
  return isEmpty(metadata) ? null : JSON.stringify(metadata);
}

/** With a message, so that showing one takes no further look. */
export function toAttachments(json: string | null): readonly Attachment[] {
  return json === null ? noAttachments : (JSON.parse(json) as readonly Attachment[]);
}

export function fromAttachments(attachments: readonly Attachment[]): string | null {
  return attachments.length === 0 ? null : JSON.stringify(attachments);
}

export function toPair({ low_id, high_id }: PairFields): ParticipantPair {
  return ParticipantPair.restore(low_id, high_id);
}

/** @param id the SQL of the dialect for it. */
export const insertMessage = (id: string): string =>
  `INSERT INTO messages (id, thread_id, sender_id, service, text, metadata, attachments, created, is_read, idempotency_key)
   VALUES (${id}, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const given = {
  id: 'bigint',
  thread_id: 'bigint',
  sender_id: 'bigint',
  service: 'text',
  text: 'text',
  metadata: 'text',
  attachments: 'text',
  created: 'bigint',
  is_read: 'bigint',
  idempotency_key: 'text',
  edited: 'bigint',
} as const;

/** Inserts rows that `givenMessage` makes. */
export const insertMessages = (dialect: Dialect): string => {
  const columns = Object.keys(given).join(', ');
  return `INSERT INTO messages (${columns}) SELECT ${columns} FROM ${dialect.given(given)}`;
};

export function givenMessage({
  id,
  message,
  isRead,
  edited,
}: Addition['messages'][number]): Record<keyof typeof given, SqlValue> {
  const { threadId, senderId = null, service = null, text, metadata, attachments, created } = message;
  return {
    id,
    thread_id: threadId,
    sender_id: senderId,
    service,
    text,
    metadata: fromMetadata(metadata),
    attachments: fromAttachments(attachments),
    created: created.getTime(),
    is_read: Number(isRead),
    idempotency_key: message.idempotencyKey ?? null,
    edited: edited?.getTime() ?? null,
  };
}

/** What `insertMessage` wants. */
export function messageValues(id: number | undefined, message: NewMessage, isRead: boolean): SqlValue[] {
  const {
    threadId,
    senderId = null,
    service = null,
    text,
    metadata,
    attachments,
    created,
    idempotencyKey,
  } = message;
  return [
    id ?? null,
    threadId,
    senderId,
    service,
    text,
    fromMetadata(metadata),
    fromAttachments(attachments),
    created.getTime(),
    Number(isRead),
    idempotencyKey ?? null,
  ];
}

/** Keeps what messages say, as they are now: with when they were replaced, twice. */
const keepVersions = (change: string, key: string, attachments: string) => (where: string) =>
  `INSERT INTO message_versions
     (message_id, thread_id, sender_id, service, text, metadata, attachments, created, replaced, change, since, idempotency_key)
   SELECT id, thread_id, sender_id, service, text, metadata, ${attachments}, coalesce(edited, created), CAST(? AS bigint),
     '${change}', CAST(? AS bigint), ${key}
   FROM messages WHERE ${where} ORDER BY id`;
export const keepEdited = keepVersions('edited', 'NULL', 'NULL');
export const keepDeleted = keepVersions('deleted', 'idempotency_key', 'attachments');

/** One message is found by its id, without a walk through an index of the thread. */
export function inRange({ threadId, senderId, after, upTo }: SentRange): {
  where: string;
  values: SqlValue[];
} {
  const single = upTo - after === 1;
  const ids = single ? 'id = ?' : 'id > ? AND id <= ?';
  const idsGiven = single ? [upTo] : [after, upTo];
  return senderId === undefined
    ? { where: `thread_id = ? AND sender_id IS NULL AND ${ids}`, values: [threadId, ...idsGiven] }
    : { where: `thread_id = ? AND sender_id = ? AND ${ids}`, values: [threadId, senderId, ...idsGiven] };
}
