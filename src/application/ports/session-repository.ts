/** An admin's login in a browser. `id` is a hash of what the browser holds, so that readers of the database learn no key. */
export interface Session {
  readonly id: string;
  readonly userId: number;
  /** For the adapter that began the session to make sense of. */
  readonly data: string;
  readonly expires: Date;
}

export interface SessionReader {
  find(id: string): Promise<Session | undefined>;

  /** The user's sessions, those that end first before the others. */
  allOf(userId: number): Promise<readonly Session[]>;
}

export interface SessionRepository extends SessionReader {
  /** Adds the session, or replaces the one of this id. The user must exist. */
  save(session: Session): Promise<void>;

  /** Ends a session, if it is there. */
  remove(id: string): Promise<void>;

  /** Ends all sessions of a user. */
  removeAllOf(userId: number): Promise<void>;

  /** Removes the sessions whose `expires` is not after `now`. */
  removeExpired(now: Date): Promise<void>;
}
