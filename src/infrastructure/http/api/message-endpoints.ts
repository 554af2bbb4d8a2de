import type { Request } from 'express';
import Joi from 'joi';
import type { DeleteMessage } from '../../../application/conversation/delete-message.js';
import type { EditMessage } from '../../../application/conversation/edit-message.js';
import type { GetMessage } from '../../../application/conversation/get-message.js';
import type { ListMessages } from '../../../application/conversation/list-messages.js';
import type { MarkMessageRead } from '../../../application/conversation/mark-message-read.js';
import type { PostNotice } from '../../../application/conversation/post-notice.js';
import type { SendMessage } from '../../../application/conversation/send-message.js';
import { requireUser, type Caller } from '../../../domain/accounts/user.js';
import type { Message, MessageKind, Wording } from '../../../domain/conversation/message.js';
import { basePath, endpoint, userEndpoint, type Endpoint, type Limit, type Reply } from '../endpoint.js';
import { threadPath, messagePath } from './paths.js';
import * as field from './fields.js';
import type { Metrics } from '../metrics.js';
import type { AttachmentLinks } from './attachment-links.js';
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

interface EditInput {
  readonly request: Request;
  readonly caller: Caller;
  readonly body: { readonly text?: string };
}

export function messageEndpoints(
  sendMessage: SendMessage,
  postNotice: PostNotice,
  listMessages: ListMessages,
  getMessage: GetMessage,
  markMessageRead: MarkMessageRead,
  editMessage: EditMessage,
  deleteMessage: DeleteMessage,
  limits: RateLimits,
  metrics: Metrics,
  links: AttachmentLinks,
): readonly Endpoint[] {
  const presentFor = (request: Request) => {
    const ours = links.for(request);
    return (message: Message) => presentMessage(message, ours);
  };

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
    return {
      status: 200,
      body: presentPage(request, { limit, offset }, page, presentFor(request), parameters),
    };
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
        results: results.map(presentFor(request)),
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
        body: Joi.object<Omit<Wording, 'text'> & { text?: string; kind?: MessageKind }>({
          text: field.textUnless('attachments'),
          attachments: field.attachmentIds(),
          kind: Joi.valid('user', 'system').description(
            'For a service that acts as nobody: `system`. Users leave it out, or say `user`.',
          ),
          metadata: field.metadata('message'),
        })
          .required()
          .example({ text: 'Yes, today after six would suit me.' }),
      },
      operationId: 'sendMessage',
      tag: 'Messages',
      summary: 'Send a message',
      description:
        'Only the two participants send. A service that acts as nobody puts a notice for both there, with `kind: "system"`. With an `Idempotency-Key`, a repeated request returns the first message instead of sending another.',
      replies: {
        201: { description: 'The message was sent.', body: 'Message', headers: ['Location'] },
        200: { description: 'A repeat: the message that was sent first with this key.', body: 'Message' },
      },
      errors: [
        'no_user',
        'services_only',
        'unknown_attachment',
        'not_a_participant',
        'blocked',
        'thread_not_found',
        'idempotency_key_reused',
        'rate_limited',
      ],
      limit: limitCaller(limits.sending),
      handle: async ({ caller, path, headers, body, request }) => {
        const { kind, text = '', ...more } = body;
        const content = { text, ...more };
        const input = { thread: path.thread, content, idempotencyKey: headers['idempotency-key'] };
        const { message, sent } =
          kind === 'system'
            ? await postNotice.execute({ caller, ...input })
            : await sendMessage.execute({ caller: requireUser(caller), ...input });
        const presented = presentFor(request)(message);
        if (!sent) return { status: 200, body: presented };
        metrics.messageSent();
        const location = absoluteUrl(request, `${basePath}/messages/${message.id}`);
        return { status: 201, body: presented, headers: { Location: location } };
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
      handle: async ({ caller, path, request }) => {
        const message = await getMessage.execute({ caller, message: path.message });
        return { status: 200, body: presentFor(request)(message) };
      },
    }),
    userEndpoint({
      method: 'patch',
      path: '/messages/:message',
      schemas: {
        path: messagePath,
        body: Joi.object<{ is_read?: true; text?: string }>({
          is_read: Joi.boolean().strict().valid(true).description('Marks it as read: by its recipient.'),
          text: field.messageText().description('Another text: by its sender.'),
        })
          .xor('is_read', 'text')
          .required()
          .example({ is_read: true })
          .example({ text: 'Yes, today after seven would suit me.' }),
      },
      operationId: 'changeMessage',
      tag: 'Messages',
      summary: 'Mark a message as read, or edit it',
      description:
        'One of the two. Only its recipient marks a message as read; only its sender edits it, within `edit_seconds` of ' +
        '`GET /limits`, and not while one of the two blocks the other. The earlier text is kept for admins and ' +
        'services. Marking it again, or giving it the text that it has, changes nothing.',
      replies: { 200: { description: 'The message, as it is then.', body: 'Message' } },
      errors: [
        'not_the_recipient',
        'not_the_sender',
        'edit_closed',
        'blocked',
        'message_not_found',
        'rate_limited',
      ],
      limit: limitEdits(limits),
      handle: async ({ caller, path: { message }, body: { text }, request }) => {
        const changed =
          text === undefined
            ? await markMessageRead.execute({ caller, message })
            : await editMessage.execute({ caller, message, text });
        return { status: 200, body: presentFor(request)(changed) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/messages/:message',
      schemas: { path: messagePath },
      operationId: 'deleteMessage',
      tag: 'Messages',
      summary: 'Delete a message, for both',
      description:
        'By its sender, within `edit_seconds` of `GET /limits`; by admins and services at any time. What it said is kept ' +
        'for them for a while.',
      replies: { 204: { description: 'It is gone, for both participants.' } },
      errors: ['not_the_sender', 'edit_closed', 'message_not_found'],
      handle: async ({ caller, path }) => {
        await deleteMessage.execute({ caller, message: path.message });
        return { status: 204 };
      },
    }),
  ];
}

/** An edit is read by the other side as a new message is, so it counts as one. */
function limitEdits({ sending }: RateLimits): Limit<EditInput> | undefined {
  const limit = limitCaller(sending);
  return limit && ((input, proceed) => (input.body.text === undefined ? proceed() : limit(input, proceed)));
}
