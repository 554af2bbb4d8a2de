import { EntitySchema } from 'typeorm';

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
  unreadCount: number;
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
    unreadCount: { name: 'unread_count', type: 'integer', default: 0 },
  },
  uniques: [{ name: 'users_username_key', columns: ['usernameKey'] }],
  checks: [{ name: 'users_role', expression: `role = 'user' OR role = 'admin'` }],
});

export interface ThreadRow {
  id: number;
  lowId: number;
  highId: number;
  created: number;
  updated: number;
  lastMessageId: number | null;
  messageCount: number;
  lowUnread: number;
  highUnread: number;
}

export const threadEntity = new EntitySchema<ThreadRow>({
  name: 'Thread',
  tableName: 'threads',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    lowId: { name: 'low_id', type: 'integer' },
    highId: { name: 'high_id', type: 'integer' },
    created: { type: 'bigint' },
    updated: { type: 'bigint' },
    lastMessageId: { name: 'last_message_id', type: 'integer', nullable: true },
    messageCount: { name: 'message_count', type: 'integer', default: 0 },
    lowUnread: { name: 'low_unread', type: 'integer', default: 0 },
    highUnread: { name: 'high_unread', type: 'integer', default: 0 },
  },
  uniques: [{ name: 'threads_pair', columns: ['lowId', 'highId'] }],
  checks: [{ name: 'threads_two_participants', expression: 'low_id < high_id' }],
  foreignKeys: [
    { name: 'threads_low', target: 'User', columnNames: ['lowId'], referencedColumnNames: ['id'] },
    { name: 'threads_high', target: 'User', columnNames: ['highId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'threads_low_updated', columns: ['lowId', 'updated'] },
    { name: 'threads_high_updated', columns: ['highId', 'updated'] },
  ],
});

export interface MessageRow {
  id: number;
  threadId: number;
  senderId: number;
  text: string;
  created: number;
  isRead: boolean;
  idempotencyKey: string | null;
}

export const messageEntity = new EntitySchema<MessageRow>({
  name: 'Message',
  tableName: 'messages',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    threadId: { name: 'thread_id', type: 'integer' },
    senderId: { name: 'sender_id', type: 'integer' },
    text: { type: 'text' },
    created: { type: 'bigint' },
    isRead: { name: 'is_read', type: 'boolean', default: false },
    idempotencyKey: { name: 'idempotency_key', type: 'text', nullable: true },
  },
  foreignKeys: [
    {
      name: 'messages_thread',
      target: 'Thread',
      columnNames: ['threadId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
    { name: 'messages_sender', target: 'User', columnNames: ['senderId'], referencedColumnNames: ['id'] },
  ],
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
    { name: 'messages_key_created', columns: ['created'], where: 'idempotency_key IS NOT NULL' },
  ],
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

export interface IdentityRow {
  issuer: string;
  subject: string;
  userId: number;
}

export const identityEntity = new EntitySchema<IdentityRow>({
  name: 'Identity',
  tableName: 'identities',
  columns: {
    issuer: { type: 'text', primary: true },
    subject: { type: 'text', primary: true },
    userId: { name: 'user_id', type: 'integer' },
  },
  foreignKeys: [
    {
      name: 'identities_user',
      target: 'User',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
  indices: [{ name: 'identities_user_id', columns: ['userId'] }],
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

export interface AuditEntryRow {
  id: number;
  adminId: number;
  adminName: string;
  action: string;
  resource: string;
  recordId: number;
  details: string;
  created: number;
}

export const auditEntryEntity = new EntitySchema<AuditEntryRow>({
  name: 'AuditEntry',
  tableName: 'audit_entries',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    adminId: { name: 'admin_id', type: 'integer' },
    adminName: { name: 'admin_name', type: 'text' },
    action: { type: 'text' },
    resource: { type: 'text' },
    recordId: { name: 'record_id', type: 'integer' },
    details: { type: 'text' },
    created: { type: 'bigint' },
  },
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

export interface EventRow {
  id: number;
  type: string;
  threadId: number;
  lowId: number;
  highId: number;
  messageId: number | null;
  readerId: number | null;
  upTo: number | null;
  created: number;
}

export const eventEntity = new EntitySchema<EventRow>({
  name: 'Event',
  tableName: 'events',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    type: { type: 'text' },
    threadId: { name: 'thread_id', type: 'integer' },
    lowId: { name: 'low_id', type: 'integer' },
    highId: { name: 'high_id', type: 'integer' },
    messageId: { name: 'message_id', type: 'integer', nullable: true },
    readerId: { name: 'reader_id', type: 'integer', nullable: true },
    upTo: { name: 'up_to', type: 'bigint', nullable: true },
    created: { type: 'bigint' },
  },
  indices: [
    { name: 'events_low_id', columns: ['lowId'] },
    { name: 'events_high_id', columns: ['highId'] },
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

export const entities = [
  userEntity,
  threadEntity,
  messageEntity,
  blockEntity,
  identityEntity,
  tokenFamilyEntity,
  sessionEntity,
  auditEntryEntity,
  erasureEntity,
  eventEntity,
  eventLogEntity,
];
