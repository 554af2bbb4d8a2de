/** What sort of rule was broken. The HTTP adapter alone knows which status each one becomes. */
export type ErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'unprocessable' | 'unavailable';

/** What an error is, why it comes, and what to do: for whoever meets it. Markdown; `docs/errors.md` is made of it. */
export interface ErrorText {
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
}

/** Every rule that Duet can refuse by. The keys are public: clients branch on them, so they never change. */
export const domainErrors = {
  too_few_participants: {
    kind: 'invalid',
    title: 'A thread needs another participant',
    cause:
      'No user was named to have a thread with. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Name the other user.',
  },
  too_many_participants: {
    kind: 'invalid',
    title: 'A thread has exactly two participants',
    cause: 'Three or more users were named for one thread.',
    cure: 'Name the other user alone, or the two who write to each other.',
  },
  self_thread: {
    kind: 'invalid',
    title: 'A thread needs two different people',
    cause: 'The only user named is the caller.',
    cure: 'Name somebody else.',
  },
  self_block: {
    kind: 'invalid',
    title: 'Nobody blocks themselves',
    cause: 'The user to be blocked is the caller.',
    cure: 'Name somebody else.',
  },
  unknown_participant: {
    kind: 'invalid',
    title: 'No such participant',
    cause: 'There is no user with this id, or the account is deactivated.',
    cure: 'Look the user up, for example by the beginning of the username.',
  },
  invalid_username: {
    kind: 'invalid',
    title: 'Not a valid username',
    cause:
      'The username is too long, or has characters that usernames do not have. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Choose 1 to 150 letters, digits and @ . + - _.',
  },
  invalid_password: {
    kind: 'invalid',
    title: 'Not a valid password',
    cause:
      'The password is too short or too long, or has a NUL character or a lone surrogate. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Choose 8 to 128 characters.',
  },
  invalid_text: {
    kind: 'invalid',
    title: 'Not a valid message text',
    cause:
      'The text is empty, only white space, too long, or has a NUL character or a lone surrogate. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send 1 to 5,000 characters.',
  },
  invalid_credentials: {
    kind: 'unauthenticated',
    title: 'Wrong username or password',
    cause:
      'The password is wrong, there is no such user, or the account is deactivated; which of these is not told. When an account is to be erased, it is the password of that account.',
    cure: 'Check both for typing errors; if they are right, ask an admin whether the account is active.',
  },
  not_authenticated: {
    kind: 'unauthenticated',
    title: 'No access token',
    cause: 'The request has no access token.',
    cure: 'Send one, as `Authorization: Bearer <token>`.',
  },
  token_invalid: {
    kind: 'unauthenticated',
    title: 'The token is not valid',
    cause:
      'The token is not one of this service (or of the issuer that it lets in), is of the other kind (access or refresh), or its account is not active.',
    cure: 'Log in again, and send access tokens with requests and refresh tokens to `/auth/token/…` only.',
  },
  token_expired: {
    kind: 'unauthenticated',
    title: 'The token has expired',
    cause: 'The token has outlived its time.',
    cure: 'Spend the refresh token for a new pair; if that one has expired, log in again. Get a token of another issuer from there.',
  },
  token_revoked: {
    kind: 'unauthenticated',
    title: 'The token has been revoked',
    cause:
      'The refresh token was spent before, or its login has ended. A token that comes twice may be stolen, so it ends the whole login.',
    cure: 'Log in again, and keep only the latest refresh token.',
  },
  issuer_unavailable: {
    kind: 'unavailable',
    title: 'The token cannot be checked just now',
    cause:
      'The token is one of the issuer that `JWT_ISSUER` names, and the key server at `JWKS_URL` does not tell the key that it is signed with.',
    cure: 'Try again after `Retry-After`. If it stays so, the operator finds the reason in the log.',
  },
  own_tokens_off: {
    kind: 'forbidden',
    title: 'Duet makes no accounts and tokens here',
    cause: 'With `OWN_TOKENS=off`, people come with the tokens of the issuer that `JWT_ISSUER` names.',
    cure: 'Log in there, and send its token as `Authorization: Bearer <token>`.',
  },
  registration_closed: {
    kind: 'forbidden',
    title: 'Registration is closed',
    cause: 'The operator lets nobody make an account for themselves.',
    cure: 'Ask an admin for an account.',
  },
  admins_only: {
    kind: 'forbidden',
    title: 'Only admins may do this',
    cause: 'The caller is no admin, or no longer one.',
    cure: 'Ask an admin.',
  },
  not_a_participant: {
    kind: 'forbidden',
    title: 'You take no part in this thread',
    cause:
      'Only the two participants send, mark as read and open their thread. An admin may open and read those of others, and no more.',
    cure: 'Act as one of the participants.',
  },
  blocked: {
    kind: 'forbidden',
    title: 'One of the two has blocked the other',
    cause:
      'While one of two people blocks the other, neither sends to the other or opens their thread, and no admin opens it for them. Which of them blocks is not told.',
    cure: 'If you are the one who blocks, take the block back; if not, leave it. What was written can still be read.',
  },
  not_the_recipient: {
    kind: 'forbidden',
    title: 'Only the recipient marks a message as read',
    cause: 'The caller sent this message, or takes no part in its thread.',
    cure: 'Leave it to the recipient.',
  },
  not_your_account: {
    kind: 'forbidden',
    title: 'This belongs to another user',
    cause: 'What was asked for belongs to another user, and the caller is no admin.',
    cure: 'Ask for your own, with `me` in place of the id.',
  },
  password_required: {
    kind: 'forbidden',
    title: "One's own account is erased with its password",
    cause: "The account to be erased by its id is the caller's own.",
    cure: '`DELETE /api/v1/users/me`, with the password in the body.',
  },
  user_not_found: {
    kind: 'not-found',
    title: 'No such user',
    cause: 'There is no user with this id.',
    cure: 'Check the id.',
  },
  thread_not_found: {
    kind: 'not-found',
    title: 'No such thread',
    cause: 'There is no thread with this id, it was deleted, or the caller may not see it.',
    cure: 'Check the id; list your own threads.',
  },
  message_not_found: {
    kind: 'not-found',
    title: 'No such message',
    cause: 'There is no message with this id, it was deleted with its thread, or the caller may not see it.',
    cure: 'Check the id; list the messages of the thread.',
  },
  last_admin: {
    kind: 'conflict',
    title: 'Nobody else can administer',
    cause: 'The account to be erased is the only active admin.',
    cure: 'Make another admin first, in the panel or by `npm run user:create -- --admin NAME`.',
  },
  username_taken: {
    kind: 'conflict',
    title: 'The username is taken',
    cause: 'Somebody has this username, perhaps in other case.',
    cure: 'Choose another.',
  },
  user_has_threads: {
    kind: 'conflict',
    title: 'The user has threads',
    cause: 'Deleting the account would take its threads and messages along, and that was not asked for.',
    cure: 'Deactivate the user, or confirm that the threads go too.',
  },
  database_not_empty: {
    kind: 'conflict',
    title: 'The database is not empty',
    cause: 'A dump is loaded into a database that has users already. Only `npm run db:load` says so.',
    cure: 'Name a new database in `DATABASE_URL`.',
  },
  idempotency_key_reused: {
    kind: 'unprocessable',
    title: 'The idempotency key was used for another message',
    cause: 'The caller sent another text, or to another thread, with this `Idempotency-Key`.',
    cure: 'Choose a new key for each message, and repeat a key only with the same request.',
  },
  storage_unavailable: {
    kind: 'unavailable',
    title: 'The storage does not answer',
    cause: 'The database cannot be read or written just now. Nothing was stored.',
    cure: 'Try again after `Retry-After`, with the same `Idempotency-Key` if there was one.',
  },
} as const satisfies Record<string, { readonly kind: ErrorKind } & ErrorText>;

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
