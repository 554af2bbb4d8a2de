import type { Actor } from '../../domain/accounts/user.js';
import { DomainError } from '../../domain/errors.js';
import { webhookNotFound, type Webhook } from '../../domain/webhooks/webhook.js';
import { addToTrail, type AuditedDeed } from '../admin/add-to-trail.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { WebhookSender } from '../ports/webhook-sender.js';

/** What is written down of a deed to a webhook: where it goes, without what may be a secret in its address. */
export function webhookDeed(
  action: AuditedDeed['action'],
  { id, url }: Webhook,
  created: Date,
  what?: string,
): AuditedDeed {
  const { origin } = new URL(url);
  const details = what === undefined ? origin : `${origin}: ${what}`;
  return { action, resource: 'Webhook', recordId: id, details, created };
}

/** @throws DomainError `invalid_webhook_url` if nothing would be sent there. */
export async function requireReachable(sender: WebhookSender, url: string): Promise<void> {
  const refusal = await sender.refusalOf(url);
  if (refusal !== undefined) throw new DomainError('invalid_webhook_url', refusal);
}

/**
 * Changes a webhook, and writes that down.
 * @param what was done, for the audit trail.
 * @throws DomainError `webhook_not_found`.
 */
export function changeHeldWebhook(
  unitOfWork: UnitOfWork,
  caller: Actor,
  id: number,
  now: Date,
  what: string,
  change: (webhook: Webhook) => Webhook,
): Promise<Webhook> {
  return unitOfWork.run(async (repositories) => {
    const before = await repositories.webhooks.hold(id);
    if (before === undefined) throw webhookNotFound(id);
    const webhook = change(before);
    await repositories.webhooks.update(webhook);
    await addToTrail(repositories, caller, webhookDeed('change', webhook, now, what));
    return webhook;
  });
}
