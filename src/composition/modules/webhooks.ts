import { ContainerModule } from 'inversify';
import { ChangeWebhook } from '../../application/webhooks/change-webhook.js';
import { CreateWebhook } from '../../application/webhooks/create-webhook.js';
import { DeleteWebhook } from '../../application/webhooks/delete-webhook.js';
import { RetryDelivery } from '../../application/webhooks/retry-delivery.js';
import { RotateWebhookSecret } from '../../application/webhooks/rotate-webhook-secret.js';
import { GetWebhook, ListDeliveries, ListWebhooks } from '../../application/webhooks/see-webhooks.js';
import { SendToWebhook } from '../../application/webhooks/send-to-webhook.js';
import { TestWebhook } from '../../application/webhooks/test-webhook.js';
import { WebhookCouriers } from '../../application/webhooks/webhook-couriers.js';
import { AttachmentLinks } from '../../infrastructure/http/api/attachment-links.js';
import { webhookEndpoints } from '../../infrastructure/http/api/webhook-endpoints.js';
import { wordingOf } from '../../infrastructure/http/api/webhook-presenters.js';
import { HttpWebhookSender } from '../../infrastructure/webhooks/http-webhook-sender.js';
import { RandomWebhookSecretSource } from '../../infrastructure/webhooks/random-webhook-secret-source.js';
import { tokens } from '../tokens.js';

const { unitOfWork, clock, signals, idSource, webhookSender, webhookSecretSource } = tokens;

/** Who is told of what happens: for the service, because tools deliver nothing. */
export const webhooks = new ContainerModule(({ bind }) => {
  bind(webhookSender).toResolvedValue(
    ({ webhookPrivate }) => new HttpWebhookSender({ isPrivateAllowed: webhookPrivate }),
    [tokens.config],
  );
  bind(webhookSecretSource).toResolvedValue(() => new RandomWebhookSecretSource());
  bind(CreateWebhook).toResolvedValue(
    (...needs) => new CreateWebhook(...needs),
    [unitOfWork, webhookSender, webhookSecretSource, clock],
  );
  bind(ListWebhooks).toResolvedValue((...needs) => new ListWebhooks(...needs), [unitOfWork]);
  bind(GetWebhook).toResolvedValue((...needs) => new GetWebhook(...needs), [unitOfWork]);
  bind(ChangeWebhook).toResolvedValue(
    (...needs) => new ChangeWebhook(...needs),
    [unitOfWork, webhookSender, clock],
  );
  bind(DeleteWebhook).toResolvedValue((...needs) => new DeleteWebhook(...needs), [unitOfWork, clock]);
  bind(RotateWebhookSecret).toResolvedValue(
    (...needs) => new RotateWebhookSecret(...needs),
    [unitOfWork, webhookSecretSource, clock],
  );
  bind(SendToWebhook).toResolvedValue(
    (unitOfWork, sender, clock, links) =>
      new SendToWebhook(unitOfWork, sender, (news) => wordingOf(news, links.anywhere), clock),
    [unitOfWork, webhookSender, clock, AttachmentLinks],
  );
  bind(TestWebhook).toResolvedValue(
    (...needs) => new TestWebhook(...needs),
    [unitOfWork, SendToWebhook, idSource, clock],
  );
  bind(ListDeliveries).toResolvedValue((...needs) => new ListDeliveries(...needs), [unitOfWork]);
  bind(RetryDelivery).toResolvedValue(
    (...needs) => new RetryDelivery(...needs),
    [unitOfWork, SendToWebhook, signals],
  );
  bind(tokens.couriersOptions).toConstantValue({});
  bind(WebhookCouriers).toResolvedValue(
    (unitOfWork, signals, send, clock, ids, options, metrics, logger) =>
      new WebhookCouriers(unitOfWork, signals, send, signals, clock, ids, {
        onAttempt: ({ delivered }) => metrics.webhookAttempted(delivered),
        onLook: (waiting) => metrics.webhooksWait(waiting),
        onLoss: ({ id }) => {
          logger.warn(
            { webhook: id },
            'Events were forgotten, or the database was replaced, before a webhook was told of them.',
          );
        },
        ...options,
      }),
    [
      unitOfWork,
      signals,
      SendToWebhook,
      clock,
      idSource,
      tokens.couriersOptions,
      tokens.metrics,
      tokens.logger,
    ],
  );

  bind(tokens.endpoints).toResolvedValue(webhookEndpoints, [
    CreateWebhook,
    ListWebhooks,
    GetWebhook,
    ChangeWebhook,
    DeleteWebhook,
    RotateWebhookSecret,
    TestWebhook,
    ListDeliveries,
    RetryDelivery,
  ]);
});
