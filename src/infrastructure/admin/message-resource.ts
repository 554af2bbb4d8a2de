import type { ActionContext, ActionRequest, ResourceOptions } from 'adminjs';
import type { AdminActions } from './admin-actions.js';
import { bulkDelete } from './bulk-delete.js';
import { components } from './components.js';
import { messageRecords } from './message-records.js';
import type { Database } from './records.js';
import { adminOf, doneWith, recordOf, UseCaseResource, withCount } from './use-case-resource.js';

const columns = ['id', 'text', 'senderId', 'threadId', 'isRead', 'created'];

export function messageResource(
  database: Database,
  actions: AdminActions,
): { resource: UseCaseResource; options: ResourceOptions } {
  const resource = new UseCaseResource(
    {
      name: 'Message',
      columns,
      flags: ['isRead'],
      extra: [],
      title: 'text',
      records: messageRecords,
      writes: { fieldOf: () => 'id', delete: (admin, id) => actions.deleteMessage(admin, id) },
    },
    database,
  );

  const markRead = async (request: ActionRequest, _: unknown, context: ActionContext) => {
    const record = recordOf(context);
    if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin) };
    await actions.markMessageRead(adminOf(context), Number(record.id()));
    record.set('isRead', true);
    return doneWith(context, 'messageMarkedRead');
  };

  const options: ResourceOptions = {
    navigation: { name: null, icon: 'Mail' },
    sort: { sortBy: 'created', direction: 'desc' },
    listProperties: ['text', 'senderId', 'threadId', 'isRead', 'created', 'id'],
    filterProperties: ['text', 'senderId', 'threadId', 'isRead', 'created'],
    showProperties: columns,
    properties: {
      senderId: { reference: 'User' },
      threadId: {
        reference: 'Thread',
        components: { list: components.ThreadReference, show: components.ThreadReference },
      },
      created: { type: 'datetime' },
      text: { type: 'textarea', components: { list: components.Excerpt, show: components.MessageText } },
    },
    actions: {
      new: { isAccessible: false },
      edit: { isAccessible: false },
      list: { after: withCount },
      delete: { component: components.ConfirmAction },
      bulkDelete: { handler: bulkDelete, showInDrawer: false },
      markRead: {
        actionType: 'record',
        icon: 'CheckCircle',
        component: components.ConfirmAction,
        isAccessible: ({ record }) => record?.params['isRead'] === false,
        handler: markRead,
      },
    },
  };
  return { resource, options };
}
