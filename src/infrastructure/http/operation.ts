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
  /** Bytes of any type instead of a body that is described. */
  readonly binary?: boolean;
  /** Those that it always has, beside the ones that all answers of its status have. */
  readonly headers?: readonly HeaderName[];
}

export type HeaderName = 'Location' | 'Content-Disposition' | 'Content-Range' | 'Accept-Ranges' | 'ETag';

export const tags = {
  Accounts: 'Making an account, and finding people.',
  Tokens: 'Logging in and out. Access tokens go with requests, refresh tokens are spent for new pairs.',
  Threads: 'A thread has exactly two participants, and a pair has at most one thread.',
  Messages: 'Sending, reading, marking as read, editing and deleting.',
  Attachments: 'Files that messages have.',
  Evidence: 'What messages said before, and reports of them.',
  Events: 'What happens, as it happens.',
  Webhooks: 'Being told of what happens, at an address of your own. For admins and services.',
  Blocks: 'Keeping somebody and oneself from writing to each other.',
  Host: 'For the application that Duet serves: its users, and their way in. For admins and services.',
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
  /** `user`: for one who is a user, or a service that acts as one. `ticket`: as `bearer`, or with a ticket in the query. */
  readonly access: 'public' | 'bearer' | 'user' | 'ticket';
  readonly schemas: RequestSchemas;
  /** What the body is, if it is no JSON but the bytes of something: the operation reads it by itself. */
  readonly binaryBody?: string;
}
