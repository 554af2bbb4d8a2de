import Joi from 'joi';
import type { CountUnread } from '../../../application/conversation/count-unread.js';
import type { DeleteThread } from '../../../application/conversation/delete-thread.js';
import type { GetThread } from '../../../application/conversation/get-thread.js';
import type { ListThreads } from '../../../application/conversation/list-threads.js';
import type { MarkThreadRead } from '../../../application/conversation/mark-thread-read.js';
import type { OpenThread } from '../../../application/conversation/open-thread.js';
import type { Slice } from '../../../application/ports/page.js';
import type { Caller } from '../../../domain/accounts/user.js';
import { basePath, endpoint, type Endpoint, type Reply } from '../endpoint.js';
import * as field from './fields.js';
import { absoluteUrl, presentPage } from './pages.js';
import { presentThread } from './presenters.js';
import { threadPath, userOf, userPath } from './paths.js';
import type { Request } from 'express';

const sliceQuery = Joi.object<Slice>({ limit: field.limit(), offset: field.offset().default(0) });

export function threadEndpoints(
  openThread: OpenThread,
  listThreads: ListThreads,
  getThread: GetThread,
  deleteThread: DeleteThread,
  countUnread: CountUnread,
  markThreadRead: MarkThreadRead,
): readonly Endpoint[] {
  const threadsOf = async (caller: Caller, user: number, slice: Slice, request: Request): Promise<Reply> => {
    const page = await listThreads.execute({ caller, user, ...slice });
    return {
      status: 200,
      body: presentPage(request, slice, page, (summary) => presentThread(summary, user)),
    };
  };

  return [
    endpoint({
      method: 'post',
      path: '/threads',
      schemas: {
        body: Joi.object<{ participants: number[] }>({
          participants: Joi.array()
            .items(field.bodyId())
            .min(1)
            .unique()
            .required()
            .description(
              "The other's id; the caller's own may stand beside it. An admin may name two others.",
            ),
        })
          .required()
          .example({ participants: [3] }),
      },
      operationId: 'openThread',
      tag: 'Threads',
      summary: 'Open the thread with somebody, or get the one there is',
      description:
        'Name the other participant, or both. A pair has one thread: if it is there, it is returned as it is. Admins may name two others.',
      replies: {
        201: { description: 'The thread was opened.', body: 'Thread', headers: ['Location'] },
        200: { description: 'The thread that the pair has.', body: 'Thread' },
      },
      errors: [
        'too_many_participants',
        'self_thread',
        'unknown_participant',
        'not_a_participant',
        'blocked',
        'rate_limited',
      ],
      handle: async ({ caller, body, request }) => {
        const { summary, opened } = await openThread.execute({ caller, participants: body.participants });
        const thread = presentThread(summary, caller.id);
        if (!opened) return { status: 200, body: thread };
        const location = absoluteUrl(request, `${basePath}/threads/${summary.thread.id}`);
        return { status: 201, body: thread, headers: { Location: location } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/threads',
      schemas: { query: sliceQuery },
      operationId: 'listOwnThreads',
      tag: 'Threads',
      summary: "List one's own threads",
      description: "The caller's threads, the most recently active first.",
      replies: { 200: { description: 'A page of threads, latest `updated` first.', body: 'ThreadPage' } },
      errors: ['user_not_found'],
      handle: ({ caller, query, request }) => threadsOf(caller, caller.id, query, request),
    }),
    endpoint({
      method: 'get',
      path: '/users/:user/threads',
      schemas: { path: userPath, query: sliceQuery },
      operationId: 'listThreads',
      tag: 'Threads',
      summary: "List a user's threads",
      description: "One's own, or as an admin anybody's; the most recently active first.",
      replies: { 200: { description: 'A page of threads, latest `updated` first.', body: 'ThreadPage' } },
      errors: ['not_your_account', 'user_not_found'],
      handle: ({ caller, path, query, request }) => threadsOf(caller, userOf(path, caller), query, request),
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
      errors: ['not_your_account', 'user_not_found'],
      handle: async ({ caller, path }) => {
        const count = await countUnread.execute({ caller, user: userOf(path, caller) });
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
      handle: async ({ caller, path }) => {
        const summary = await getThread.execute({ caller, thread: path.thread });
        return { status: 200, body: presentThread(summary, caller.id) };
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
        'The thread and its messages are gone, for both participants. By either of them, or by an admin.',
      replies: { 204: { description: 'It is gone.' } },
      errors: ['thread_not_found'],
      handle: async ({ caller, path }) => {
        await deleteThread.execute({ caller, thread: path.thread });
        return { status: 204 };
      },
    }),
    endpoint({
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
