import { requireAdmin, type Caller } from '../../domain/accounts/user.js';
import type { Delivery } from '../../domain/webhooks/delivery.js';
import type { Clock } from '../ports/clock.js';
import type { IdSource } from '../ports/id-source.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { noted } from './noted.js';
import { webhookOf } from './see-webhooks.js';
import type { SendToWebhook } from './send-to-webhook.js';

/** Sends a webhook something to try it with, at once and once, whatever state it is in. */
export class TestWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly send: SendToWebhook,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only` or `webhook_not_found`. */
  async execute(input: { caller: Caller; webhook: number }): Promise<Delivery> {
    requireAdmin(input.caller);
    const webhook = await this.unitOfWork.read(({ webhooks }) => webhookOf(webhooks, input.webhook));
    const what = { key: `msg_test_${this.ids.next()}`, type: 'test', position: undefined };
    const delivery = await this.send.post(webhook, what, this.clock.now(), { webhook: webhook.id });
    return noted(this.unitOfWork, delivery);
  }
}
