import { randomBytes } from 'node:crypto';
import type { WebhookSecretSource } from '../../application/ports/webhook-sender.js';

/** Secrets in the form of Standard Webhooks, which asks for 24 to 64 random bytes. */
export class RandomWebhookSecretSource implements WebhookSecretSource {
  next(): string {
    return `whsec_${randomBytes(32).toString('base64')}`;
  }
}
