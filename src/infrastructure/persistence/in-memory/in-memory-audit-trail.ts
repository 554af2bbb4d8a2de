import type { AuditEntry, AuditTrail } from '../../../application/ports/audit-trail.js';
import type { Draft, Sequence } from './state.js';

export class InMemoryAuditTrail implements AuditTrail {
  constructor(
    private readonly draft: Draft,
    private readonly ids: Sequence,
  ) {}

  async latest(limit: number): Promise<readonly (AuditEntry & { id: number })[]> {
    return [...this.draft.state.auditEntries.values()].reverse().slice(0, limit);
  }

  async about(
    userId: number,
    after: number,
    limit: number,
  ): Promise<readonly (AuditEntry & { id: number })[]> {
    return [...this.draft.state.auditEntries.values()]
      .filter(({ id, resource, recordId }) => resource === 'User' && recordId === userId && id > after)
      .slice(0, limit);
  }

  async add(entry: AuditEntry): Promise<void> {
    const id = this.ids.next();
    this.draft.table('auditEntries').set(id, { ...entry, id });
  }
}
