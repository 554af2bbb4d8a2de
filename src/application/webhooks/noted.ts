import { deliveryNotFound, type Delivery, type NewDelivery } from '../../domain/webhooks/delivery.js';
import { untroubled, webhookNotFound } from '../../domain/webhooks/webhook.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/**
 * Notes what somebody had sent by hand. A webhook that waits goes on at once if this got through.
 * @throws DomainError `webhook_not_found` if it has just been deleted.
 */
export function noted(unitOfWork: UnitOfWork, sent: NewDelivery): Promise<Delivery> {
  return unitOfWork.run(async ({ webhooks }) => {
    const webhook = await webhooks.hold(sent.webhookId);
    if (webhook === undefined) throw webhookNotFound(sent.webhookId);
    if (sent.delivered) await webhooks.update({ ...webhook, ...untroubled });
    await webhooks.note(sent);
    const delivery = await webhooks.findDelivery(webhook.id, sent.key);
    if (delivery === undefined) throw deliveryNotFound(webhook.id);
    return delivery;
  });
}
