/** What sort of rule was broken. */
export type ErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'unprocessable';

/** Every rule that Duet can refuse by. The keys are public: clients branch on them, so they never change. */
export const domainErrors = {
  too_few_participants: 'invalid',
  too_many_participants: 'invalid',
  self_thread: 'invalid',
  self_block: 'invalid',
  unknown_participant: 'invalid',
  invalid_username: 'invalid',
  invalid_password: 'invalid',
  invalid_text: 'invalid',
  invalid_search: 'invalid',
  invalid_service_name: 'invalid',
  unknown_user: 'invalid',
  invalid_key: 'invalid',
  invalid_metadata: 'invalid',
  invalid_name: 'invalid',
  invalid_avatar_url: 'invalid',
  invalid_external_id: 'invalid',
  invalid_webhook_url: 'invalid',
  invalid_description: 'invalid',
  invalid_file_name: 'invalid',
  empty_attachment: 'invalid',
  image_refused: 'invalid',
  unknown_attachment: 'invalid',
  invalid_comment: 'invalid',
  invalid_credentials: 'unauthenticated',
  not_authenticated: 'unauthenticated',
  token_invalid: 'unauthenticated',
  token_expired: 'unauthenticated',
  token_revoked: 'unauthenticated',
  no_user: 'forbidden',
  own_tokens_off: 'forbidden',
  registration_closed: 'forbidden',
  directory_closed: 'forbidden',
  search_off: 'forbidden',
  admins_only: 'forbidden',
  not_a_participant: 'forbidden',
  blocked: 'forbidden',
  opening_closed: 'forbidden',
  deletion_closed: 'forbidden',
  services_only: 'forbidden',
  not_the_recipient: 'forbidden',
  attachments_off: 'forbidden',
  link_refused: 'forbidden',
  not_the_sender: 'forbidden',
  edit_closed: 'forbidden',
  not_your_account: 'forbidden',
  password_required: 'forbidden',
  own_account: 'forbidden',
  user_not_found: 'not-found',
  thread_not_found: 'not-found',
  message_not_found: 'not-found',
  attachment_not_found: 'not-found',
  report_not_found: 'not-found',
  service_key_not_found: 'not-found',
  webhook_not_found: 'not-found',
  delivery_not_found: 'not-found',
  too_many_webhooks: 'conflict',
  delivery_forgotten: 'conflict',
  last_admin: 'conflict',
  username_taken: 'conflict',
  service_name_taken: 'conflict',
  not_active: 'conflict',
  user_has_threads: 'conflict',
  database_not_empty: 'conflict',
  idempotency_key_reused: 'unprocessable',
} as const satisfies Record<string, ErrorKind>;

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
    return domainErrors[this.code];
  }
}
