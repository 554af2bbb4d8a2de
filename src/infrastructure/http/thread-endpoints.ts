import Joi from 'joi';
import type { CountUnread } from '../../application/count-unread.js';
import type { DeleteThread } from '../../application/delete-thread.js';
import type { GetThread } from '../../application/get-thread.js';
import type { ListThreads } from '../../application/list-threads.js';
import type { MarkThreadRead } from '../../application/mark-thread-read.js';
import type { OpenThread } from '../../application/open-thread.js';
import type { Slice } from '../../application/ports/page.js';
import type { Caller } from '../../domain/user.js';
import { basePath, endpoint, type Endpoint, type Reply } from './endpoint.js';
import * as field from './fields.js';
import { absoluteUrl, presentPage } from './pages.js';
import { presentThread } from './presenters.js';
import type { Request } from 'express';

const threadPath = Joi.object<{ thread: number }>({ thread: field.urlId().required() });
const userPath = Joi.object<{ user: number | 'me' }>({
  user: Joi.alternatives(Joi.valid('me'), field.urlId()).required(),
});
const sliceQuery = Joi.object<Slice>({ limit: field.limit(), offset: field.offset().default(0) });

const userOf = (path: { user: number | 'me' }, caller: Caller) =>
  path.user === 'me' ? caller.id : path.user;

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
          participants: Joi.array().items(field.bodyId()).min(1).unique().required(),
        }).required(),
      },
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
      handle: ({ caller, query, request }) => threadsOf(caller, caller.id, query, request),
    }),
    endpoint({
      method: 'get',
      path: '/users/:user/threads',
      schemas: { path: userPath, query: sliceQuery },
      handle: ({ caller, path, query, request }) => threadsOf(caller, userOf(path, caller), query, request),
    }),
    endpoint({
      method: 'get',
      path: '/users/:user/unread-count',
      schemas: { path: userPath },
      handle: async ({ caller, path }) => {
        const count = await countUnread.execute({ caller, user: userOf(path, caller) });
        return { status: 200, body: { count } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/threads/:thread',
      schemas: { path: threadPath },
      handle: async ({ caller, path }) => {
        const summary = await getThread.execute({ caller, thread: path.thread });
        return { status: 200, body: presentThread(summary, caller.id) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/threads/:thread',
      schemas: { path: threadPath },
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
        body: Joi.object<{ up_to?: number }>({ up_to: field.bodyId() }).default({}),
      },
      handle: async ({ caller, path, body }) => {
        const marked = await markThreadRead.execute({ caller, thread: path.thread, upTo: body.up_to });
        return { status: 200, body: { marked } };
      },
    }),
  ];
}
