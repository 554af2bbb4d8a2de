/** Everything that an admin or a service can do to a record. A filter of the panel offers these. */
export const auditedActions = [
  'open',
  'create',
  'change',
  'send',
  'mark as read',
  'block',
  'unblock',
  'log in',
  'export',
  'erase',
  'delete',
] as const;

export const auditedResources = ['User', 'Thread', 'Message', 'Report', 'Webhook', 'ServiceKey'] as const;

/** An admin or a service did something to a record. The entry keeps the names of that moment, because records can be deleted later. */
export interface AuditEntry {
  /** The user who did it, or in whose name a service did; undefined if it was in nobody's. */
  readonly adminId: number | undefined;
  readonly adminName: string | undefined;
  /** The service that did it. */
  readonly service: string | undefined;
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
