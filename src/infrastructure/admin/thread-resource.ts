import { AppError } from 'adminjs';
import type { ActionContext, ActionRequest, RecordActionResponse, ResourceOptions } from 'adminjs';
import type { ListMessages } from '../../application/conversation/list-messages.js';
import { DomainError } from '../../domain/errors.js';
import { usernameKey } from '../../domain/accounts/user.js';
import type { AdminActions } from './admin-actions.js';
import { bulkDelete } from './bulk-delete.js';
import { components } from './components.js';
import { between, contains, equalsId, isId } from './query.js';
import { tableRecords, type Database } from './records.js';
import { adminOf, UseCaseResource } from './use-case-resource.js';

const named = `SELECT id FROM users WHERE username_key LIKE ? ESCAPE '\\'`;

const records = tableRecords({
  select: `SELECT t.id, t.low_id AS "lowId", t.high_id AS "highId", t.created, t.updated,
             t.message_count AS "messageCount", t.low_unread AS "lowUnread", t.high_unread AS "highUnread",
             low.username || ' & ' || high.username AS title
           FROM threads t JOIN users low ON low.id = t.low_id JOIN users high ON high.id = t.high_id`,
  from: 'threads t',
  id: 't.id',
  filters: {
    participant: equalsId('t.low_id = ? OR t.high_id = ?'),
    title: contains(`t.low_id IN (${named}) OR t.high_id IN (${named})`, usernameKey),
    updated: between('t.updated'),
    created: between('t.created'),
  },
  sorts: {
    updated: 't.updated',
    created: 't.created',
    messageCount: 't.message_count',
    lowUnread: 't.low_unread',
    highUnread: 't.high_unread',
    id: 't.id',
  },
  flags: [],
  dates: ['created', 'updated'],
});

const columns = ['id', 'lowId', 'highId', 'messageCount', 'lowUnread', 'highUnread', 'updated', 'created'];

/** How many messages the conversation shows at once. */
const pageSize = 50;

export function threadResource(
  database: Database,
  actions: AdminActions,
  listMessages: ListMessages,
): { resource: UseCaseResource; options: ResourceOptions } {
  const resource = new UseCaseResource(
    {
      name: 'Thread',
      columns,
      extra: ['title', 'participant', 'participants'],
      title: 'title',
      records,
      writes: {
        fieldOf: () => 'participants',
        create: async (admin, params, context) => {
          const named = Object.keys(params)
            .filter((key) => key.startsWith('participants'))
            .map((key) => params[key]);
          const { thread, opened } = await actions.openThread(admin, participantsOf(named));
          context['opened'] = opened;
          return thread;
        },
        delete: (admin, id) => actions.deleteThread(admin, id),
      },
    },
    database,
  );

  const options: ResourceOptions = {
    navigation: { name: null, icon: 'MessageCircle' },
    sort: { sortBy: 'updated', direction: 'desc' },
    listProperties: ['title', 'messageCount', 'lowUnread', 'highUnread', 'updated', 'id'],
    filterProperties: ['participant', 'updated', 'created'],
    editProperties: ['participants'],
    showProperties: columns,
    properties: {
      lowId: { reference: 'User' },
      highId: { reference: 'User' },
      participant: { reference: 'User' },
      participants: { components: { edit: components.Participants } },
      created: { type: 'datetime' },
      updated: { type: 'datetime' },
    },
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
          const page = await listMessages.execute({
            caller: adminOf(context),
            thread: Number(record.id()),
            slice: { limit: pageSize, before: isId(before) ? Number(before) : Number.MAX_SAFE_INTEGER },
          });
          const messages = page.items.map(({ id, senderId, text, created, isRead }) => ({
            id,
            senderId,
            text,
            created: created.toISOString(),
            isRead,
          }));
          return {
            record: record.toJSON(context.currentAdmin),
            messages,
            more: messages.length === pageSize,
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
