/** Everything that an admin can do to a record. A filter of the panel offers these. */
export const auditedActions = [
  'open',
  'create',
  'change',
  'mark as read',
  'export',
  'erase',
  'delete',
] as const;

export const auditedResources = ['User', 'Thread', 'Message'] as const;

/** An admin did something to a record. The entry keeps the names of that moment, because records can be deleted later. */
export interface AuditEntry {
  readonly adminId: number;
  readonly adminName: string;
  readonly action: (typeof auditedActions)[number];
  readonly resource: (typeof auditedResources)[number];
  readonly recordId: number;
  /** What it changed, for a person to read; no passwords and no message texts. */
  readonly details: string;
  readonly created: Date;
}

export interface AuditReader {
  /** Newest first. */
  latest(limit: number): Promise<readonly (AuditEntry & { readonly id: number })[]>;

  /** What was done to this user above the entry `after`, by rising id, `limit` at most. */
  about(
    userId: number,
    after: number,
    limit: number,
  ): Promise<readonly (AuditEntry & { readonly id: number })[]>;
}

/** Grows only: what was written is neither changed nor removed. */
export interface AuditTrail extends AuditReader {
  add(entry: AuditEntry): Promise<void>;
}
