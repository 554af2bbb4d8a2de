import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import { AppError } from 'adminjs';
import type { AdminList } from '../../application/ports/admin-directory.js';
import { ChangeWebhook } from '../../application/webhooks/change-webhook.js';
import { RetryDelivery } from '../../application/webhooks/retry-delivery.js';
import { ListDeliveries, ListWebhooks } from '../../application/webhooks/see-webhooks.js';
import { TestWebhook } from '../../application/webhooks/test-webhook.js';
import type { Delivery } from '../../domain/webhooks/delivery.js';
import { maxWebhooks, type Webhook } from '../../domain/webhooks/webhook.js';
import type { Admin } from './admin.js';
import { components } from './components.js';
import type { Entities } from './entity-model.js';
import { isId } from './query.js';
import { refusedAsAppError } from './refused-as-app-error.js';
import { shortList } from './short-list.js';
import { adminOf, doneWith, recordOf, sortable, UseCaseResource } from './use-case-resource.js';
import type { UseCases } from './use-cases.js';

const columns = [
  ...['id', 'url', 'description', 'events', 'delay', 'onlyUnread', 'status', 'offReason'],
  ...['failingSince', 'failures', 'nextAttempt', 'created'],
];
const orders = ['created', 'status'] as const;
type Order = (typeof orders)[number];

/** How many of the latest deliveries the panel shows. */
const latest = 50;

interface WebhookRecord extends Omit<
  Webhook,
  'events' | 'secret' | 'previous' | 'lease' | 'position' | 'reached'
> {
  readonly events: string;
}

/** Who is told of what happens. They are made by the API, which shows the secret to the program that needs it. */
export function webhookResource(
  entities: Entities,
  useCases: UseCases,
): { resource: UseCaseResource; options: ResourceOptions } {
  const changeWebhook = useCases(ChangeWebhook);
  const testWebhook = useCases(TestWebhook);
  const listDeliveries = useCases(ListDeliveries);
  const retryDelivery = useCases(RetryDelivery);

  const setActive =
    (active: boolean) =>
    async (request: ActionRequest, _: unknown, context: ActionContext): Promise<RecordActionResponse> => {
      const record = recordOf(context);
      if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin) };
      const input = { caller: adminOf(context), webhook: Number(record.id()), changes: { active } };
      await refusedAsAppError(changeWebhook.execute(input));
      return doneWith(context, active ? 'webhookResumed' : 'webhookPaused');
    };

  /** A GET lists the latest. A POST sends one again, or without one a test; then it lists them, too. */
  const deliveries = async (
    request: ActionRequest,
    _: unknown,
    context: ActionContext,
  ): Promise<RecordActionResponse> => {
    const record = recordOf(context);
    const [caller, webhook] = [adminOf(context), Number(record.id())];
    if (request.method === 'post') {
      const delivery: unknown = request.payload?.['delivery'];
      if (delivery !== undefined && !isId(delivery)) throw new AppError('There is no such delivery.');
      await refusedAsAppError<unknown>(
        delivery === undefined
          ? testWebhook.execute({ caller, webhook })
          : retryDelivery.execute({ caller, webhook, delivery: Number(delivery) }),
      );
    }
    const { page } = await refusedAsAppError(
      listDeliveries.execute({ caller, webhook, slice: { limit: latest, offset: 0 } }),
    );
    return { record: record.toJSON(context.currentAdmin), deliveries: page.items.map(shownDelivery) };
  };

  return {
    resource: new UseCaseResource(
      {
        name: 'Webhook',
        columns,
        title: 'url',
        list: listOf(useCases(ListWebhooks)),
        filters: {},
        orders,
        writes: { fieldOf: () => 'url' },
      },
      entities,
    ),
    options: {
      navigation: { name: null, icon: 'Send' },
      sort: { sortBy: 'created', direction: 'desc' },
      listProperties: ['url', 'status', 'failingSince', 'nextAttempt', 'created'],
      filterProperties: [],
      showProperties: columns,
      properties: sortable(columns, orders, {
        created: { type: 'datetime' },
        failingSince: { type: 'datetime' },
        nextAttempt: { type: 'datetime' },
      }),
      actions: {
        list: { showFilter: false },
        new: { isAccessible: false },
        edit: { isAccessible: false },
        delete: { isAccessible: false },
        bulkDelete: { isAccessible: false },
        deliveries: {
          actionType: 'record',
          icon: 'List',
          component: components.WebhookDeliveries,
          handler: deliveries,
        },
        pause: {
          actionType: 'record',
          icon: 'Pause',
          component: components.ConfirmAction,
          isAccessible: ({ record }) => record?.params['status'] === 'active',
          handler: setActive(false),
        },
        resume: {
          actionType: 'record',
          icon: 'Play',
          component: components.ConfirmAction,
          isAccessible: ({ record }) => record?.params['status'] !== 'active',
          handler: setActive(true),
        },
      },
    },
  };
}

/** Lists do not ask who is calling: everybody who sees the panel has logged in as an admin. */
const anyAdmin: Pick<Admin, 'id' | 'role'> = { id: 0, role: 'admin' };

function listOf(listWebhooks: ListWebhooks): AdminList<WebhookRecord, Record<string, unknown>, Order> {
  return shortList<WebhookRecord, Order>(async () => {
    const slice = { limit: maxWebhooks, offset: 0 };
    const { items } = await listWebhooks.execute({ caller: anyAdmin, slice });
    return items.map(recordOfWebhook);
  });
}

function recordOfWebhook(webhook: Webhook): WebhookRecord {
  const { id, url, description, events, delay, onlyUnread, status, offReason } = webhook;
  const { failingSince, failures, nextAttempt, created } = webhook;
  const settings = { id, url, description, events: events.join(', '), delay, onlyUnread };
  return { ...settings, status, offReason, failingSince, failures, nextAttempt, created };
}

function shownDelivery({
  id,
  type,
  attempts,
  attempted,
  delivered,
  status,
  duration,
  error,
  response,
}: Delivery) {
  return {
    ...{ id, type, attempts, attempted: attempted.toISOString(), delivered, duration },
    ...{ status: status ?? null, error: error ?? null, response: response ?? null },
    isTest: type === 'test',
  };
}
