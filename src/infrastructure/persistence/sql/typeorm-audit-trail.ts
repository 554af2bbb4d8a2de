import type { AuditEntry, AuditTrail } from '../../../application/ports/audit-trail.js';
import type { Sql } from './sql.js';

interface Row {
  id: number;
  admin_id: number;
  admin_name: string;
  action: AuditEntry['action'];
  resource: AuditEntry['resource'];
  record_id: number;
  details: string;
  created: number;
}

const columns = 'id, admin_id, admin_name, action, resource, record_id, details, created';

export class TypeormAuditTrail implements AuditTrail {
  constructor(private readonly sql: Sql) {}

  async latest(limit: number): Promise<readonly (AuditEntry & { id: number })[]> {
    const rows = await this.sql.rows<Row>(`SELECT ${columns} FROM audit_entries ORDER BY id DESC LIMIT ?`, [
      limit,
    ]);
    return rows.map(toEntry);
  }

  async about(
    userId: number,
    after: number,
    limit: number,
  ): Promise<readonly (AuditEntry & { id: number })[]> {
    const rows = await this.sql.rows<Row>(
      `SELECT ${columns} FROM audit_entries
       WHERE resource = 'User' AND record_id = ? AND id > ? ORDER BY id LIMIT ?`,
      [userId, after, limit],
    );
    return rows.map(toEntry);
  }

  async add(entry: AuditEntry): Promise<void> {
    const { adminId, adminName, action, resource, recordId, details, created } = entry;
    await this.sql.change(
      `INSERT INTO audit_entries (admin_id, admin_name, action, resource, record_id, details, created)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [adminId, adminName, action, resource, recordId, details, created.getTime()],
    );
  }
}

function toEntry(row: Row): AuditEntry & { id: number } {
  return {
    id: row.id,
    adminId: row.admin_id,
    adminName: row.admin_name,
    action: row.action,
    resource: row.resource,
    recordId: row.record_id,
    details: row.details,
    created: new Date(row.created),
  };
}
