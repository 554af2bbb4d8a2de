import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import { CreateServiceKey } from '../../application/accounts/create-service-key.js';
import { ListServiceKeys } from '../../application/accounts/list-service-keys.js';
import { RevokeServiceKey } from '../../application/accounts/revoke-service-key.js';
import type { AdminList } from '../../application/ports/admin-directory.js';
import { components } from './components.js';
import type { Entities } from './entity-model.js';
import { refusedAsAppError } from './refused-as-app-error.js';
import { shortList } from './short-list.js';
import {
  adminOf,
  recordOf,
  sortable,
  UseCaseResource,
  type ResourceDefinition,
} from './use-case-resource.js';
import type { UseCases } from './use-cases.js';

const columns = ['id', 'name', 'created', 'lastUsed'];
const orders = ['created', 'name'] as const;
type Order = (typeof orders)[number];

interface KeyRecord {
  readonly id: number;
  readonly name: string;
  readonly created: Date;
  readonly lastUsed: Date | null;
}

/** The keys of the host application's programs. A key itself is in the answer that makes it, and nowhere else. */
export function serviceKeyResource(
  entities: Entities,
  useCases: UseCases,
): { resource: UseCaseResource; options: ResourceOptions } {
  const createServiceKey = useCases(CreateServiceKey);
  const revokeServiceKey = useCases(RevokeServiceKey);
  const definition: ResourceDefinition<Record<string, unknown>, Order> = {
    name: 'ServiceKey',
    columns,
    title: 'name',
    list: listOf(useCases(ListServiceKeys)),
    filters: {},
    orders,
    writes: { fieldOf: () => 'name' },
  };

  const create = async (request: ActionRequest, _: unknown, context: ActionContext): Promise<object> => {
    if (request.method !== 'post') return {};
    const name: unknown = request.payload?.['name'];
    const caller = adminOf(context);
    const { key } = await refusedAsAppError(
      createServiceKey.execute({ caller, name: typeof name === 'string' ? name : '' }),
    );
    return { key };
  };

  const revoke = async (
    request: ActionRequest,
    _: unknown,
    context: ActionContext,
  ): Promise<RecordActionResponse> => {
    const record = recordOf(context);
    if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin) };
    const name = String(record.params['name']);
    await refusedAsAppError(revokeServiceKey.execute({ caller: adminOf(context), name }));
    return {
      record: record.toJSON(context.currentAdmin),
      redirectUrl: context.h.resourceUrl({ resourceId: 'ServiceKey' }),
      notice: { message: 'keyRevoked', type: 'success' },
    };
  };

  return {
    resource: new UseCaseResource(definition, entities),
    options: {
      navigation: { name: null, icon: 'Key' },
      sort: { sortBy: 'created', direction: 'desc' },
      listProperties: ['name', 'created', 'lastUsed'],
      filterProperties: [],
      showProperties: columns,
      properties: sortable(columns, orders, {
        created: { type: 'datetime' },
        lastUsed: { type: 'datetime' },
      }),
      actions: {
        list: { showFilter: false },
        new: { component: components.NewServiceKey, handler: create },
        edit: { isAccessible: false },
        delete: { isAccessible: false },
        bulkDelete: { isAccessible: false },
        revoke: {
          actionType: 'record',
          icon: 'XOctagon',
          variant: 'danger',
          component: components.ConfirmAction,
          handler: revoke,
        },
      },
    },
  };
}

function listOf(listServiceKeys: ListServiceKeys): AdminList<KeyRecord, Record<string, unknown>, Order> {
  return shortList<KeyRecord, Order>(async () =>
    (await listServiceKeys.execute()).map(({ id, name, created, lastUsed = null }) => ({
      id,
      name,
      created,
      lastUsed,
    })),
  );
}
