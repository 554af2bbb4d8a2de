import type { Attempt } from '../../domain/webhooks/delivery.js';

export interface Posting {
  readonly url: string;
  /** What the receiver knows a repeat by. */
  readonly key: string;
  /** In JSON. */
  readonly body: string;
  /** What it is signed with: each gives a signature. */
  readonly secrets: readonly string[];
}

/** Posts to other people's servers. */
export interface WebhookSender {
  /**
   * Why nothing would be sent to this address, for the person who chose it; undefined if it would. A name that is not
   * known at the moment is not refused.
   */
  refusalOf(url: string): Promise<string | undefined>;

  /** Takes a bounded time, and never throws: what goes wrong is in the attempt. */
  post(posting: Posting, signal?: AbortSignal): Promise<Attempt>;
}

/** Makes secrets for signatures that nobody guesses. */
export interface WebhookSecretSource {
  next(): string;
}
