import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import { deliveryNotFound, type Delivery } from '../../domain/webhooks/delivery.js';
import { webhookNotFound, type Webhook } from '../../domain/webhooks/webhook.js';
import type { Page, Slice } from '../ports/page.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { WebhookReader } from '../ports/webhook-repository.js';

export class ListWebhooks {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * By rising id.
   * @throws DomainError `admins_only`.
   */
  async execute(input: { caller: Caller; slice: Slice }): Promise<Page<Webhook>> {
    requireAdmin(input.caller);
    const { limit, offset } = input.slice;
    const all = await this.unitOfWork.read(({ webhooks }) => webhooks.all());
    return { total: all.length, items: all.slice(offset, offset + limit) };
  }
}

export class GetWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError `admins_only` or `webhook_not_found`. */
  async execute(input: { caller: Caller; webhook: number }): Promise<Webhook> {
    requireAdmin(input.caller);
    return this.unitOfWork.read(({ webhooks }) => webhookOf(webhooks, input.webhook));
  }
}

export class ListDeliveries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * The latest attempts first.
   * @throws DomainError `admins_only` or `webhook_not_found`.
   */
  async execute(input: {
    caller: Caller;
    webhook: number;
    slice: Slice;
  }): Promise<{ webhook: Webhook; page: Page<Delivery> }> {
    requireAdmin(input.caller);
    return this.unitOfWork.read(async ({ webhooks }) => {
      const webhook = await webhookOf(webhooks, input.webhook);
      return { webhook, page: await webhooks.deliveriesOf(webhook.id, input.slice) };
    });
  }
}

/** @throws DomainError `webhook_not_found`. */
export async function webhookOf(webhooks: WebhookReader, id: number): Promise<Webhook> {
  const webhook = await webhooks.find(id);
  if (webhook === undefined) throw webhookNotFound(id);
  return webhook;
}

/** @throws DomainError `webhook_not_found` or `delivery_not_found`. */
export async function deliveryOf(
  webhooks: WebhookReader,
  webhook: number,
  id: number,
): Promise<{ webhook: Webhook; delivery: Delivery }> {
  const found = await webhookOf(webhooks, webhook);
  const delivery = await webhooks.findDelivery(webhook, id);
  if (delivery === undefined) throw deliveryNotFound(id);
  return { webhook: found, delivery };
}
