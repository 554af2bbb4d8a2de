import Joi from 'joi';
import type { ChangeWebhook } from '../../../application/webhooks/change-webhook.js';
import type { CreateWebhook } from '../../../application/webhooks/create-webhook.js';
import type { DeleteWebhook } from '../../../application/webhooks/delete-webhook.js';
import type { RetryDelivery } from '../../../application/webhooks/retry-delivery.js';
import type { RotateWebhookSecret } from '../../../application/webhooks/rotate-webhook-secret.js';
import type { GetWebhook, ListDeliveries, ListWebhooks } from '../../../application/webhooks/see-webhooks.js';
import type { TestWebhook } from '../../../application/webhooks/test-webhook.js';
import type { Caller } from '../../../domain/accounts/user.js';
import {
  everything,
  maxDelay,
  webhookEventTypes,
  type WebhookSettings,
} from '../../../domain/webhooks/webhook.js';
import { basePath, endpoint, type Endpoint } from '../endpoint.js';
import * as field from './fields.js';
import { absoluteUrl, presentPage } from './pages.js';
import { deliveryPath, webhookPath } from './paths.js';
import { presentDelivery, presentWebhook } from './webhook-presenters.js';

interface WebhookBody {
  url?: string;
  events?: WebhookSettings['events'];
  delay?: number;
  only_unread?: boolean;
  description?: string | null;
  active?: boolean;
}

const fields = {
  url: field
    .webhookUrl()
    .description('Where to post. Private addresses are refused unless WEBHOOK_PRIVATE=on.'),
  events: Joi.array()
    .items(Joi.valid(everything, ...webhookEventTypes))
    .min(1)
    .max(webhookEventTypes.length)
    .unique()
    .description('Of which types; `*` is all, also those of later versions.'),
  delay: Joi.number()
    .strict()
    .integer()
    .min(0)
    .max(maxDelay)
    .description('How many seconds after it happened each event is sent.'),
  only_unread: Joi.boolean()
    .strict()
    .description(
      'Whether `message.created` is left out for messages that have been read when it is their turn.',
    ),
  description: field.webhookDescription().allow(null).description('For people; null for none.'),
};

const pageQuery = Joi.object<{ limit: number; offset: number }>({
  limit: field.limit(),
  offset: field.offset().default(0),
});

/** Who is told of what happens. */
export function webhookEndpoints(
  createWebhook: CreateWebhook,
  listWebhooks: ListWebhooks,
  getWebhook: GetWebhook,
  changeWebhook: ChangeWebhook,
  deleteWebhook: DeleteWebhook,
  rotateWebhookSecret: RotateWebhookSecret,
  testWebhook: TestWebhook,
  listDeliveries: ListDeliveries,
  retryDelivery: RetryDelivery,
): readonly Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/webhooks',
      schemas: {
        body: Joi.object<WebhookBody & Required<Pick<WebhookBody, 'url' | 'events'>>>({
          ...fields,
          url: fields.url.required(),
          events: fields.events.required(),
        })
          .required()
          .example({
            url: 'https://shop.example/duet',
            events: ['message.created'],
            delay: 300,
            only_unread: true,
          }),
      },
      operationId: 'createWebhook',
      tag: 'Webhooks',
      summary: 'Be told of what happens',
      description:
        'For admins and services. Each event from now on is posted to the URL, at least once and in order within a ' +
        'thread, signed as Standard Webhooks say. The secret comes in this answer only.',
      replies: {
        201: { description: 'The webhook, with its secret.', body: 'NewWebhook', headers: ['Location'] },
      },
      errors: ['admins_only', 'invalid_webhook_url', 'too_many_webhooks'],
      handle: async ({ caller, body, request }) => {
        const { url, events, delay = 0, only_unread: onlyUnread = false, description } = body;
        const settings = { url, events, delay, onlyUnread, description: description ?? undefined };
        const webhook = await createWebhook.execute({ caller, settings });
        const location = absoluteUrl(request, `${basePath}/webhooks/${webhook.id}`);
        return {
          status: 201,
          body: { ...presentWebhook(webhook), secret: webhook.secret },
          headers: { Location: location },
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks',
      schemas: { query: pageQuery },
      operationId: 'listWebhooks',
      tag: 'Webhooks',
      summary: 'List the webhooks',
      description: 'For admins and services. By rising id.',
      replies: { 200: { description: 'A page of webhooks.', body: 'WebhookPage' } },
      errors: ['admins_only'],
      handle: async ({ caller, query, request }) => {
        const page = await listWebhooks.execute({ caller, slice: query });
        return { status: 200, body: presentPage(request, query, page, presentWebhook) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/:webhook',
      schemas: { path: webhookPath },
      operationId: 'getWebhook',
      tag: 'Webhooks',
      summary: 'Get a webhook',
      description: 'For admins and services.',
      replies: { 200: { description: 'The webhook.', body: 'Webhook' } },
      errors: ['admins_only', 'webhook_not_found'],
      handle: async ({ caller, path }) => ({
        status: 200,
        body: presentWebhook(await getWebhook.execute({ caller, webhook: path.webhook })),
      }),
    }),
    endpoint({
      method: 'patch',
      path: '/webhooks/:webhook',
      schemas: {
        path: webhookPath,
        body: Joi.object<WebhookBody>({
          ...fields,
          active: Joi.boolean()
            .strict()
            .description('Whether it delivers: false pauses it, true lets it go on.'),
        })
          .required()
          .example({ active: false }),
      },
      operationId: 'changeWebhook',
      tag: 'Webhooks',
      summary: 'Change a webhook, pause it, or let it go on',
      description:
        'For admins and services. What is left out stays as it is. One that goes on is told what it missed, as far as ' +
        'events are kept.',
      replies: { 200: { description: 'The webhook, changed.', body: 'Webhook' } },
      errors: ['admins_only', 'webhook_not_found', 'invalid_webhook_url'],
      handle: async ({ caller, path, body }) => {
        const { only_unread: onlyUnread, ...changes } = body;
        const input = { caller, webhook: path.webhook, changes: { ...changes, onlyUnread } };
        return { status: 200, body: presentWebhook(await changeWebhook.execute(input)) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/webhooks/:webhook',
      schemas: { path: webhookPath },
      operationId: 'deleteWebhook',
      tag: 'Webhooks',
      summary: 'Delete a webhook',
      description: 'For admins and services. What it has not been told yet, it is not told.',
      replies: { 204: { description: 'It is gone.' } },
      errors: ['admins_only', 'webhook_not_found'],
      handle: async ({ caller, path }) => {
        await deleteWebhook.execute({ caller, webhook: path.webhook });
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/:webhook/secret',
      schemas: { path: webhookPath },
      operationId: 'rotateWebhookSecret',
      tag: 'Webhooks',
      summary: 'Give a webhook a new secret',
      description:
        'For admins and services. For 24 hours each delivery has two signatures, of the new secret and of the one before.',
      replies: { 200: { description: 'The webhook, with its new secret.', body: 'NewWebhook' } },
      errors: ['admins_only', 'webhook_not_found'],
      handle: async ({ caller, path }) => {
        const webhook = await rotateWebhookSecret.execute({ caller, webhook: path.webhook });
        return { status: 200, body: { ...presentWebhook(webhook), secret: webhook.secret } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/:webhook/test',
      schemas: { path: webhookPath },
      operationId: 'testWebhook',
      tag: 'Webhooks',
      summary: 'Send a webhook something to try it',
      description:
        'For admins and services. Sends `{type: "test", timestamp, data: {webhook}}` at once and once, and says what came of it.',
      replies: { 200: { description: 'What came of it: look at `delivered`.', body: 'Delivery' } },
      errors: ['admins_only', 'webhook_not_found'],
      handle: async ({ caller, path }) => {
        const delivery = await testWebhook.execute({ caller, webhook: path.webhook });
        return { status: 200, body: presentDelivery(delivery, undefined, isAdmin(caller)) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/:webhook/deliveries',
      schemas: { path: webhookPath, query: pageQuery },
      operationId: 'listDeliveries',
      tag: 'Webhooks',
      summary: 'List what a webhook was sent',
      description: 'For admins and services. The latest attempts first, of the last three days.',
      replies: { 200: { description: 'A page of deliveries.', body: 'DeliveryPage' } },
      errors: ['admins_only', 'webhook_not_found'],
      handle: async ({ caller, path, query, request }) => {
        const input = { caller, webhook: path.webhook, slice: query };
        const { webhook, page } = await listDeliveries.execute(input);
        const present = (delivery: (typeof page.items)[number]) =>
          presentDelivery(delivery, webhook, isAdmin(caller));
        return { status: 200, body: presentPage(request, query, page, present) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/:webhook/deliveries/:delivery/retry',
      schemas: { path: deliveryPath },
      operationId: 'retryDelivery',
      tag: 'Webhooks',
      summary: 'Send a delivery again',
      description:
        'For admins and services. At once and once, with what is known now. If the webhook waits and this gets through, ' +
        'it goes on at once.',
      replies: { 200: { description: 'What came of it: look at `delivered`.', body: 'Delivery' } },
      errors: ['admins_only', 'webhook_not_found', 'delivery_not_found', 'delivery_forgotten'],
      handle: async ({ caller, path }) => {
        const { webhook, delivery } = path;
        const sent = await retryDelivery.execute({ caller, webhook, delivery });
        return { status: 200, body: presentDelivery(sent, undefined, isAdmin(caller)) };
      },
    }),
  ];
}

/** A service may be anybody's program: what a receiver answered is for an admin's eyes. */
function isAdmin({ id, service }: Caller): boolean {
  return id !== undefined && service === undefined;
}
