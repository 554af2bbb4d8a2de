/** What does not answer just now. The codes are public, as those of broken rules are. */
export type OutageCode =
  'storage_unavailable' | 'issuer_unavailable' | 'logins_busy' | 'uploads_busy' | 'searches_busy';

/** Nobody broke a rule: something that Duet needs does not answer. `message` says what to do. */
export class Outage extends Error {
  override readonly name = 'Outage';

  constructor(
    readonly code: OutageCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
