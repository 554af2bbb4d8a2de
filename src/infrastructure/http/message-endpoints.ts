import type { Request } from 'express';
import Joi from 'joi';
import type { GetMessage } from '../../application/get-message.js';
import type { ListMessages } from '../../application/list-messages.js';
import type { MarkMessageRead } from '../../application/mark-message-read.js';
import type { SendMessage } from '../../application/send-message.js';
import type { Caller } from '../../domain/user.js';
import { endpoint, type Endpoint, type Reply } from './endpoint.js';
import * as field from './fields.js';
import type { Metrics } from './metrics.js';
import { absoluteUrl, pageUrl, presentPage } from './pages.js';
import { presentMessage } from './presenters.js';
import { limitSending, type RateLimits } from './rate-limits.js';

const threadPath = Joi.object<{ thread: number }>({ thread: field.urlId().required() });
const messagePath = Joi.object<{ message: number }>({ message: field.urlId().required() });

type Ordering = 'created' | '-created';

interface MessageQuery {
  limit: number;
  offset?: number;
  ordering?: Ordering;
  after?: number;
  before?: number;
}

// Without defaults for offset and ordering: with a keyset, their mere presence is an error.
const messageQuery = Joi.object<MessageQuery>({
  limit: field.limit(),
  offset: field.offset(),
  ordering: Joi.valid('created', '-created'),
  after: field.urlId(),
  before: field.urlId(),
})
  .nand('after', 'before')
  .nand('after', 'offset')
  .nand('after', 'ordering')
  .nand('before', 'offset')
  .nand('before', 'ordering');

export function messageEndpoints(
  sendMessage: SendMessage,
  listMessages: ListMessages,
  getMessage: GetMessage,
  markMessageRead: MarkMessageRead,
  limits: RateLimits,
  metrics: Metrics,
): readonly Endpoint[] {
  const byOffset = async (
    caller: Caller,
    thread: number,
    query: MessageQuery,
    request: Request,
  ): Promise<Reply> => {
    const { limit, offset = 0, ordering } = query;
    const order = ordering === '-created' ? 'newest-first' : 'oldest-first';
    const page = await listMessages.execute({ caller, thread, slice: { limit, offset, order } });
    const parameters = ordering === undefined ? {} : { ordering };
    return { status: 200, body: presentPage(request, { limit, offset }, page, presentMessage, parameters) };
  };

  const byKeyset = async (
    caller: Caller,
    thread: number,
    limit: number,
    [direction, from]: readonly ['after' | 'before', number],
    request: Request,
  ): Promise<Reply> => {
    // One more than asked for tells whether there is a next page.
    const slice =
      direction === 'after' ? { limit: limit + 1, after: from } : { limit: limit + 1, before: from };
    const page = await listMessages.execute({ caller, thread, slice });
    const results = page.items.slice(0, limit);
    const last = page.items.length > limit ? results.at(-1) : undefined;
    return {
      status: 200,
      body: {
        count: page.total,
        next: last === undefined ? null : pageUrl(request, { limit, [direction]: last.id }),
        previous: null,
        results: results.map(presentMessage),
      },
    };
  };

  return [
    endpoint({
      method: 'post',
      path: '/threads/:thread/messages',
      schemas: {
        path: threadPath,
        headers: Joi.object<{ 'idempotency-key'?: string }>({
          'idempotency-key': Joi.string()
            .max(255)
            .pattern(/^[\x21-\x7e]+$/, 'visible ASCII characters'),
        }),
        body: Joi.object<{ text: string }>({ text: field.messageText().required() }).required(),
      },
      limit: limitSending(limits.sending),
      handle: async ({ caller, path, headers, body, request }) => {
        const { message, sent } = await sendMessage.execute({
          caller,
          thread: path.thread,
          text: body.text,
          idempotencyKey: headers['idempotency-key'],
        });
        if (!sent) return { status: 200, body: presentMessage(message) };
        metrics.messageSent();
        const location = absoluteUrl(request, `${request.baseUrl}/messages/${message.id}`);
        return { status: 201, body: presentMessage(message), headers: { Location: location } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/threads/:thread/messages',
      schemas: { path: threadPath, query: messageQuery },
      handle: ({ caller, path, query, request }) => {
        const { limit, after, before } = query;
        if (after !== undefined) return byKeyset(caller, path.thread, limit, ['after', after], request);
        if (before !== undefined) return byKeyset(caller, path.thread, limit, ['before', before], request);
        return byOffset(caller, path.thread, query, request);
      },
    }),
    endpoint({
      method: 'get',
      path: '/messages/:message',
      schemas: { path: messagePath },
      handle: async ({ caller, path }) => {
        const message = await getMessage.execute({ caller, message: path.message });
        return { status: 200, body: presentMessage(message) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/messages/:message',
      schemas: {
        path: messagePath,
        body: Joi.object<{ is_read: true }>({
          is_read: Joi.boolean().strict().valid(true).required(),
        }).required(),
      },
      handle: async ({ caller, path }) => {
        const message = await markMessageRead.execute({ caller, message: path.message });
        return { status: 200, body: presentMessage(message) };
      },
    }),
  ];
}
