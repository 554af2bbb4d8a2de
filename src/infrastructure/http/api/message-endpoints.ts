import type { Request } from 'express';
import Joi from 'joi';
import type { GetMessage } from '../../../application/conversation/get-message.js';
import type { ListMessages } from '../../../application/conversation/list-messages.js';
import type { MarkMessageRead } from '../../../application/conversation/mark-message-read.js';
import type { SendMessage } from '../../../application/conversation/send-message.js';
import type { Caller } from '../../../domain/accounts/user.js';
import { basePath, endpoint, type Endpoint, type Reply } from '../endpoint.js';
import { threadPath, messagePath } from './paths.js';
import * as field from './fields.js';
import type { Metrics } from '../metrics.js';
import { absoluteUrl, pageUrl, presentPage } from './pages.js';
import { presentMessage } from './presenters.js';
import { limitCaller, type RateLimits } from '../rate-limits.js';

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
  ordering: Joi.valid('created', '-created').description('Oldest first, the default, or newest first.'),
  after: field
    .afterId()
    .description('A message id: what comes after it, oldest first. Instead of `offset` and `ordering`.'),
  before: field
    .urlId()
    .description('A message id: what came before it, newest first. Instead of `offset` and `ordering`.'),
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
            .pattern(/^[\x21-\x7e]+$/, 'visible ASCII characters')
            .description('A new one for each message, so that a repeated request sends it once.'),
        }),
        body: Joi.object<{ text: string }>({ text: field.messageText().required() })
          .required()
          .example({ text: 'Yes, today after six would suit me.' }),
      },
      operationId: 'sendMessage',
      tag: 'Messages',
      summary: 'Send a message',
      description:
        'Only the two participants send. With an `Idempotency-Key`, a repeated request returns the first message instead of sending another.',
      replies: {
        201: { description: 'The message was sent.', body: 'Message', headers: ['Location'] },
        200: { description: 'A repeat: the message that was sent first with this key.', body: 'Message' },
      },
      errors: ['not_a_participant', 'blocked', 'thread_not_found', 'idempotency_key_reused', 'rate_limited'],
      limit: limitCaller(limits.sending),
      handle: async ({ caller, path, headers, body, request }) => {
        const { message, sent } = await sendMessage.execute({
          caller,
          thread: path.thread,
          text: body.text,
          idempotencyKey: headers['idempotency-key'],
        });
        if (!sent) return { status: 200, body: presentMessage(message) };
        metrics.messageSent();
        const location = absoluteUrl(request, `${basePath}/messages/${message.id}`);
        return { status: 201, body: presentMessage(message), headers: { Location: location } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/threads/:thread/messages',
      schemas: { path: threadPath, query: messageQuery },
      operationId: 'listMessages',
      tag: 'Messages',
      summary: 'Read the messages of a thread, page by page',
      description:
        'Either by `offset` and `ordering`, or by `after` or `before`, which cost the same at any depth and ' +
        'neither skip nor repeat while messages arrive. With these, `count` is still the total of the thread, ' +
        '`next` goes on in the same direction, and `previous` is null.',
      replies: { 200: { description: 'A page of messages.', body: 'MessagePage' } },
      errors: ['thread_not_found'],
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
      operationId: 'getMessage',
      tag: 'Messages',
      summary: 'Get a message',
      description:
        'For the two participants of its thread, and for admins. For everybody else it does not exist.',
      replies: { 200: { description: 'The message.', body: 'Message' } },
      errors: ['message_not_found'],
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
        })
          .required()
          .example({ is_read: true }),
      },
      operationId: 'markMessageRead',
      tag: 'Messages',
      summary: 'Mark a message as read',
      description: 'Only by its recipient. Marking it again changes nothing.',
      replies: { 200: { description: 'The message, read.', body: 'Message' } },
      errors: ['not_the_recipient', 'message_not_found'],
      handle: async ({ caller, path }) => {
        const message = await markMessageRead.execute({ caller, message: path.message });
        return { status: 200, body: presentMessage(message) };
      },
    }),
  ];
}
