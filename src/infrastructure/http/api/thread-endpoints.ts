import Joi from 'joi';
import type { ThreadSummary } from '../../../domain/conversation/thread-summary.js';
import type { ChangeThread } from '../../../application/conversation/change-thread.js';
import type { CountUnread } from '../../../application/conversation/count-unread.js';
import type { DeleteThread } from '../../../application/conversation/delete-thread.js';
import type { GetThread } from '../../../application/conversation/get-thread.js';
import type { ListThreads } from '../../../application/conversation/list-threads.js';
import type { MarkThreadRead } from '../../../application/conversation/mark-thread-read.js';
import type { OpenThread } from '../../../application/conversation/open-thread.js';
import type { Slice } from '../../../application/ports/page.js';
import type { Metadata } from '../../../domain/metadata.js';
import type { Caller } from '../../../domain/accounts/user.js';
import { textOf, type UserReference } from '../../../domain/accounts/user-reference.js';
import { basePath, endpoint, userEndpoint, type Endpoint, type Reply } from '../endpoint.js';
import * as field from './fields.js';
import { absoluteUrl, presentPage } from './pages.js';
import type { AttachmentLinks } from './attachment-links.js';
import { presentThread } from './presenters.js';
import { threadPath, userPath } from './paths.js';
import type { Request } from 'express';

interface ThreadQuery extends Slice {
  with?: UserReference;
  key?: string;
  archived: 'false' | 'true' | 'all';
}

const threadQuery = Joi.object<ThreadQuery>({
  limit: field.limit(),
  offset: field.offset().default(0),
  with: field
    .urlUser()
    .description('A user: the threads with this one alone. An id, or `ext:` and the external id.'),
  key: field
    .threadKey()
    .allow('')
    .description('Threads with this key alone. Empty, beside `with`: the one without a key.'),
  archived: Joi.valid('false', 'true', 'all')
    .default('false')
    .description('Those that are not archived, the default; those that are; or both.'),
}).custom((query: ThreadQuery, helpers) =>
  query.key === '' && query.with === undefined
    ? helpers.message({ custom: 'key may be empty only beside with' })
    : query,
);

const wanted = { false: false, true: true, all: undefined };

export function threadEndpoints(
  openThread: OpenThread,
  listThreads: ListThreads,
  getThread: GetThread,
  changeThread: ChangeThread,
  deleteThread: DeleteThread,
  countUnread: CountUnread,
  markThreadRead: MarkThreadRead,
  links: AttachmentLinks,
): readonly Endpoint[] {
  const threadsOf = async (
    caller: Caller,
    user: UserReference,
    query: ThreadQuery,
    request: Request,
  ): Promise<Reply> => {
    const { with: other, key, archived, ...slice } = query;
    const selection = { archived: wanted[archived], with: other, key };
    const page = await listThreads.execute({ caller, user, selection, ...slice });
    const parameters = {
      ...(other !== undefined && { with: textOf(other) }),
      ...(key !== undefined && { key }),
      ...(archived !== 'false' && { archived }),
    };
    const ours = links.for(request);
    const present = (summary: ThreadSummary) => presentThread(summary, page.reader, ours);
    return { status: 200, body: presentPage(request, slice, page, present, parameters) };
  };

  return [
    endpoint({
      method: 'post',
      path: '/threads',
      schemas: {
        body: Joi.object<{ participants: UserReference[]; key?: string; metadata?: Metadata }>({
          participants: Joi.array()
            .items(field.bodyUser())
            .min(1)
            .unique()
            .required()
            .description(
              'The other user; the caller may stand beside. Each is an id, `me`, or `ext:` and an external id. ' +
                'An admin may name two others.',
            ),
          key: field.threadKey().description('What the thread is about: it cannot be changed afterwards.'),
          metadata: field.metadata('thread'),
        })
          .required()
          .example({ participants: [3] }),
      },
      operationId: 'openThread',
      tag: 'Threads',
      summary: 'Open the thread with somebody, or get the one there is',
      description:
        'Name the other participant, or both. A pair has one thread without a key, and one for each key: if it is there, it is returned as it is, whatever metadata was sent. Admins may name two others.',
      replies: {
        201: { description: 'The thread was opened.', body: 'Thread', headers: ['Location'] },
        200: { description: 'The thread that the pair has, unchanged.', body: 'Thread' },
      },
      errors: [
        'no_user',
        'too_few_participants',
        'too_many_participants',
        'self_thread',
        'unknown_participant',
        'not_a_participant',
        'opening_closed',
        'blocked',
        'rate_limited',
      ],
      handle: async ({ caller, body, request }) => {
        const { summary, opened } = await openThread.execute({ caller, ...body });
        const thread = presentThread(summary, caller.id, links.for(request));
        if (!opened) return { status: 200, body: thread };
        const location = absoluteUrl(request, `${basePath}/threads/${summary.thread.id}`);
        return { status: 201, body: thread, headers: { Location: location } };
      },
    }),
    userEndpoint({
      method: 'get',
      path: '/threads',
      schemas: { query: threadQuery },
      operationId: 'listOwnThreads',
      tag: 'Threads',
      summary: "List one's own threads",
      description:
        "The caller's threads, the most recently active first: without those that are archived, unless `archived` says otherwise.",
      replies: { 200: { description: 'A page of threads, latest `updated` first.', body: 'ThreadPage' } },
      errors: ['user_not_found'],
      handle: ({ caller, query, request }) => threadsOf(caller, 'me', query, request),
    }),
    endpoint({
      method: 'get',
      path: '/users/:user/threads',
      schemas: { path: userPath, query: threadQuery },
      operationId: 'listThreads',
      tag: 'Threads',
      summary: "List a user's threads",
      description: "One's own, or as an admin anybody's; the most recently active first.",
      replies: { 200: { description: 'A page of threads, latest `updated` first.', body: 'ThreadPage' } },
      errors: ['no_user', 'not_your_account', 'user_not_found'],
      handle: ({ caller, path, query, request }) => threadsOf(caller, path.user, query, request),
    }),
    endpoint({
      method: 'get',
      path: '/users/:user/unread-count',
      schemas: { path: userPath },
      operationId: 'countUnread',
      tag: 'Threads',
      summary: "Count a user's unread messages",
      description:
        "How many messages wait in all threads together. One's own count, or as an admin anybody's.",
      replies: { 200: { description: 'The sum over all threads.', body: 'UnreadCount' } },
      errors: ['no_user', 'not_your_account', 'user_not_found'],
      handle: async ({ caller, path }) => {
        const count = await countUnread.execute({ caller, user: path.user });
        return { status: 200, body: { count } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/threads/:thread',
      schemas: { path: threadPath },
      operationId: 'getThread',
      tag: 'Threads',
      summary: 'Get a thread',
      description: 'For its two participants, and for admins. For everybody else it does not exist.',
      replies: { 200: { description: 'The thread.', body: 'Thread' } },
      errors: ['thread_not_found'],
      handle: async ({ caller, path, request }) => {
        const summary = await getThread.execute({ caller, thread: path.thread });
        return { status: 200, body: presentThread(summary, caller.id, links.for(request)) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/threads/:thread',
      schemas: {
        path: threadPath,
        body: Joi.object<{ archived?: boolean; muted?: boolean; metadata?: Metadata }>({
          archived: Joi.boolean().strict().description('Of the caller, who takes part.'),
          muted: Joi.boolean().strict().description('Of the caller, who takes part.'),
          metadata: field
            .metadata('thread')
            .description('By services and admins: it takes the place of what was there.'),
        })
          .min(1)
          .required()
          .example({ archived: true }),
      },
      operationId: 'changeThread',
      tag: 'Threads',
      summary: 'Archive or mute a thread, or change its metadata',
      description:
        'Archived and muted are the caller’s own, and the other participant does not see them. A message from the other side, or a notice, brings an archived thread back.',
      replies: { 200: { description: 'The thread as it is now.', body: 'Thread' } },
      errors: ['no_user', 'not_a_participant', 'admins_only', 'thread_not_found'],
      handle: async ({ caller, path, body, request }) => {
        const summary = await changeThread.execute({ caller, thread: path.thread, ...body });
        return { status: 200, body: presentThread(summary, caller.id, links.for(request)) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/threads/:thread',
      schemas: { path: threadPath },
      operationId: 'deleteThread',
      tag: 'Threads',
      summary: 'Delete a thread and its messages, for both',
      description:
        'The thread and its messages are gone, for both participants, and they may open another at once. By either of them, unless the operator leaves that to services; or by an admin; the audit trail keeps who did it.',
      replies: { 204: { description: 'It is gone.' } },
      errors: ['deletion_closed', 'thread_not_found'],
      handle: async ({ caller, path }) => {
        await deleteThread.execute({ caller, thread: path.thread });
        return { status: 204 };
      },
    }),
    userEndpoint({
      method: 'post',
      path: '/threads/:thread/read',
      schemas: {
        path: threadPath,
        body: Joi.object<{ up_to?: number }>({
          up_to: field.bodyId().description('A message id: the last to be marked. Without it, all are.'),
        })
          .default({})
          .example({ up_to: 3 }),
      },
      operationId: 'markThreadRead',
      tag: 'Messages',
      summary: 'Mark the messages of a thread as read',
      description: 'Those from the other participant. An empty or absent body will do.',
      replies: { 200: { description: 'How many were marked.', body: 'Marked' } },
      errors: ['not_a_participant', 'thread_not_found'],
      handle: async ({ caller, path, body }) => {
        const marked = await markThreadRead.execute({ caller, thread: path.thread, upTo: body.up_to });
        return { status: 200, body: { marked } };
      },
    }),
  ];
}
