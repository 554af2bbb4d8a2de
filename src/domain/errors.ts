/** What sort of rule was broken. The HTTP adapter alone knows which status each one becomes. */
export type ErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'unprocessable' | 'unavailable';

/** Every rule that Duet can refuse by. The keys are public: clients branch on them, so they never change. */
export const domainErrors = {
  too_few_participants: { kind: 'invalid', title: 'A thread needs another participant' },
  too_many_participants: { kind: 'invalid', title: 'A thread has exactly two participants' },
  self_thread: { kind: 'invalid', title: 'A thread needs two different people' },
  unknown_participant: { kind: 'invalid', title: 'No such participant' },
  invalid_username: { kind: 'invalid', title: 'Not a valid username' },
  invalid_password: { kind: 'invalid', title: 'Not a valid password' },
  invalid_text: { kind: 'invalid', title: 'Not a valid message text' },
  invalid_credentials: { kind: 'unauthenticated', title: 'Wrong username or password' },
  not_authenticated: { kind: 'unauthenticated', title: 'No access token' },
  token_invalid: { kind: 'unauthenticated', title: 'The token is not valid' },
  token_expired: { kind: 'unauthenticated', title: 'The token has expired' },
  token_revoked: { kind: 'unauthenticated', title: 'The token has been revoked' },
  registration_closed: { kind: 'forbidden', title: 'Registration is closed' },
  not_a_participant: { kind: 'forbidden', title: 'You take no part in this thread' },
  not_the_recipient: { kind: 'forbidden', title: 'Only the recipient marks a message as read' },
  admins_only: { kind: 'forbidden', title: 'Only admins may do this' },
  not_your_account: { kind: 'forbidden', title: 'This belongs to another user' },
  user_not_found: { kind: 'not-found', title: 'No such user' },
  thread_not_found: { kind: 'not-found', title: 'No such thread' },
  message_not_found: { kind: 'not-found', title: 'No such message' },
  username_taken: { kind: 'conflict', title: 'The username is taken' },
  user_has_threads: { kind: 'conflict', title: 'The user has threads' },
  database_not_empty: { kind: 'conflict', title: 'The database is not empty' },
  idempotency_key_reused: {
    kind: 'unprocessable',
    title: 'The idempotency key was used for another message',
  },
  storage_unavailable: { kind: 'unavailable', title: 'The storage does not answer' },
} as const satisfies Record<string, { kind: ErrorKind; title: string }>;

export type DomainErrorCode = keyof typeof domainErrors;

/** A broken rule. `message` is for the person who broke it: what was wrong and what to do. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get kind(): ErrorKind {
    return domainErrors[this.code].kind;
  }

  get title(): string {
    return domainErrors[this.code].title;
  }
}
