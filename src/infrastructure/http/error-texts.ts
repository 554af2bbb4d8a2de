import type { OutageCode } from '../../application/ports/outage.js';
import type { DomainErrorCode } from '../../domain/errors.js';

/** What is wrong with a request before the domain sees it, and what nobody foresaw. */
export const httpErrors = {
  validation_error: 400,
  malformed_json: 400,
  malformed_request: 400,
  route_not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  too_many_streams: 429,
  internal_error: 500,
} as const satisfies Record<string, number>;

export type HttpErrorCode = keyof typeof httpErrors;
export type ErrorCode = DomainErrorCode | OutageCode | HttpErrorCode;

/** What an error is, why it comes, and what to do, for the person who meets it. In Markdown: `docs/errors.md` is made of it. */
export interface ErrorText {
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
}

/** One for each code: it does not compile while one is missing. */
export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = {
  validation_error: {
    title: 'The request is not valid',
    cause:
      'A part of the path, the query, the headers or the body is missing, unknown, repeated or not as it should be.',
    cure: 'Look at `errors`: it names each of them.',
  },
  malformed_json: {
    title: 'The body is not JSON',
    cause: 'The body is not a JSON object, or not UTF-8.',
    cure: 'Check its quotes, commas and braces.',
  },
  malformed_request: {
    title: 'The request cannot be read',
    cause:
      'The request is no valid HTTP: a `Host` that is none, a `%` that begins no escape, or a body that is not what its headers say. The status is 408 if it did not come in time, and 431 if its headers are too large.',
    cure: 'Use an HTTP library, and let it encode addresses and bodies.',
  },
  route_not_found: {
    title: 'There is nothing at this address',
    cause: 'No operation has this path.',
    cure: 'Check its spelling, case and the `/api/v1` at its beginning.',
  },
  method_not_allowed: {
    title: 'This address does not take this method',
    cause: 'The path is right, the method is not.',
    cure: 'Use one of those that `Allow` names.',
  },
  payload_too_large: {
    title: 'The body is too large',
    cause: 'The body has more than 64 KiB.',
    cure: 'Send less.',
  },
  unsupported_media_type: {
    title: 'The body must be JSON',
    cause: 'The body has another type than JSON in UTF-8, or an encoding that is not known.',
    cure: 'Send it with `Content-Type: application/json`.',
  },
  rate_limited: {
    title: 'Too many requests',
    cause: 'More failed logins, registrations or messages than the limits allow.',
    cure: 'Wait as many seconds as `Retry-After` says.',
  },
  too_many_streams: {
    title: 'Too many streams of events',
    cause: 'The caller has as many streams of events open as one user may have at this server.',
    cure: 'Close one, and share one among the pages or devices that need it.',
  },
  internal_error: {
    title: 'Something went wrong on our side',
    cause: 'A defect of the service. It has been logged.',
    cure: 'Tell the operator the `X-Request-Id` of the answer.',
  },
  too_few_participants: {
    title: 'A thread needs another participant',
    cause:
      'No user was named to have a thread with. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Name the other user.',
  },
  too_many_participants: {
    title: 'A thread has exactly two participants',
    cause: 'Three or more users were named for one thread.',
    cure: 'Name the other user alone, or the two who write to each other.',
  },
  self_thread: {
    title: 'A thread needs two different people',
    cause: 'The only user named is the caller.',
    cure: 'Name somebody else.',
  },
  self_block: {
    title: 'Nobody blocks themselves',
    cause: 'The user to be blocked is the caller.',
    cure: 'Name somebody else.',
  },
  unknown_participant: {
    title: 'No such participant',
    cause: 'There is no user with this id, or the account is deactivated.',
    cure: 'Look the user up, for example by the beginning of the username.',
  },
  invalid_username: {
    title: 'Not a valid username',
    cause:
      'The username is too long, or has characters that usernames do not have. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Choose 1 to 150 letters, digits and @ . + - _.',
  },
  invalid_password: {
    title: 'Not a valid password',
    cause:
      'The password is too short or too long, or has a NUL character or a lone surrogate. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Choose 8 to 128 characters.',
  },
  invalid_text: {
    title: 'Not a valid message text',
    cause:
      'The text is empty, only white space, too long, or has a NUL character or a lone surrogate. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send 1 to 5,000 characters.',
  },
  invalid_credentials: {
    title: 'Wrong username or password',
    cause:
      'The password is wrong, there is no such user, or the account is deactivated; which of these is not told. When an account is to be erased, it is the password of that account.',
    cure: 'Check both for typing errors; if they are right, ask an admin whether the account is active.',
  },
  not_authenticated: {
    title: 'No access token',
    cause: 'The request has no access token.',
    cure: 'Send one, as `Authorization: Bearer <token>`.',
  },
  token_invalid: {
    title: 'The token is not valid',
    cause:
      'The token is not one of this service (or of the issuer that it lets in), is of the other kind (access or refresh), or its account is not active.',
    cure: 'Log in again, and send access tokens with requests and refresh tokens to `/auth/token/…` only.',
  },
  token_expired: {
    title: 'The token has expired',
    cause: 'The token has outlived its time.',
    cure: 'Spend the refresh token for a new pair; if that one has expired, log in again. Get a token of another issuer from there.',
  },
  token_revoked: {
    title: 'The token has been revoked',
    cause:
      'The refresh token was spent before, or its login has ended. A token that comes twice may be stolen, so it ends the whole login.',
    cure: 'Log in again, and keep only the latest refresh token.',
  },
  logins_busy: {
    title: 'Too many log in at once',
    cause:
      'So many logins and registrations wait for their passwords to be checked that this one, of the busiest account or address, was refused.',
    cure: 'Try again after `Retry-After`.',
  },
  issuer_unavailable: {
    title: 'The token cannot be checked just now',
    cause:
      'The token is one of the issuer that `JWT_ISSUER` names, and the key server at `JWKS_URL` does not tell the key that it is signed with.',
    cure: 'Try again after `Retry-After`. If it stays so, the operator finds the reason in the log.',
  },
  own_tokens_off: {
    title: 'Duet makes no accounts and tokens here',
    cause: 'With `OWN_TOKENS=off`, people come with the tokens of the issuer that `JWT_ISSUER` names.',
    cure: 'Log in there, and send its token as `Authorization: Bearer <token>`.',
  },
  registration_closed: {
    title: 'Registration is closed',
    cause: 'The operator lets nobody make an account for themselves.',
    cure: 'Ask an admin for an account.',
  },
  admins_only: {
    title: 'Only admins may do this',
    cause: 'The caller is no admin, or no longer one.',
    cure: 'Ask an admin.',
  },
  not_a_participant: {
    title: 'You take no part in this thread',
    cause:
      'Only the two participants send, mark as read and open their thread. An admin may open and read those of others, and no more.',
    cure: 'Act as one of the participants.',
  },
  blocked: {
    title: 'One of the two has blocked the other',
    cause:
      'While one of two people blocks the other, neither sends to the other or opens their thread, and no admin opens it for them. Which of them blocks is not told.',
    cure: 'If you are the one who blocks, take the block back; if not, leave it. What was written can still be read.',
  },
  not_the_recipient: {
    title: 'Only the recipient marks a message as read',
    cause: 'The caller sent this message, or takes no part in its thread.',
    cure: 'Leave it to the recipient.',
  },
  not_your_account: {
    title: 'This belongs to another user',
    cause: 'What was asked for belongs to another user, and the caller is no admin.',
    cure: 'Ask for your own, with `me` in place of the id.',
  },
  password_required: {
    title: "One's own account is erased with its password",
    cause: "The account to be erased by its id is the caller's own.",
    cure: '`DELETE /api/v1/users/me`, with the password in the body.',
  },
  user_not_found: {
    title: 'No such user',
    cause: 'There is no user with this id.',
    cure: 'Check the id.',
  },
  thread_not_found: {
    title: 'No such thread',
    cause: 'There is no thread with this id, it was deleted, or the caller may not see it.',
    cure: 'Check the id; list your own threads.',
  },
  message_not_found: {
    title: 'No such message',
    cause: 'There is no message with this id, it was deleted with its thread, or the caller may not see it.',
    cure: 'Check the id; list the messages of the thread.',
  },
  last_admin: {
    title: 'Nobody else can administer',
    cause: 'The account to be erased, deactivated, demoted or deleted is the only active admin.',
    cure: 'Make another admin first, in the panel or by `npm run user:create -- --admin NAME`.',
  },
  username_taken: {
    title: 'The username is taken',
    cause: 'Somebody has this username, perhaps in other case.',
    cure: 'Choose another.',
  },
  user_has_threads: {
    title: 'The user has threads',
    cause: 'Deleting the account would take its threads and messages along, and that was not asked for.',
    cure: 'Deactivate the user, or confirm that the threads go too.',
  },
  database_not_empty: {
    title: 'The database is not empty',
    cause: 'A dump is loaded into a database that has users already. Only `npm run db:load` says so.',
    cure: 'Name a new database in `DATABASE_URL`.',
  },
  idempotency_key_reused: {
    title: 'The idempotency key was used for another message',
    cause: 'The caller sent another text, or to another thread, with this `Idempotency-Key`.',
    cure: 'Choose a new key for each message, and repeat a key only with the same request.',
  },
  storage_unavailable: {
    title: 'The storage does not answer',
    cause:
      'The database cannot be read or written just now. Nothing was stored, unless `detail` says that it may have been.',
    cure: 'Try again after `Retry-After`, with the same `Idempotency-Key` if there was one.',
  },
};
