import { EntitySchema } from 'typeorm';
import type { AuditEntry } from '../../../application/ports/audit-trail.js';
import type { Report } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import type { OffReason, WebhookStatus } from '../../../domain/webhooks/webhook.js';

// The rows as TypeORM knows them, apart from the domain's classes. The migrations make the schema; a test holds
// the two together. Times are milliseconds since 1970 (UTC).

export interface UserRow {
  id: number;
  username: string;
  usernameKey: string;
  passwordHash: string;
  role: string;
  isActive: boolean;
  created: number;
  threadCount: number;
  archivedCount: number;
  unreadCount: number;
  externalId: string | null;
  name: string | null;
  avatarUrl: string | null;
  claims: string | null;
}

export const userEntity = new EntitySchema<UserRow>({
  name: 'User',
  tableName: 'users',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    username: { type: 'text' },
    usernameKey: { name: 'username_key', type: 'text' },
    passwordHash: { name: 'password_hash', type: 'text' },
    role: { type: 'text' },
    isActive: { name: 'is_active', type: 'boolean' },
    created: { type: 'bigint' },
    threadCount: { name: 'thread_count', type: 'integer', default: 0 },
    archivedCount: { name: 'archived_count', type: 'integer', default: 0 },
    unreadCount: { name: 'unread_count', type: 'integer', default: 0 },
    externalId: { name: 'external_id', type: 'text', nullable: true },
    name: { type: 'text', nullable: true },
    avatarUrl: { name: 'avatar_url', type: 'text', nullable: true },
    claims: { type: 'text', nullable: true },
  },
  uniques: [{ name: 'users_username_key', columns: ['usernameKey'] }],
  checks: [{ name: 'users_role', expression: `role = 'user' OR role = 'admin'` }],
  indices: [{ name: 'users_external_id', columns: ['externalId'], unique: true }],
});

export interface UserWordRow {
  userId: number;
  word: string;
}

export const userWordEntity = new EntitySchema<UserWordRow>({
  name: 'UserWord',
  tableName: 'user_words',
  columns: {
    userId: { name: 'user_id', type: 'integer', primary: true },
    word: { type: 'text', primary: true },
  },
  foreignKeys: [
    {
      name: 'user_words_user',
      target: 'User',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [{ name: 'user_words_word', columns: ['word', 'userId'] }],
});

export interface ThreadRow {
  id: number;
  lowId: number;
  highId: number;
  /** Empty if there is none: NULL would be different from every other one. */
  key: string;
  /** JSON; null if there is none. */
  metadata: string | null;
  created: number;
  updated: number;
  lastMessageId: number | null;
  messageCount: number;
  lowUnread: number;
  highUnread: number;
  lowArchived: boolean;
  highArchived: boolean;
  lowMuted: boolean;
  highMuted: boolean;
}

export const threadEntity = new EntitySchema<ThreadRow>({
  name: 'Thread',
  tableName: 'threads',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    lowId: { name: 'low_id', type: 'integer' },
    highId: { name: 'high_id', type: 'integer' },
    key: { type: 'text', default: '' },
    metadata: { type: 'text', nullable: true },
    created: { type: 'bigint' },
    updated: { type: 'bigint' },
    lastMessageId: { name: 'last_message_id', type: 'integer', nullable: true },
    messageCount: { name: 'message_count', type: 'integer', default: 0 },
    lowUnread: { name: 'low_unread', type: 'integer', default: 0 },
    highUnread: { name: 'high_unread', type: 'integer', default: 0 },
    lowArchived: { name: 'low_archived', type: 'boolean', default: false },
    highArchived: { name: 'high_archived', type: 'boolean', default: false },
    lowMuted: { name: 'low_muted', type: 'boolean', default: false },
    highMuted: { name: 'high_muted', type: 'boolean', default: false },
  },
  uniques: [{ name: 'threads_pair', columns: ['lowId', 'highId', 'key'] }],
  checks: [{ name: 'threads_two_participants', expression: 'low_id < high_id' }],
  foreignKeys: [
    { name: 'threads_low', target: 'User', columnNames: ['lowId'], referencedColumnNames: ['id'] },
    { name: 'threads_high', target: 'User', columnNames: ['highId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'threads_low_updated', columns: ['lowId', 'lowArchived', 'updated'] },
    { name: 'threads_high_updated', columns: ['highId', 'highArchived', 'updated'] },
    { name: 'threads_low_key', columns: ['lowId', 'key'], where: `key <> ''` },
    { name: 'threads_high_key', columns: ['highId', 'key'], where: `key <> ''` },
  ],
});

export interface MessageRow {
  id: number;
  threadId: number;
  /** Null for a system message, which has the service that put it there. */
  senderId: number | null;
  service: string | null;
  text: string;
  /** JSON; null if there is none. */
  metadata: string | null;
  /** JSON; null if there are none. */
  attachments: string | null;
  created: number;
  isRead: boolean;
  idempotencyKey: string | null;
  edited: number | null;
}

/** Without foreign keys, because the messages of a deleted thread outlive it and its participants for a moment. */
export const messageEntity = new EntitySchema<MessageRow>({
  name: 'Message',
  tableName: 'messages',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    threadId: { name: 'thread_id', type: 'integer' },
    senderId: { name: 'sender_id', type: 'integer', nullable: true },
    service: { type: 'text', nullable: true },
    text: { type: 'text' },
    metadata: { type: 'text', nullable: true },
    attachments: { type: 'text', nullable: true },
    created: { type: 'bigint' },
    isRead: { name: 'is_read', type: 'boolean', default: false },
    idempotencyKey: { name: 'idempotency_key', type: 'text', nullable: true },
    edited: { type: 'bigint', nullable: true },
  },
  indices: [
    { name: 'messages_created', columns: ['created'] },
    { name: 'messages_thread_id', columns: ['threadId'] },
    { name: 'messages_unread', columns: ['threadId', 'senderId'], where: 'is_read = 0' },
    {
      name: 'messages_idempotency_key',
      columns: ['senderId', 'idempotencyKey'],
      unique: true,
      where: 'idempotency_key IS NOT NULL',
    },
    {
      name: 'messages_service_key',
      columns: ['service', 'idempotencyKey'],
      unique: true,
      where: 'service IS NOT NULL',
    },
    { name: 'messages_key_created', columns: ['created'], where: 'idempotency_key IS NOT NULL' },
  ],
});

export interface AttachmentRow {
  id: number;
  uploaderId: number;
  /** Null as long as no message has it. */
  messageId: number | null;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  file: string;
  created: number;
}

/** A trigger of messages removes their attachments, or holds them as evidence, and one of attachments writes down that their files are to go. */
export const attachmentEntity = new EntitySchema<AttachmentRow>({
  name: 'Attachment',
  tableName: 'attachments',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    uploaderId: { name: 'uploader_id', type: 'integer' },
    messageId: { name: 'message_id', type: 'integer', nullable: true },
    name: { type: 'text' },
    type: { type: 'text' },
    size: { type: 'bigint' },
    width: { type: 'integer', nullable: true },
    height: { type: 'integer', nullable: true },
    file: { type: 'text' },
    created: { type: 'bigint' },
  },
  foreignKeys: [
    {
      name: 'attachments_uploader',
      target: 'User',
      columnNames: ['uploaderId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [
    { name: 'attachments_uploader_id', columns: ['uploaderId'] },
    { name: 'attachments_message_id', columns: ['messageId'] },
    { name: 'attachments_unsent', columns: ['created'], where: 'message_id IS NULL' },
  ],
});

/** What a message had that is gone, as long as evidence holds it, of which triggers let go of it. Without foreign keys, as evidence. */
export interface HeldAttachmentRow extends AttachmentRow {
  messageId: number;
}

export const heldAttachmentEntity = new EntitySchema<HeldAttachmentRow>({
  name: 'HeldAttachment',
  tableName: 'held_attachments',
  columns: {
    id: { type: 'integer', primary: true },
    uploaderId: { name: 'uploader_id', type: 'integer' },
    messageId: { name: 'message_id', type: 'integer' },
    name: { type: 'text' },
    type: { type: 'text' },
    size: { type: 'bigint' },
    width: { type: 'integer', nullable: true },
    height: { type: 'integer', nullable: true },
    file: { type: 'text' },
    created: { type: 'bigint' },
  },
  indices: [{ name: 'held_attachments_message_id', columns: ['messageId'] }],
});

/** A file that is to go, unless somebody adds an attachment that has it before it is due. */
export interface FileRemovalRow {
  file: string;
  due: number;
}

export const fileRemovalEntity = new EntitySchema<FileRemovalRow>({
  name: 'FileRemoval',
  tableName: 'file_removals',
  columns: {
    file: { type: 'text', primary: true },
    due: { type: 'bigint' },
  },
});

/** A thread that is gone, and has left messages. */
export interface DeletedThreadRow {
  id: number;
}

export const deletedThreadEntity = new EntitySchema<DeletedThreadRow>({
  name: 'DeletedThread',
  tableName: 'deleted_threads',
  columns: { id: { type: 'integer', primary: true } },
});

export interface BlockRow {
  blockerId: number;
  blockedId: number;
  created: number;
}

export const blockEntity = new EntitySchema<BlockRow>({
  name: 'Block',
  tableName: 'blocks',
  columns: {
    blockerId: { name: 'blocker_id', type: 'integer', primary: true },
    blockedId: { name: 'blocked_id', type: 'integer', primary: true },
    created: { type: 'bigint' },
  },
  checks: [{ name: 'blocks_two_people', expression: 'blocker_id <> blocked_id' }],
  foreignKeys: [
    {
      name: 'blocks_blocker',
      target: 'User',
      columnNames: ['blockerId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
    {
      name: 'blocks_blocked',
      target: 'User',
      columnNames: ['blockedId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [{ name: 'blocks_blocked_id', columns: ['blockedId'] }],
});

export interface MessageVersionRow {
  id: number;
  messageId: number;
  threadId: number;
  senderId: number | null;
  service: string | null;
  text: string;
  metadata: string | null;
  attachments: string | null;
  created: number;
  replaced: number;
  change: Version['change'];
  /** From when on it is kept for a while: when it was replaced; 0 if it is overdue. */
  since: number;
  idempotencyKey: string | null;
}

/** Without foreign keys, because it outlives what it is about. */
export const messageVersionEntity = new EntitySchema<MessageVersionRow>({
  name: 'MessageVersion',
  tableName: 'message_versions',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    messageId: { name: 'message_id', type: 'integer' },
    threadId: { name: 'thread_id', type: 'integer' },
    senderId: { name: 'sender_id', type: 'integer', nullable: true },
    service: { type: 'text', nullable: true },
    text: { type: 'text' },
    metadata: { type: 'text', nullable: true },
    attachments: { type: 'text', nullable: true },
    created: { type: 'bigint' },
    replaced: { type: 'bigint' },
    change: { type: 'text' },
    since: { type: 'bigint' },
    idempotencyKey: { name: 'idempotency_key', type: 'text', nullable: true },
  },
  indices: [
    { name: 'message_versions_message_id', columns: ['messageId'] },
    { name: 'message_versions_thread_id', columns: ['threadId'] },
    { name: 'message_versions_sender_id', columns: ['senderId'] },
    { name: 'message_versions_since', columns: ['since'] },
    {
      name: 'message_versions_sender_key',
      columns: ['senderId', 'idempotencyKey'],
      where: 'idempotency_key IS NOT NULL',
    },
    {
      name: 'message_versions_service_key',
      columns: ['service', 'idempotencyKey'],
      where: 'idempotency_key IS NOT NULL',
    },
  ],
});

export interface ReportRow {
  id: number;
  messageId: number;
  threadId: number;
  senderId: number;
  reporterId: number;
  reason: Report['reason'];
  comment: string | null;
  text: string;
  attachments: string | null;
  sent: number;
  created: number;
  status: Report['status'];
  note: string | null;
  closed: number | null;
  /** As of a version; null while it is open and not overdue. */
  since: number | null;
}

/** Without foreign keys, because it outlives what it is about. */
export const reportEntity = new EntitySchema<ReportRow>({
  name: 'Report',
  tableName: 'reports',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    messageId: { name: 'message_id', type: 'integer' },
    threadId: { name: 'thread_id', type: 'integer' },
    senderId: { name: 'sender_id', type: 'integer' },
    reporterId: { name: 'reporter_id', type: 'integer' },
    reason: { type: 'text' },
    comment: { type: 'text', nullable: true },
    text: { type: 'text' },
    attachments: { type: 'text', nullable: true },
    sent: { type: 'bigint' },
    created: { type: 'bigint' },
    status: { type: 'text' },
    note: { type: 'text', nullable: true },
    closed: { type: 'bigint', nullable: true },
    since: { type: 'bigint', nullable: true },
  },
  uniques: [{ name: 'reports_once', columns: ['messageId', 'reporterId'] }],
  indices: [
    { name: 'reports_status', columns: ['status'] },
    { name: 'reports_sender_id', columns: ['senderId'] },
    { name: 'reports_reporter_id', columns: ['reporterId'] },
    { name: 'reports_since', columns: ['since'] },
  ],
});

export interface TokenFamilyRow {
  id: string;
  userId: number;
  current: string;
  expires: number;
}

export const tokenFamilyEntity = new EntitySchema<TokenFamilyRow>({
  name: 'TokenFamily',
  tableName: 'token_families',
  columns: {
    id: { type: 'text', primary: true },
    userId: { name: 'user_id', type: 'integer' },
    current: { type: 'text' },
    expires: { type: 'bigint' },
  },
  foreignKeys: [
    {
      name: 'token_families_user',
      target: 'User',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [
    { name: 'token_families_user_id', columns: ['userId'] },
    { name: 'token_families_expires', columns: ['expires'] },
  ],
});

export interface SessionRow {
  id: string;
  userId: number;
  data: string;
  expires: number;
}

export const sessionEntity = new EntitySchema<SessionRow>({
  name: 'Session',
  tableName: 'sessions',
  columns: {
    id: { type: 'text', primary: true },
    userId: { name: 'user_id', type: 'integer' },
    data: { type: 'text' },
    expires: { type: 'bigint' },
  },
  foreignKeys: [
    {
      name: 'sessions_user',
      target: 'User',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [{ name: 'sessions_user_id', columns: ['userId'] }],
});

export interface ServiceKeyRow {
  id: number;
  name: string;
  hash: string;
  created: number;
  lastUsed: number | null;
}

export const serviceKeyEntity = new EntitySchema<ServiceKeyRow>({
  name: 'ServiceKey',
  tableName: 'service_keys',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    name: { type: 'text' },
    hash: { type: 'text' },
    created: { type: 'bigint' },
    lastUsed: { name: 'last_used', type: 'bigint', nullable: true },
  },
  uniques: [{ name: 'service_keys_name', columns: ['name'] }],
});

export interface AuditEntryRow {
  id: number;
  adminId: number | null;
  adminName: string | null;
  service: string | null;
  action: AuditEntry['action'];
  resource: AuditEntry['resource'];
  recordId: number;
  details: string;
  created: number;
}

export const auditEntryEntity = new EntitySchema<AuditEntryRow>({
  name: 'AuditEntry',
  tableName: 'audit_entries',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    adminId: { name: 'admin_id', type: 'integer', nullable: true },
    adminName: { name: 'admin_name', type: 'text', nullable: true },
    service: { type: 'text', nullable: true },
    action: { type: 'text' },
    resource: { type: 'text' },
    recordId: { name: 'record_id', type: 'integer' },
    details: { type: 'text' },
    created: { type: 'bigint' },
  },
  checks: [{ name: 'audit_entries_actor', expression: 'admin_id IS NOT NULL OR service IS NOT NULL' }],
  indices: [{ name: 'audit_entries_record', columns: ['resource', 'recordId'] }],
});

export interface ErasureRow {
  userId: number;
  created: number;
}

export const erasureEntity = new EntitySchema<ErasureRow>({
  name: 'Erasure',
  tableName: 'erasures',
  columns: {
    userId: { name: 'user_id', type: 'integer', primary: true },
    created: { type: 'bigint' },
  },
  foreignKeys: [
    {
      name: 'erasures_user',
      target: 'User',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});

export const userRemovalEntity = new EntitySchema<{ userId: number }>({
  name: 'UserRemoval',
  tableName: 'user_removals',
  columns: { userId: { name: 'user_id', type: 'integer', primary: true } },
  foreignKeys: [
    {
      name: 'user_removals_user',
      target: 'User',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});

export interface EventRow {
  id: number;
  type: string;
  /** Null in events about an account; so are all that follow but `userId`, which is null in others. */
  threadId: number | null;
  lowId: number | null;
  highId: number | null;
  messageId: number | null;
  readerId: number | null;
  upTo: number | null;
  created: number;
  userId: number | null;
}

export const eventEntity = new EntitySchema<EventRow>({
  name: 'Event',
  tableName: 'events',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    type: { type: 'text' },
    threadId: { name: 'thread_id', type: 'integer', nullable: true },
    lowId: { name: 'low_id', type: 'integer', nullable: true },
    highId: { name: 'high_id', type: 'integer', nullable: true },
    messageId: { name: 'message_id', type: 'integer', nullable: true },
    readerId: { name: 'reader_id', type: 'integer', nullable: true },
    upTo: { name: 'up_to', type: 'bigint', nullable: true },
    created: { type: 'bigint' },
    userId: { name: 'user_id', type: 'integer', nullable: true },
  },
  indices: [
    { name: 'events_low_id', columns: ['lowId'] },
    { name: 'events_high_id', columns: ['highId'] },
    { name: 'events_user_updated', columns: ['type'], where: `type = 'user.updated'` },
  ],
});

export interface EventLogRow {
  name: string;
  prunedId: number;
  prunedCreated: number;
}

export const eventLogEntity = new EntitySchema<EventLogRow>({
  name: 'EventLog',
  tableName: 'event_log',
  columns: {
    name: { type: 'text', primary: true },
    prunedId: { name: 'pruned_id', type: 'integer' },
    prunedCreated: { name: 'pruned_created', type: 'bigint' },
  },
});

export interface WebhookRow {
  id: number;
  url: string;
  /** A JSON array. */
  events: string;
  delay: number;
  /** 0 or 1. */
  onlyUnread: number;
  description: string | null;
  status: WebhookStatus;
  offReason: OffReason | null;
  secret: string;
  previousSecret: string | null;
  previousUntil: number | null;
  created: number;
  position: string;
  reached: number;
  failingSince: number | null;
  failures: number;
  nextAttempt: number | null;
  holder: string | null;
  heldUntil: number | null;
}

export const webhookEntity = new EntitySchema<WebhookRow>({
  name: 'Webhook',
  tableName: 'webhooks',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    url: { type: 'text' },
    events: { type: 'text' },
    delay: { type: 'integer' },
    onlyUnread: { name: 'only_unread', type: 'integer' },
    description: { type: 'text', nullable: true },
    status: { type: 'text' },
    offReason: { name: 'off_reason', type: 'text', nullable: true },
    secret: { type: 'text' },
    previousSecret: { name: 'previous_secret', type: 'text', nullable: true },
    previousUntil: { name: 'previous_until', type: 'bigint', nullable: true },
    created: { type: 'bigint' },
    position: { type: 'text' },
    reached: { type: 'bigint' },
    failingSince: { name: 'failing_since', type: 'bigint', nullable: true },
    failures: { type: 'integer' },
    nextAttempt: { name: 'next_attempt', type: 'bigint', nullable: true },
    holder: { type: 'text', nullable: true },
    heldUntil: { name: 'held_until', type: 'bigint', nullable: true },
  },
});

export interface WebhookDeliveryRow {
  id: number;
  webhookId: number;
  key: string;
  type: string;
  position: string | null;
  attempts: number;
  attempted: number;
  /** 0 or 1. */
  delivered: number;
  status: number | null;
  duration: number;
  error: string | null;
  response: string | null;
}

export const webhookDeliveryEntity = new EntitySchema<WebhookDeliveryRow>({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    webhookId: { name: 'webhook_id', type: 'integer' },
    key: { type: 'text' },
    type: { type: 'text' },
    position: { type: 'text', nullable: true },
    attempts: { type: 'integer' },
    attempted: { type: 'bigint' },
    delivered: { type: 'integer' },
    status: { type: 'integer', nullable: true },
    duration: { type: 'integer' },
    error: { type: 'text', nullable: true },
    response: { type: 'text', nullable: true },
  },
  foreignKeys: [
    {
      name: 'webhook_deliveries_webhook',
      target: 'Webhook',
      columnNames: ['webhookId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  uniques: [{ name: 'webhook_deliveries_key', columns: ['webhookId', 'key'] }],
  indices: [
    { name: 'webhook_deliveries_latest', columns: ['webhookId', 'attempted'] },
    { name: 'webhook_deliveries_attempted', columns: ['attempted'] },
  ],
});

export const entities = [
  userEntity,
  userWordEntity,
  threadEntity,
  messageEntity,
  attachmentEntity,
  heldAttachmentEntity,
  fileRemovalEntity,
  deletedThreadEntity,
  blockEntity,
  messageVersionEntity,
  reportEntity,
  tokenFamilyEntity,
  sessionEntity,
  serviceKeyEntity,
  auditEntryEntity,
  erasureEntity,
  userRemovalEntity,
  eventEntity,
  eventLogEntity,
  webhookEntity,
  webhookDeliveryEntity,
];
