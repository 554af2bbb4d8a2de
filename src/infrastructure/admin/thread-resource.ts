import { AppError } from 'adminjs';
import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import { ListThreadHistory } from '../../application/evidence/list-history.js';
import {
  threadOrders,
  type AdminDirectory,
  type ThreadFilters,
  type ThreadOrder,
} from '../../application/ports/admin-directory.js';
import { DomainError } from '../../domain/errors.js';
import { bulkDelete } from './bulk-delete.js';
import { components } from './components.js';
import type { Entities } from './entity-model.js';
import { anId, aPeriod, aText, isId } from './query.js';
import { shownConversation, type LinksOf } from './shown-conversation.js';
import { adminOf, sortable, UseCaseResource, type ResourceDefinition } from './use-case-resource.js';
import type { UseCases } from './use-cases.js';

const columns = [
  'id',
  'lowId',
  'highId',
  'about',
  'messageCount',
  'lowUnread',
  'highUnread',
  'updated',
  'created',
];

/** How many messages the conversation shows at once. */
const pageSize = 50;

export function threadResource(
  entities: Entities,
  directory: AdminDirectory,
  useCases: UseCases,
  linksOf: LinksOf,
  pictureOrigins: readonly string[],
): { resource: UseCaseResource; options: ResourceOptions } {
  const openThread = useCases(OpenThread);
  const deleteThread = useCases(DeleteThread);
  const listMessages = useCases(ListMessages);
  const listThreadHistory = useCases(ListThreadHistory);
  const definition: ResourceDefinition<ThreadFilters, ThreadOrder> = {
    name: 'Thread',
    columns,
    title: 'title',
    list: directory.threads,
    filters: { participant: anId, title: aText, updated: aPeriod, created: aPeriod },
    orders: threadOrders,
    writes: {
      fieldOf: () => 'participants',
      create: async (caller, params, context) => {
        const named = Object.keys(params)
          .filter((key) => key.startsWith('participants'))
          .map((key) => params[key]);
        const { summary, opened } = await openThread.execute({
          caller,
          participants: participantsOf(named),
        });
        context['opened'] = opened;
        return summary.thread.id;
      },
      delete: (caller, thread) => deleteThread.execute({ caller, thread }),
    },
  };
  const resource = new UseCaseResource(definition, entities);

  const options: ResourceOptions = {
    navigation: { name: null, icon: 'MessageCircle' },
    sort: { sortBy: 'updated', direction: 'desc' },
    listProperties: ['title', 'about', 'messageCount', 'lowUnread', 'highUnread', 'updated', 'id'],
    filterProperties: ['participant', 'updated', 'created'],
    editProperties: ['participants'],
    showProperties: columns,
    properties: sortable(columns, threadOrders, {
      title: { type: 'string' },
      lowId: { reference: 'User' },
      highId: { reference: 'User' },
      participant: { reference: 'User' },
      participants: { components: { edit: components.Participants } },
      created: { type: 'datetime' },
      updated: { type: 'datetime' },
    }),
    actions: {
      new: { before: gatherParticipants, after: showThread },
      edit: { isAccessible: false },
      show: { component: components.Conversation, icon: 'MessageCircle' },
      delete: { component: components.ConfirmAction },
      bulkDelete: { handler: bulkDelete, showInDrawer: false },
      messages: {
        actionType: 'record',
        isVisible: false,
        component: false,
        handler: async (
          request: ActionRequest,
          _: unknown,
          context: ActionContext,
        ): Promise<RecordActionResponse> => {
          const { record } = context;
          if (record === undefined) throw new AppError('There is no such thread.');
          const before: unknown = request.query?.['before'];
          const [caller, thread] = [adminOf(context), Number(record.id())];
          const end = isId(before) ? Number(before) : Number.MAX_SAFE_INTEGER;
          const { items } = await listMessages.execute({
            caller,
            thread,
            slice: { limit: pageSize, before: end },
          });
          const oldest = items.length === pageSize ? items.at(-1)?.id : undefined;
          const range = { after: (oldest ?? 1) - 1, before: end };
          const versions = await listThreadHistory.execute({ caller, thread, range });
          return {
            record: record.toJSON(context.currentAdmin),
            messages: shownConversation(items, versions, linksOf),
            before: oldest ?? null,
            pictureOrigins,
          };
        },
      },
    },
  };
  return { resource, options };
}

/** Turns the participants of a form into one list, in whichever shape they were sent. */
function gatherParticipants(request: ActionRequest): ActionRequest {
  if (request.method !== 'post') return request;
  const values: unknown[] = [];
  for (const [name, value] of Object.entries((request.payload ?? {}) as Record<string, unknown>)) {
    if (!/^participants(\.|$)/.test(name)) continue;
    if (!/^participants(\.\d+)?$/.test(name)) values.push('?');
    else if (Array.isArray(value)) values.push(...(value as unknown[]));
    else values.push(value);
  }
  const payload = values.map((value, index) => [
    `participants.${index}`,
    typeof value === 'object' && value !== null ? '?' : value,
  ]);
  return { ...request, payload: Object.fromEntries(payload) as Record<string, unknown> };
}

function participantsOf(values: readonly unknown[]): number[] {
  const given = values.filter((value) => value !== '' && value !== null && value !== undefined);
  if (given.length < 2) {
    throw new DomainError('too_few_participants', 'A thread has exactly two participants: choose both.');
  }
  return given.map((value) => {
    if (!isId(value))
      throw new DomainError('unknown_participant', 'A participant is given by the id of a user.');
    return Number(value);
  });
}

/** A pair has one thread. If it exists already, the admin is shown it. */
function showThread(
  response: RecordActionResponse,
  _: ActionRequest,
  context: ActionContext,
): RecordActionResponse {
  if (response.notice?.type !== 'success') return response;
  return {
    ...response,
    redirectUrl: context.h.recordActionUrl({
      resourceId: 'Thread',
      recordId: String(context.record?.id()),
      actionName: 'show',
    }),
    notice:
      context['opened'] === true
        ? { message: 'threadOpened', type: 'success' }
        : { message: 'threadExists', type: 'info' },
  };
}
