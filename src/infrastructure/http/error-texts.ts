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
  range_not_satisfiable: 416,
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
  range_not_satisfiable: {
    title: 'The file has no such bytes',
    cause: 'The `Range` begins after the end of the file.',
    cure: '`Content-Range` tells how many bytes there are.',
  },
  invalid_file_name: {
    title: 'The name of the file is not valid',
    cause: 'The name is empty, has more than 255 characters, or has controls.',
    cure: 'Name the file as people know it: `invoice.pdf`.',
  },
  empty_attachment: {
    title: 'The file is empty',
    cause: 'The body has no bytes.',
    cure: 'Send the bytes of the file as the body.',
  },
  image_refused: {
    title: 'The picture cannot be taken',
    cause:
      'The bytes are those of a picture that is broken, has too many pixels or frames, or is in a form, like HEIC, of which Duet cannot remove where it was taken.',
    cure: 'Send it as JPEG, PNG, WebP, GIF or AVIF, and smaller.',
  },
  unknown_attachment: {
    title: 'There is no such attachment to send',
    cause:
      "An id in `attachments` is not one of the sender's own uploads, or a message has it already, or it waited for more than 24 hours.",
    cure: 'Upload the file again, and send its new id.',
  },
  attachment_not_found: {
    title: 'There is no such attachment',
    cause: 'No attachment has this id, its message is deleted, or the caller takes no part in its thread.',
    cure: 'Take ids from `attachments` of messages.',
  },
  attachments_off: {
    title: 'This service keeps no attachments',
    cause: 'The operator has set `ATTACHMENTS=off`.',
    cure: 'Send text alone.',
  },
  link_refused: {
    title: 'The link is not good any more',
    cause: 'The link to the bytes of an attachment has expired, or is not as Duet gave it.',
    cure: '`GET /attachments/{id}` gives a new one.',
  },
  uploads_busy: {
    title: 'Too many pictures are being uploaded',
    cause: 'Pictures are looked at one after the other, and too many wait.',
    cure: 'Wait as long as `Retry-After` says, and upload it again.',
  },
  searches_busy: {
    title: 'Too many of your searches wait',
    cause: 'One search of a user is looked for at a time, and three more wait already.',
    cure: 'Try again after `Retry-After`, when one of them has ended.',
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
    cause: 'The body has more than 64 KiB, or a file more than `attachment_max_bytes` of `GET /limits`.',
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
      'No user was named to have a thread with, which over HTTP is refused as `validation_error` before; or only one, by a service that acts as nobody.',
    cure: 'Name the other user; as a service, both.',
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
  unknown_user: {
    title: 'No such user',
    cause: 'There is no user of the id, or the external id, in `Duet-Act-As`, or the account is deactivated.',
    cure: 'Check the id.',
  },
  invalid_service_name: {
    title: 'Not a valid name of a service',
    cause:
      'The name of a service key is empty or too long, or has other characters than `A–Z a–z 0–9 . _ -`.',
    cure: 'Choose a short name, such as that of the program that uses the key.',
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
  directory_closed: {
    title: 'The directory of users is closed',
    cause: 'The operator lets only admins and services list and search users (`USER_DIRECTORY=closed`).',
    cure: 'Let the application that you use open the thread.',
  },
  search_off: {
    title: 'Messages cannot be searched',
    cause: 'The operator has switched search in messages off (`MESSAGE_SEARCH=off`).',
    cure: 'Read the threads instead, or ask the operator to switch it on.',
  },
  not_active: {
    title: 'The account is not active',
    cause: 'Tokens were asked for on behalf of a user who is deactivated.',
    cure: 'Activate the account with `PATCH /users/{user}`, if the user may come in again.',
  },
  invalid_key: {
    title: 'Not a valid key',
    cause:
      'What a thread is about was named by something else than 1 to 100 of `A–Z a–z 0–9 . _ : / @ + -`. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Use the id that the listing, order or case has in your application.',
  },
  invalid_metadata: {
    title: 'Not valid metadata',
    cause:
      'Metadata is no JSON object, has more than 4 KiB as JSON, or more than 4 levels. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Keep it in your own database, and its id here.',
  },
  invalid_name: {
    title: 'Not a valid name',
    cause:
      'The name is empty, only white space, too long, or has a NUL character or a lone surrogate. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send 1 to 100 characters.',
  },
  invalid_avatar_url: {
    title: 'Not a valid address of a picture',
    cause:
      'It is no https URL, is too long, or has a password in it. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send an https URL of at most 2,048 characters.',
  },
  invalid_external_id: {
    title: 'Not a valid external id',
    cause:
      'It is empty, too long, or has a character that cannot be seen. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send 1 to 255 visible characters.',
  },
  invalid_webhook_url: {
    title: 'Not a valid URL of a webhook',
    cause:
      'The URL of a webhook is none, has a user or a fragment, is too long, or leads to an address that is not on the public Internet. What is wrong with its form is refused as `validation_error` over HTTP.',
    cure: 'Give an http or https URL that everybody can reach, or set `WEBHOOK_PRIVATE=on` for receivers in your own network.',
  },
  invalid_description: {
    title: 'Not a valid description',
    cause:
      'A description is too long, or has characters that cannot be stored. Over HTTP, this is refused as `validation_error`.',
    cure: 'Shorten it.',
  },
  invalid_comment: {
    title: 'The comment or note is not valid',
    cause: 'It has more than 1,000 characters, NUL, or lone surrogates.',
    cure: 'Shorten it.',
  },
  invalid_text: {
    title: 'Not a valid message text',
    cause:
      'The text is empty, only white space, too long, or has a NUL character or a lone surrogate. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send 1 to 5,000 characters.',
  },
  invalid_search: {
    title: 'Not something to search for',
    cause:
      'The search is empty, has no letter and no digit, more than 200 characters or more than 20 words. Over HTTP, such input is refused as `validation_error` before.',
    cure: 'Send a few words, or how they begin.',
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
      'The token is not one of this service (or of the issuer that it lets in), is of another kind (access, refresh, or a ticket for events), or its account is not active.',
    cure: 'Log in again, and send access tokens with requests, refresh tokens to `/auth/token/…` and tickets in the query of `/events` only.',
  },
  token_expired: {
    title: 'The token has expired',
    cause: 'The token has outlived its time.',
    cure: 'Spend the refresh token for a new pair; if that one has expired, log in again. Get a token of another issuer from there, and another ticket with an access token.',
  },
  token_revoked: {
    title: 'The token has been revoked',
    cause:
      'The refresh token was spent before, or the login of the token or ticket has ended. A token that comes twice may be stolen, so it ends the whole login.',
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
  no_user: {
    title: 'A service is no user',
    cause: 'What belongs to a user, or is done by one, was asked for with a service key, in nobody’s name.',
    cure: 'Name the user with the header `Duet-Act-As`, or use the path of a user instead of `me`.',
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
  opening_closed: {
    title: 'Threads are not opened by users here',
    cause: 'The operator has set `THREADS_OPENED_BY=service`, and the two have no such thread yet.',
    cure: 'Let the host application open it, with its service key.',
  },
  deletion_closed: {
    title: 'Threads are not deleted by their participants here',
    cause: 'The operator has set `THREADS_DELETED_BY=service`.',
    cure: 'Archive the thread, which takes it out of your list.',
  },
  services_only: {
    title: 'Only a service may do this',
    cause:
      'A user’s request carries `Duet-Act-As`; or a message of the kind `system` was sent by a user, or by a service that acts as one.',
    cure: 'Leave the header out, and `kind`: users act as who they are. Or send the message with a service key, without `Duet-Act-As`.',
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
  not_the_sender: {
    title: 'Only the sender may do this',
    cause: 'Somebody else than its sender tries to edit or delete a message.',
    cure: 'Leave it to the sender; report the message if it is wrong.',
  },
  edit_closed: {
    title: 'The message can no longer be edited',
    cause:
      'It was sent longer ago than its sender may edit or delete it, or that is not allowed here at all.',
    cure: 'Send another message. `GET /limits` says how long: `edit_seconds`.',
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
  own_account: {
    title: 'Another admin has to do that',
    cause: 'An admin would delete, deactivate or demote their own account. Only the admin panel says so.',
    cure: 'Ask another admin.',
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
  report_not_found: {
    title: 'No such report',
    cause: 'There is no report of this id, or it was closed and is forgotten.',
    cure: 'List the reports.',
  },
  service_key_not_found: {
    title: 'No such service key',
    cause: 'There is no service key of this name; perhaps it was revoked.',
    cure: 'Look at the list: `npm run key:list`.',
  },
  webhook_not_found: {
    title: 'No such webhook',
    cause: 'There is no webhook of this id, or it was deleted.',
    cure: 'List the webhooks.',
  },
  delivery_not_found: {
    title: 'No such delivery',
    cause: 'The webhook has no delivery of this id, or it is older than three days.',
    cure: 'List the deliveries of the webhook.',
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
  service_name_taken: {
    title: 'There is a key of this name',
    cause: 'Service keys have different names, so that log, metrics and audit trail tell them apart.',
    cure: 'Choose another name, or revoke the key that has it.',
  },
  too_many_webhooks: {
    title: 'Too many webhooks',
    cause: 'There are as many webhooks as there may be.',
    cure: 'Delete one, or let one receiver pass on to several.',
  },
  delivery_forgotten: {
    title: 'This cannot be sent again',
    cause:
      'What the delivery told is not in the log of events any more, or was deleted, or the delivery was a test.',
    cure: 'Read the present state by the API; send another test.',
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
