import type { ActionContext, ActionRequest, ResourceOptions } from 'adminjs';
import { DeleteMessage } from '../../application/conversation/delete-message.js';
import { MarkMessageReadForRecipient } from '../../application/admin/mark-message-read-for-recipient.js';
import {
  messageOrders,
  type AdminDirectory,
  type MessageFilters,
  type MessageOrder,
} from '../../application/ports/admin-directory.js';
import { bulkDelete } from './bulk-delete.js';
import { components } from './components.js';
import type { Entities } from './entity-model.js';
import { aFlag, anId, aPeriod, aText } from './query.js';
import {
  adminOf,
  doneWith,
  recordOf,
  sortable,
  UseCaseResource,
  withCount,
  type ResourceDefinition,
} from './use-case-resource.js';
import type { UseCases } from './use-cases.js';

const columns = ['id', 'text', 'senderId', 'threadId', 'isRead', 'created', 'edited'];

export function messageResource(
  entities: Entities,
  directory: AdminDirectory,
  useCases: UseCases,
): { resource: UseCaseResource; options: ResourceOptions } {
  const deleteMessage = useCases(DeleteMessage);
  const markMessageRead = useCases(MarkMessageReadForRecipient);
  const definition: ResourceDefinition<MessageFilters, MessageOrder> = {
    name: 'Message',
    columns,
    flags: ['isRead'],
    title: 'text',
    list: directory.messages,
    filters: { threadId: anId, senderId: anId, isRead: aFlag, created: aPeriod, text: aText },
    orders: messageOrders,
    writes: {
      fieldOf: () => 'id',
      delete: (caller, message) => deleteMessage.execute({ caller, message }),
    },
  };
  const resource = new UseCaseResource(definition, entities);

  const markRead = async (request: ActionRequest, _: unknown, context: ActionContext) => {
    const record = recordOf(context);
    if (request.method !== 'post') return { record: record.toJSON(context.currentAdmin) };
    await markMessageRead.execute({ caller: adminOf(context), message: Number(record.id()) });
    record.set('isRead', true);
    return doneWith(context, 'messageMarkedRead');
  };

  const options: ResourceOptions = {
    navigation: { name: null, icon: 'Mail' },
    sort: { sortBy: 'created', direction: 'desc' },
    listProperties: ['text', 'senderId', 'threadId', 'isRead', 'created', 'id'],
    filterProperties: ['text', 'senderId', 'threadId', 'isRead', 'created'],
    showProperties: columns,
    properties: sortable(columns, messageOrders, {
      senderId: { reference: 'User' },
      threadId: {
        reference: 'Thread',
        components: { list: components.ThreadReference, show: components.ThreadReference },
      },
      created: { type: 'datetime' },
      edited: { type: 'datetime' },
      text: {
        type: 'textarea',
        components: { list: components.Excerpt, show: components.MessageText },
      },
    }),
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
