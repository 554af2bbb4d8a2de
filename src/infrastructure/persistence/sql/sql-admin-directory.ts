import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  AdminDirectory,
  AuditFilters,
  AuditOrder,
  AuditRecord,
  Figures,
  Period,
  ReportFilters,
  ReportOrder,
  ReportRecord,
  ThreadFilters,
  ThreadOrder,
  ThreadRecord,
  UserFilters,
  UserOrder,
  UserRecord,
} from '../../../application/ports/admin-directory.js';
import { usernameKey } from '../../../domain/accounts/user.js';
import { between, conjunction, contains, equals } from './condition.js';
import { SqlAdminList, type AdminTable } from './sql-admin-list.js';
import { SqlMessageSearch, standingMessages } from './sql-message-search.js';
import type { ReadingSql, SqlValue } from './sql.js';

/** A record as the database gives it: times and flags are numbers. */
type Stored<Item> = {
  [Name in keyof Item]: Item[Name] extends Date | boolean
    ? number
    : Item[Name] extends Date | null
      ? number | null
      : Item[Name];
};

/** By a part of the username or of the name. Nobody has words of those who were erased. */
const named = `
  SELECT id FROM users WHERE username_key LIKE ? ESCAPE '\\'
  UNION ALL SELECT user_id FROM user_words WHERE word LIKE ? ESCAPE '\\'`;

/** What a user is called where there is no room for more columns. */
const called = (user: string) =>
  `coalesce(${user}.name || ' (' || ${user}.username || ')', ${user}.username)`;

const users: AdminTable<Stored<UserRecord>, UserRecord, UserFilters, UserOrder> = {
  select: `SELECT u.id, u.username, u.name, u.avatar_url AS "avatarUrl", u.external_id AS "externalId", u.role, u.is_active AS "isActive", u.created, u.thread_count AS "threadCount",
             u.unread_count AS "unreadCount" FROM users u`,
  from: 'users u',
  id: 'u.id',
  conditions: {
    username: contains(`u.id IN (${named})`, usernameKey),
    role: equals('u.role = ?'),
    isActive: equals('u.is_active = ?'),
    created: between('u.created'),
  },
  orders: {
    created: 'u.created',
    username: 'u.username_key',
    role: 'u.role',
    isActive: 'u.is_active',
    threadCount: 'u.thread_count',
    unreadCount: 'u.unread_count',
    id: 'u.id',
  },
  toItem: (row) => ({ ...row, isActive: row.isActive === 1, created: new Date(row.created) }),
};

const title = `${called('low')} || ' & ' || ${called('high')} AS title`;
const participants = 'JOIN users low ON low.id = t.low_id JOIN users high ON high.id = t.high_id';

const threads: AdminTable<Stored<ThreadRecord>, ThreadRecord, ThreadFilters, ThreadOrder> = {
  select: `SELECT t.id, t.low_id AS "lowId", t.high_id AS "highId", t.key AS "about", t.created, t.updated,
             t.message_count AS "messageCount", t.low_unread AS "lowUnread", t.high_unread AS "highUnread", ${title}
           FROM threads t ${participants}`,
  from: 'threads t',
  id: 't.id',
  conditions: {
    participant: equals('t.low_id = ? OR t.high_id = ?'),
    title: contains(`t.low_id IN (${named}) OR t.high_id IN (${named})`, usernameKey),
    updated: between('t.updated'),
    created: between('t.created'),
  },
  orders: {
    updated: 't.updated',
    created: 't.created',
    messageCount: 't.message_count',
    lowUnread: 't.low_unread',
    highUnread: 't.high_unread',
    id: 't.id',
  },
  toItem: (row) => ({ ...row, created: new Date(row.created), updated: new Date(row.updated) }),
};

const reports: AdminTable<Stored<ReportRecord>, ReportRecord, ReportFilters, ReportOrder> = {
  select: `SELECT r.id, r.message_id AS "messageId", r.thread_id AS "threadId", r.sender_id AS "senderId",
             r.reporter_id AS "reporterId", r.reason, r.comment, r.text, r.created, r.status, r.note, r.closed
           FROM reports r`,
  from: 'reports r',
  id: 'r.id',
  conditions: {
    status: equals('r.status = ?'),
    reason: equals('r.reason = ?'),
    senderId: equals('r.sender_id = ?'),
    reporterId: equals('r.reporter_id = ?'),
    created: between('r.created'),
  },
  orders: { created: 'r.created', status: 'r.status', id: 'r.id' },
  toItem: ({ closed, ...row }) => ({
    ...row,
    created: new Date(row.created),
    closed: closed === null ? null : new Date(closed),
  }),
};

const auditEntries: AdminTable<Stored<AuditRecord>, AuditRecord, AuditFilters, AuditOrder> = {
  select: `SELECT a.id, a.created, a.admin_id AS "adminId", a.service,
             CASE
               WHEN a.service IS NULL THEN a.admin_name
               WHEN a.admin_name IS NULL THEN 'service ' || a.service
               ELSE 'service ' || a.service || ', as ' || a.admin_name
             END AS "adminName", a.action, a.resource,
             a.record_id AS "recordId", a.details,
             CASE a.resource
               WHEN 'User' THEN (SELECT count(*) FROM users u WHERE u.id = a.record_id)
               WHEN 'Thread' THEN (SELECT count(*) FROM threads t WHERE t.id = a.record_id)
               WHEN 'Message' THEN (SELECT count(*) FROM messages m JOIN threads t ON t.id = m.thread_id WHERE m.id = a.record_id)
               WHEN 'Report' THEN (SELECT count(*) FROM reports r WHERE r.id = a.record_id)
               WHEN 'Webhook' THEN (SELECT count(*) FROM webhooks w WHERE w.id = a.record_id)
               WHEN 'ServiceKey' THEN (SELECT count(*) FROM service_keys k WHERE k.id = a.record_id)
             END AS "recordExists" FROM audit_entries a`,
  from: 'audit_entries a',
  id: 'a.id',
  conditions: {
    adminId: equals('a.admin_id = ?'),
    service: equals('a.service = ?'),
    resource: equals('a.resource = ?'),
    action: equals('a.action = ?'),
    recordId: equals('a.record_id = ?'),
    created: between('a.created'),
  },
  orders: { created: 'a.created', id: 'a.id' },
  toItem: (row) => ({
    ...row,
    // What is undefined is NULL in the database.
    adminId: row.adminId ?? undefined,
    service: row.service ?? undefined,
    recordExists: row.recordExists === 1,
    created: new Date(row.created),
  }),
};

export class SqlAdminDirectory implements AdminDirectory {
  readonly users: SqlAdminList<Stored<UserRecord>, UserRecord, UserFilters, UserOrder>;
  readonly threads: SqlAdminList<Stored<ThreadRecord>, ThreadRecord, ThreadFilters, ThreadOrder>;
  readonly messages: SqlMessageSearch;
  readonly reports: SqlAdminList<Stored<ReportRecord>, ReportRecord, ReportFilters, ReportOrder>;
  readonly auditEntries: SqlAdminList<Stored<AuditRecord>, AuditRecord, AuditFilters, AuditOrder>;

  /** @param late what may be some seconds behind, for figures. */
  constructor(
    private readonly sql: ReadingSql,
    private readonly late: ReadingSql = sql,
  ) {
    this.users = new SqlAdminList(sql, users);
    this.threads = new SqlAdminList(sql, threads);
    this.messages = new SqlMessageSearch(sql);
    this.reports = new SqlAdminList(sql, reports);
    this.auditEntries = new SqlAdminList(sql, auditEntries);
  }

  async sizeOfThreadsOf(user: number): Promise<{ threads: number; messages: number }> {
    const [row] = await this.sql.rows<{ threads: number; messages: number }>(
      `SELECT count(*) AS threads, coalesce(sum(message_count), 0) AS messages
       FROM threads WHERE low_id = ? OR high_id = ?`,
      [user, user],
    );
    return row ?? { threads: 0, messages: 0 };
  }

  /** From kept counts, and for the days from an index. Other requests are served between two statements. */
  async figures(days: readonly Period[]): Promise<Figures> {
    const rows = async <Row>(text: string, parameters: readonly SqlValue[] = []): Promise<Row[]> => {
      await nextTurn();
      return this.late.rows<Row>(text, parameters);
    };
    const [ofUsers] = await rows<Pick<Figures, 'users' | 'activeUsers' | 'unread'>>(
      `SELECT count(*) AS users, coalesce(sum(is_active), 0) AS "activeUsers",
         coalesce(sum(unread_count), 0) AS unread FROM users`,
    );
    const [ofThreads] = await rows<Pick<Figures, 'threads' | 'messages'>>(
      'SELECT count(*) AS threads, coalesce(sum(message_count), 0) AS messages FROM threads',
    );
    const [ofReports] = await rows<Pick<Figures, 'openReports'>>(
      `SELECT count(*) AS "openReports" FROM reports WHERE status = 'open'`,
    );
    const active = await rows<Stored<Figures['activeThreads'][number]>>(
      `SELECT t.id, ${title}, t.message_count AS "messageCount", t.updated
       FROM (SELECT * FROM threads ORDER BY message_count DESC, id DESC LIMIT 5) t ${participants}
       ORDER BY t.message_count DESC, t.id DESC`,
    );
    const newest = await rows<Stored<Figures['newestUsers'][number]>>(
      `SELECT u.id, ${called('u')} AS username, u.created FROM users u ORDER BY u.id DESC LIMIT 5`,
    );
    const standing = await standingMessages(this.late);
    const perDay: number[] = [];
    for (const day of days) {
      const { sql, parameters } = conjunction([between('m.created')(day), ...standing]);
      const [row] = await rows<{ count: number }>(
        `SELECT count(*) AS count FROM messages m WHERE ${sql}`,
        parameters,
      );
      perDay.push(row?.count ?? 0);
    }
    return {
      ...{ users: 0, activeUsers: 0, unread: 0, ...ofUsers },
      ...{ threads: 0, messages: 0, ...ofThreads },
      ...{ openReports: 0, ...ofReports },
      perDay,
      activeThreads: active.map((row) => ({ ...row, updated: new Date(row.updated) })),
      newestUsers: newest.map((row) => ({ ...row, created: new Date(row.created) })),
    };
  }
}
