import type { ErrorCode } from './error-texts.js';
import type { ResourceName } from './resources.js';
import type { RequestSchemas } from './validation.js';

/** A successful answer, for the reader of the document and for the tests, which hold every answer to it. */
export interface ReplyDescription {
  readonly description: string;
  /** What the body is; without it there is none. */
  readonly body?: ResourceName;
  /** Other than JSON. */
  readonly mediaType?: string;
  /** Those that it always has, beside the ones that all answers of its status have. */
  readonly headers?: readonly HeaderName[];
}

export type HeaderName = 'Location' | 'Content-Disposition';

export const tags = {
  Accounts: 'Making an account, and finding people.',
  Tokens: 'Logging in and out. Access tokens go with requests, refresh tokens are spent for new pairs.',
  Threads: 'A thread has exactly two participants, and a pair has at most one thread.',
  Messages: 'Sending, reading and marking as read.',
  Events: 'What happens, as it happens.',
  Blocks: 'Keeping somebody and oneself from writing to each other.',
  Privacy: 'What is held about somebody, and being forgotten.',
  Service: 'For supervisors and load balancers.',
} as const;

/** What documents an operation beyond its schemas. */
export interface Documentation {
  /** The name of the use case, so that generated clients have methods of these names. */
  readonly operationId: string;
  readonly tag: keyof typeof tags;
  readonly summary: string;
  readonly description: string;
  readonly replies: Readonly<Record<number, ReplyDescription>>;
  readonly errors: readonly ErrorCode[];
}

/** All that the document says of one operation. */
export interface Operation extends Documentation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With Express's `:name` for parameters. */
  readonly path: string;
  readonly access: 'public' | 'bearer';
  readonly schemas: RequestSchemas;
}
