/** That what a user has sent is still to be removed, because their account was erased. */
export interface Erasure {
  readonly userId: number;
  /** When the account was erased. */
  readonly created: Date;
}

/** Keeps in mind what is begun, so that it is ended also if the process dies. */
export interface ErasureRepository {
  /** Adds an erasure of a user who exists and has none. */
  add(erasure: Erasure): Promise<void>;

  /** Those of users above the id `after`, by rising id, `limit` at most. */
  pending(after: number, limit: number): Promise<readonly Erasure[]>;

  /** Takes an erasure for done. */
  remove(userId: number): Promise<void>;
}
