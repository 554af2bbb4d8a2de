import type { Role } from '../../domain/accounts/user.js';

/** Another chat's data, as it is there: with whatever that chat allows and Duet does not. */
export interface ChatSource {
  /** By rising key if the keys are numbers, else the oldest first. */
  users(): AsyncIterable<SourceUser>;

  /** The oldest first. */
  threads(): AsyncIterable<SourceThread>;

  /** The oldest first. */
  messages(): AsyncIterable<SourceMessage>;
}

/** The users' keys are all ids that Duet can have, or all texts; so are the threads'. */
export type SourceKey = number | string;

export interface SourceUser {
  readonly key: SourceKey;
  readonly username: string;
  /** How the user is shown to others; undefined if that is not known. */
  readonly name?: string | undefined;
  /** In a form that the PasswordHasher verifies; undefined if there is none. */
  readonly passwordHash: string | undefined;
  readonly role: Role;
  readonly active: boolean;
  /** Undefined, here and below, if it cannot be read. */
  readonly created: Date | undefined;
}

export interface SourceThread {
  readonly key: SourceKey;
  /** Keys of users. */
  readonly participants: readonly SourceKey[];
  readonly created: Date | undefined;
  readonly updated: Date | undefined;
  /** Whether it is there, and marked as deleted; here and below. */
  readonly deleted: boolean;
}

export interface SourceMessage {
  readonly key: SourceKey;
  readonly thread: SourceKey;
  readonly sender: SourceKey;
  readonly text: string | undefined;
  readonly created: Date | undefined;
  readonly isRead: boolean;
  readonly deleted: boolean;
}
