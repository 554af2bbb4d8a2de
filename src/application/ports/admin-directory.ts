import type { Role } from '../../domain/accounts/user.js';
import type { Message } from '../../domain/conversation/message.js';
import type { Report, ReportReason, ReportStatus } from '../../domain/evidence/report.js';
import type { AuditEntry } from './audit-trail.js';

/** All that admins look through. It reads what is committed, and lets other requests in between when it reads much. */
export interface AdminDirectory {
  readonly users: AdminList<UserRecord, UserFilters, UserOrder>;
  readonly threads: AdminList<ThreadRecord, ThreadFilters, ThreadOrder>;
  readonly messages: AdminList<MessageRecord, MessageFilters, MessageOrder>;
  readonly reports: AdminList<ReportRecord, ReportFilters, ReportOrder>;
  readonly auditEntries: AdminList<AuditRecord, AuditFilters, AuditOrder>;

  /** How much a user's threads are, for all who take part in them. */
  sizeOfThreadsOf(user: number): Promise<{ readonly threads: number; readonly messages: number }>;

  /** @param days for each of these, how many messages were sent. */
  figures(days: readonly Period[]): Promise<Figures>;
}

export interface AdminList<Item, Filters, Order extends string> {
  /** What meets all filters; what is alike in the order comes by id, in the same direction. */
  page(filters: Filters, slice: AdminSlice<Order>): Promise<readonly Item[]>;
  count(filters: Filters): Promise<Count>;
  /** Those that are there, in any order. */
  withIds(ids: readonly number[]): Promise<readonly Item[]>;
}

export interface AdminSlice<Order extends string> {
  readonly limit: number;
  readonly offset: number;
  readonly order: Order;
  readonly direction: 'ASC' | 'DESC';
}

/** At least `count` if it is not exact: where counting on would mean to look at everything, it stops. */
export interface Count {
  readonly count: number;
  readonly isExact: boolean;
}

/** With both ends, each of which may be open. */
export interface Period {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface UserRecord {
  readonly id: number;
  readonly username: string;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly externalId: string | null;
  readonly role: Role;
  readonly isActive: boolean;
  readonly created: Date;
  readonly threadCount: number;
  readonly unreadCount: number;
}

export interface UserFilters {
  /** A part of the username or of the name, in any case. */
  readonly username?: string;
  readonly role?: Role;
  readonly isActive?: boolean;
  readonly created?: Period;
}

export const userOrders = [
  'created',
  'username',
  'role',
  'isActive',
  'threadCount',
  'unreadCount',
  'id',
] as const;
export type UserOrder = (typeof userOrders)[number];

export interface ThreadRecord {
  readonly id: number;
  readonly lowId: number;
  readonly highId: number;
  /** Its key; empty if it has none. Not called so, because React takes a field `key` for itself. */
  readonly about: string;
  readonly created: Date;
  readonly updated: Date;
  readonly messageCount: number;
  readonly lowUnread: number;
  readonly highUnread: number;
  /** Both names, each with the username. */
  readonly title: string;
}

export interface ThreadFilters {
  readonly participant?: number;
  /** A part of a participant's username or name, in any case. */
  readonly title?: string;
  readonly updated?: Period;
  readonly created?: Period;
}

export const threadOrders = ['updated', 'created', 'messageCount', 'lowUnread', 'highUnread', 'id'] as const;
export type ThreadOrder = (typeof threadOrders)[number];

/** Without a text of its own, it has the names of its attachments for one. */
export type MessageRecord = Omit<Message, 'participants' | 'metadata' | 'attachments'>;

export interface MessageFilters {
  readonly threadId?: number;
  readonly senderId?: number;
  readonly isRead?: boolean;
  readonly created?: Period;
  /** A part of the text. ASCII letters match in any case. */
  readonly text?: string;
}

/** One, which an index has: there may be millions of messages. */
export const messageOrders = ['created'] as const;
export type MessageOrder = (typeof messageOrders)[number];

export interface ReportRecord extends Omit<Report, 'sent' | 'overdue' | 'comment' | 'note' | 'closed'> {
  readonly comment: string | null;
  readonly note: string | null;
  readonly closed: Date | null;
}

export interface ReportFilters {
  readonly status?: ReportStatus;
  readonly reason?: ReportReason;
  readonly senderId?: number;
  readonly reporterId?: number;
  readonly created?: Period;
}

export const reportOrders = ['created', 'status', 'id'] as const;
export type ReportOrder = (typeof reportOrders)[number];

/** `adminName` is who did it, as a person reads it: with the service, if one did. */
export interface AuditRecord extends AuditEntry {
  readonly id: number;
  /** Whether the record is still there. */
  readonly recordExists: boolean;
}

export interface AuditFilters {
  readonly adminId?: number;
  readonly service?: string;
  readonly resource?: AuditEntry['resource'];
  readonly action?: AuditEntry['action'];
  readonly recordId?: number;
  readonly created?: Period;
}

export const auditOrders = ['created', 'id'] as const;
export type AuditOrder = (typeof auditOrders)[number];

export interface Figures {
  readonly users: number;
  readonly activeUsers: number;
  readonly threads: number;
  readonly messages: number;
  readonly unread: number;
  readonly openReports: number;
  /** One for each day that was asked for. */
  readonly perDay: readonly number[];
  /** Those with the most messages, five at most. */
  readonly activeThreads: readonly Pick<ThreadRecord, 'id' | 'title' | 'messageCount' | 'updated'>[];
  /** Five at most, called by their names, with the username, where they have one. */
  readonly newestUsers: readonly Pick<UserRecord, 'id' | 'username' | 'created'>[];
}
