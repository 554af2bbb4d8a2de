/** That an admin did something to a record. Names are those of the moment, because records come to go. */
export interface AuditEntry {
  readonly adminId: number;
  readonly adminName: string;
  /** What was done, as a verb: `create`, `deactivate`, `delete`. */
  readonly action: string;
  readonly resource: 'User' | 'Thread' | 'Message';
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
