import type { Role } from '../../domain/accounts/user.js';

/** Another chat's data, as it is there: with whatever that chat allows and Duet does not. */
export interface ChatSource {
  /** By rising id. */
  users(): AsyncIterable<SourceUser>;

  /** The oldest first. */
  threads(): AsyncIterable<SourceThread>;

  /** The oldest first. */
  messages(): AsyncIterable<SourceMessage>;
}

export interface SourceUser {
  readonly id: number;
  readonly username: string;
  /** In a form that the PasswordHasher verifies; undefined if there is none. */
  readonly passwordHash: string | undefined;
  readonly role: Role;
  readonly active: boolean;
  /** Undefined, here and below, if it cannot be read. */
  readonly created: Date | undefined;
}

export interface SourceThread {
  readonly id: number;
  readonly participants: readonly number[];
  readonly created: Date | undefined;
  readonly updated: Date | undefined;
}

export interface SourceMessage {
  readonly id: number;
  readonly thread: number;
  readonly sender: number;
  readonly text: string | undefined;
  readonly created: Date | undefined;
  readonly isRead: boolean;
}
