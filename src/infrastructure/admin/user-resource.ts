import { AppError } from 'adminjs';
import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import { ChangeUser } from '../../application/admin/change-user.js';
import { CreateUser } from '../../application/admin/create-user.js';
import { DeleteUser } from '../../application/admin/delete-user.js';
import {
  userOrders,
  type AdminDirectory,
  type UserFilters,
  type UserOrder,
} from '../../application/ports/admin-directory.js';
import { EraseUser } from '../../application/privacy/erase-user.js';
import type { DomainError } from '../../domain/errors.js';
import { isErased, type Role } from '../../domain/accounts/user.js';
import { components } from './components.js';
import { countOf } from './components/format.js';
import type { Entities } from './entity-model.js';
import { aFlag, aPeriod, aText, oneOf } from './query.js';
import { refusedAsAppError } from './refused-as-app-error.js';
import {
  adminOf,
  doneWith,
  recordOf,
  sortable,
  UseCaseResource,
  type Params,
  type ResourceDefinition,
} from './use-case-resource.js';
import type { UseCases } from './use-cases.js';

const roles: readonly Role[] = ['user', 'admin'];
const columns = [
  'id',
  'username',
  'name',
  'avatarUrl',
  'externalId',
  'role',
  'isActive',
  'created',
  'threadCount',
  'unreadCount',
];

const fieldOf = ({ code }: DomainError): string => {
  if (code === 'invalid_password') return 'password';
  return code === 'own_account' || code === 'last_admin' ? 'role' : 'username';
};

export function userResource(
  entities: Entities,
  directory: AdminDirectory,
  useCases: UseCases,
  avatarOrigins: readonly string[],
): { resource: UseCaseResource; options: ResourceOptions } {
  const createUser = useCases(CreateUser);
  const changeUser = useCases(ChangeUser);
  const deleteUser = useCases(DeleteUser);
  const eraseUser = useCases(EraseUser);
  const definition: ResourceDefinition<UserFilters, UserOrder> = {
    name: 'User',
    columns,
    flags: ['isActive'],
    title: 'username',
    list: directory.users,
    filters: { username: aText, role: oneOf(roles), isActive: aFlag, created: aPeriod },
    orders: userOrders,
    writes: {
      fieldOf,
      create: async (caller, params) => {
        const user = await createUser.execute({
          caller,
          username: textOf(params, 'username') ?? '',
          password: textOf(params, 'password') ?? '',
          role: roleOf(params) ?? 'user',
        });
        return user.id;
      },
      update: async (caller, user, params) => {
        await changeUser.execute({
          caller,
          user,
          password: textOf(params, 'password'),
          role: roleOf(params),
          active: flagOf(params, 'isActive'),
        });
      },
    },
  };
  const resource = new UseCaseResource(definition, entities);

  const setActive =
    (active: boolean) => async (request: ActionRequest, _: unknown, context: ActionContext) => {
      const record = recordOf(context);
      if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin) };
      await record.update({ isActive: active }, context);
      if (!record.isValid()) throw new AppError(record.baseError?.message ?? '');
      return doneWith(context, active ? 'userActivated' : 'userDeactivated');
    };
  const isOther = ({ record, currentAdmin }: ActionContext) =>
    String(record?.id()) !== String(currentAdmin?.['id']);
  const isThere = ({ record }: ActionContext) =>
    !isErased({ id: Number(record?.id()), username: String(record?.params['username']) });

  /** A GET says what would be deleted. A POST deletes, and takes the threads too only if the username was typed. */
  const remove = async (
    request: ActionRequest,
    _: unknown,
    context: ActionContext,
  ): Promise<RecordActionResponse> => {
    const record = recordOf(context);
    const id = Number(record.id());
    const impact = await directory.sizeOfThreadsOf(id);
    if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin), impact };
    const confirmed = request.payload?.['confirm'] === record.params['username'];
    if (impact.threads > 0 && !confirmed) {
      throw new AppError(
        `${String(record.params['username'])} has ${countOf(impact.threads, 'thread')} with ` +
          `${countOf(impact.messages, 'message')}, which would go for the others too. Type the username to confirm, or deactivate the account instead.`,
      );
    }
    const caller = adminOf(context);
    await refusedAsAppError(deleteUser.execute({ caller, user: id, withThreads: confirmed }));
    return {
      record: record.toJSON(context.currentAdmin),
      redirectUrl: context.h.resourceUrl({ resourceId: 'User' }),
      notice: { message: 'userDeleted', type: 'success' },
    };
  };

  /** A POST erases if the username was typed. */
  const erase = async (
    request: ActionRequest,
    _: unknown,
    context: ActionContext,
  ): Promise<RecordActionResponse> => {
    const record = recordOf(context);
    if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin) };
    if (request.payload?.['confirm'] !== record.params['username']) {
      throw new AppError('This cannot be undone. Type the username to confirm.');
    }
    const user = Number(record.id());
    await refusedAsAppError(eraseUser.execute({ caller: adminOf(context), user }));
    return doneWith(context, 'userErased');
  };

  const options: ResourceOptions = {
    navigation: { name: null, icon: 'Users' },
    sort: { sortBy: 'created', direction: 'desc' },
    listProperties: [
      'username',
      'name',
      'externalId',
      'role',
      'isActive',
      'threadCount',
      'unreadCount',
      'created',
      'id',
    ],
    showProperties: columns,
    filterProperties: ['username', 'role', 'isActive', 'created'],
    editProperties: ['username', 'password', 'role', 'isActive'],
    properties: sortable(columns, userOrders, {
      created: { type: 'datetime' },
      role: {
        availableValues: roles.map((role) => ({ value: role, label: role === 'admin' ? 'Admin' : 'User' })),
        components: { edit: components.Role },
      },
      threadCount: { components: { list: components.ThreadsLink, show: components.ThreadsLink } },
      username: { components: { list: components.Excerpt, edit: components.Username } },
      name: { components: { list: components.Name }, custom: { origins: avatarOrigins } },
      avatarUrl: { components: { show: components.Avatar }, custom: { origins: avatarOrigins } },
      isActive: { components: { edit: components.IfExisting } },
      password: { type: 'string', components: { edit: components.Password } },
    }),
    actions: {
      new: { before: only('username', 'password', 'role'), after: withoutPassword },
      edit: {
        before: only('password', 'role', 'isActive'),
        after: withoutPassword,
        isAccessible: isThere,
      },
      delete: { isAccessible: false },
      bulkDelete: { isAccessible: false },
      deactivate: {
        actionType: 'record',
        icon: 'UserX',
        component: components.ConfirmAction,
        isAccessible: (context) => isOther(context) && context.record?.params['isActive'] === true,
        handler: setActive(false),
      },
      activate: {
        actionType: 'record',
        icon: 'UserCheck',
        component: components.ConfirmAction,
        isAccessible: (context) =>
          isOther(context) && isThere(context) && context.record?.params['isActive'] === false,
        handler: setActive(true),
      },
      exportData: {
        actionType: 'record',
        icon: 'Download',
        component: components.ExportData,
        handler: async (_request, _response, context) => ({
          record: recordOf(context).toJSON(context.currentAdmin),
        }),
      },
      erase: {
        actionType: 'record',
        icon: 'XOctagon',
        variant: 'danger',
        component: components.ConfirmAction,
        custom: { messages: eraseUser.messages },
        isAccessible: (context) => isOther(context) && isThere(context),
        handler: erase,
      },
      remove: {
        actionType: 'record',
        icon: 'Trash2',
        variant: 'danger',
        component: components.ConfirmAction,
        isAccessible: isOther,
        handler: remove,
      },
    },
  };
  return { resource, options };
}

/** Keeps only these fields of a form. */
function only(...fields: readonly string[]) {
  return (request: ActionRequest): ActionRequest => {
    const payload: Params = {};
    for (const field of fields) {
      const value: unknown = request.payload?.[field];
      if (value !== undefined) payload[field] = value;
    }
    return { ...request, payload };
  };
}

/** AdminJS answers with the record as the form sent it, so the password has to be taken out. */
function withoutPassword(response: RecordActionResponse): RecordActionResponse {
  const params: Params = { ...response.record.params };
  delete params['password'];
  return { ...response, record: { ...response.record, params } };
}

function textOf(params: Params, field: string): string | undefined {
  const value = params[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function roleOf(params: Params): Role | undefined {
  const value = params['role'];
  if (value === undefined || value === null || value === '') return undefined;
  const role = roles.find((one) => one === value);
  if (role === undefined) throw new AppError(`A role is one of ${roles.join(', ')}.`);
  return role;
}

function flagOf(params: Params, field: string): boolean | undefined {
  const value = params[field];
  return typeof value === 'boolean' ? value : undefined;
}
