import { AppError, ValidationError } from 'adminjs';
import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import type { EraseUser } from '../../application/privacy/erase-user.js';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import { isErased, usernameKey, type Role } from '../../domain/accounts/user.js';
import type { AdminActions } from './admin-actions.js';
import { components } from './components.js';
import { between, contains, equalsFlag, equalsOneOf } from './query.js';
import { tableRecords, type Database } from './records.js';
import {
  adminOf,
  doneWith,
  recordOf,
  UseCaseResource,
  type Params,
  type ResourceDefinition,
} from './use-case-resource.js';

const roles: readonly Role[] = ['user', 'admin'];

const records = tableRecords({
  select: `SELECT u.id, u.username, u.role, u.is_active AS "isActive", u.created, u.thread_count AS "threadCount",
             u.unread_count AS "unreadCount" FROM users u`,
  from: 'users u',
  id: 'u.id',
  filters: {
    username: contains(`u.username_key LIKE ? ESCAPE '\\'`, usernameKey),
    role: equalsOneOf('u.role', roles),
    isActive: equalsFlag('u.is_active'),
    created: between('u.created'),
  },
  sorts: {
    created: 'u.created',
    username: 'u.username_key',
    role: 'u.role',
    isActive: 'u.is_active',
    threadCount: 'u.thread_count',
    unreadCount: 'u.unread_count',
    id: 'u.id',
  },
  flags: ['isActive'],
  dates: ['created'],
});

const fieldOf = ({ code }: DomainError): string => (code === 'invalid_password' ? 'password' : 'username');

export function userResource(
  database: Database,
  actions: AdminActions,
  eraseUser: EraseUser,
): { resource: UseCaseResource; options: ResourceOptions } {
  const definition: ResourceDefinition = {
    name: 'User',
    columns: ['id', 'username', 'role', 'isActive', 'created', 'threadCount', 'unreadCount'],
    flags: ['isActive'],
    extra: ['password'],
    title: 'username',
    records,
    writes: {
      fieldOf,
      create: async (admin, params) => {
        const user = await actions.createUser(admin, {
          username: textOf(params, 'username') ?? '',
          password: textOf(params, 'password') ?? '',
          role: roleOf(params) ?? 'user',
        });
        return user.id;
      },
      update: async (admin, id, params) => {
        const password = textOf(params, 'password');
        const change = { password, role: roleOf(params), active: flagOf(params, 'isActive') };
        const current = (await resource.findOne(id)).params;
        if (change.role === current['role']) change.role = undefined;
        if (change.active === current['isActive']) change.active = undefined;
        if (id === admin.id && (change.role !== undefined || change.active === false)) {
          const shown = {
            type: 'own_account',
            message: 'You cannot take away your own rights: another admin has to do that.',
          };
          throw new ValidationError({ [change.role === undefined ? 'isActive' : 'role']: shown }, shown);
        }
        if (Object.values(change).some((value) => value !== undefined)) {
          await actions.changeUser(admin, { user: id, ...change });
        }
      },
    },
  };
  const resource = new UseCaseResource(definition, database);

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
    const [impact] = await database.run<{ threads: number; messages: number }>(
      `SELECT count(*) AS threads, coalesce(sum(message_count), 0) AS messages
       FROM threads WHERE low_id = ? OR high_id = ?`,
      [id, id],
    );
    if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin), impact };
    const confirmed = request.payload?.['confirm'] === record.params['username'];
    if (impact !== undefined && impact.threads > 0 && !confirmed) {
      throw new AppError(
        `${String(record.params['username'])} has ${impact.threads} threads with ${impact.messages} messages, ` +
          'which would go for the others too. Type the username to confirm, or deactivate the account instead.',
      );
    }
    if (id === adminOf(context).id) throw new AppError('You cannot delete your own account.');
    await refusedAsAppError(actions.deleteUser(adminOf(context), id, confirmed));
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
    listProperties: ['username', 'role', 'isActive', 'threadCount', 'unreadCount', 'created', 'id'],
    showProperties: ['id', 'username', 'role', 'isActive', 'created', 'threadCount', 'unreadCount'],
    filterProperties: ['username', 'role', 'isActive', 'created'],
    editProperties: ['username', 'password', 'role', 'isActive'],
    properties: {
      created: { type: 'datetime' },
      role: {
        availableValues: roles.map((role) => ({ value: role, label: role === 'admin' ? 'Admin' : 'User' })),
        components: { edit: components.Role },
      },
      threadCount: { components: { list: components.ThreadsLink, show: components.ThreadsLink } },
      username: { components: { list: components.Excerpt, edit: components.Username } },
      isActive: { components: { edit: components.IfExisting } },
      password: { type: 'string', components: { edit: components.Password } },
    },
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

async function refusedAsAppError(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof DomainError || error instanceof Outage ? new AppError(error.message) : error;
  }
}
