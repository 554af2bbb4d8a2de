import { MoreThan } from 'typeorm';
import type { AuditEntry, AuditTrail } from '../../../application/ports/audit-trail.js';
import { auditEntryEntity, type AuditEntryRow } from './entities.js';
import type { Connection } from './sql.js';

export class TypeormAuditTrail implements AuditTrail {
  constructor(private readonly connection: Connection) {}

  async latest(limit: number): Promise<readonly (AuditEntry & { id: number })[]> {
    const rows = await this.connection.orm.manager.find(auditEntryEntity, {
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map(toEntry);
  }

  async about(
    userId: number,
    after: number,
    limit: number,
  ): Promise<readonly (AuditEntry & { id: number })[]> {
    const rows = await this.connection.orm.manager.find(auditEntryEntity, {
      where: { resource: 'User', recordId: userId, id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
    return rows.map(toEntry);
  }

  async add(entry: AuditEntry): Promise<void> {
    const { adminId = null, adminName = null, service = null, created } = entry;
    const actor = { adminId, adminName, service };
    const row = { ...entry, ...actor, created: created.getTime() };
    await this.connection.orm.manager.insert(auditEntryEntity, row);
  }
}

function toEntry({ created, ...row }: AuditEntryRow): AuditEntry & { id: number } {
  return {
    ...row,
    adminId: row.adminId ?? undefined,
    adminName: row.adminName ?? undefined,
    service: row.service ?? undefined,
    created: new Date(created),
  };
}
