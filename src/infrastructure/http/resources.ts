import { problems } from './problem.js';

// What the bodies of answers look like: the presenters' counterpart in the document, in JSON Schema 2020-12.

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly schema: JsonSchema;
  readonly example: unknown;
}

type Properties = Readonly<Record<string, JsonSchema>>;

/** An object with these properties; those that it may lack come second. Others may come to it in later versions. */
function object(properties: Properties, optional: Properties = {}): JsonSchema {
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
  };
}

/** An array of such objects. */
function list(properties: Properties, description: string): JsonSchema {
  return { type: 'array', items: object(properties), description };
}

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const id = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
const time = {
  type: 'string',
  format: 'date-time',
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`,
};

function page(item: string, example: unknown): Resource {
  const link = (direction: string) => ({
    type: ['string', 'null'],
    format: 'uri',
    description: `The absolute URL of the ${direction} page; null if there is none.`,
  });
  return {
    schema: object({
      count: { ...count, description: 'How many there are on all pages together.' },
      next: link('next'),
      previous: link('previous'),
      results: { type: 'array', items: ref(item), maxItems: 100 },
    }),
    example: { count: 1, next: null, previous: null, results: [example] },
  };
}

// The people and messages of the test data, so that examples work as they are on a development server.
const user = { id: 3, username: 'test2' };
const message = {
  id: 3,
  thread: 1,
  sender: 2,
  text: 'Yes, today after six would suit me.',
  created: '2026-01-12T09:05:00.000Z',
  is_read: false,
};
const thread = {
  id: 1,
  participants: [{ id: 2, username: 'test1' }, user],
  created: '2026-01-12T06:00:00.000Z',
  updated: message.created,
  last_message: message,
  unread_count: 0,
};

/** An event as parsers give it, with its data parsed. */
function event(type: string, data: JsonSchema, identified = true): JsonSchema {
  return object({ event: { const: type }, ...(identified && { id: text }), data });
}

const totalUnread = {
  total_unread: {
    ...count,
    description: 'How many messages wait unread for the reader in all threads; where that may have changed.',
  },
};

const messageProperties = {
  id,
  thread: { ...id, description: "The thread's id." },
  sender: { ...id, description: "The user's id." },
  text,
  created: time,
  is_read: { type: 'boolean', description: 'Whether the recipient has marked it as read.' },
};

export const resources = {
  User: { schema: object({ id, username: text }), example: user },
  Me: {
    schema: object({ id, username: text, role: { enum: ['user', 'admin'] }, created: time }),
    example: { id: 2, username: 'test1', role: 'user', created: '2026-01-05T08:00:00.000Z' },
  },
  Message: {
    schema: object(messageProperties),
    example: message,
  },
  Thread: {
    schema: object({
      id,
      participants: {
        type: 'array',
        items: ref('User'),
        minItems: 2,
        maxItems: 2,
        uniqueItems: true,
        description: 'In the order of their ids.',
      },
      created: time,
      updated: { ...time, description: 'When the last message was sent.' },
      last_message: { anyOf: [ref('Message'), { type: 'null' }] },
      unread_count: {
        type: ['integer', 'null'],
        minimum: 0,
        description:
          'How many messages of the other participant the reader has not marked as read; ' +
          'null for an admin who takes no part.',
      },
    }),
    example: thread,
  },
  UserPage: page('User', user),
  ThreadPage: page('Thread', thread),
  MessagePage: page('Message', message),
  Tokens: {
    schema: object({
      access: { ...text, description: 'A JWT, to be sent with requests.' },
      refresh: { ...text, description: 'A JWT, to be spent once for a new pair.' },
    }),
    example: { access: 'eyJhbGciOiJIUzI1NiJ9.…', refresh: 'eyJhbGciOiJIUzI1NiJ9.…' },
  },
  Export: {
    schema: object({
      exported: { ...time, description: 'When the reading began.' },
      user: object({
        id,
        username: text,
        role: { enum: ['user', 'admin'] },
        created: time,
        is_active: { type: 'boolean' },
      }),
      blocks: list({ user: ref('User'), created: time }, 'Whom the user blocks.'),
      identities: list({ issuer: text, subject: text }, 'Who the user is at outside issuers of tokens.'),
      logins: list({ expires: time }, 'Those to the API that have not ended.'),
      admin_sessions: list({ expires: time }, 'Logins to the admin panel that have not ended.'),
      audit: list({ action: text, details: text, created: time }, 'What admins did to the account.'),
      idempotency_keys: list({ message: id, key: text }, 'Those that are still remembered.'),
      threads: { type: 'array', items: ref('Thread'), description: 'By rising id.' },
      messages: {
        type: 'array',
        items: ref('Message'),
        description: 'Sent and received, thread by thread, the oldest first.',
      },
    }),
    example: {
      exported: '2026-02-01T12:00:00.000Z',
      user: { id: 2, username: 'test1', role: 'user', created: '2026-01-05T08:00:00.000Z', is_active: true },
      blocks: [],
      identities: [],
      logins: [{ expires: '2026-02-08T11:00:00.000Z' }],
      admin_sessions: [],
      audit: [],
      idempotency_keys: [],
      threads: [thread],
      messages: [message],
    },
  },
  UnreadCount: { schema: object({ count }), example: { count: 3 } },
  Limits: {
    schema: object({
      idempotency_key_seconds: {
        ...count,
        description: 'For how long at least a repeated send is recognised by its `Idempotency-Key`.',
      },
    }),
    example: { idempotency_key_seconds: 86_400 },
  },
  Marked: {
    schema: object({ marked: { ...count, description: 'How many messages this call marked as read.' } }),
    example: { marked: 2 },
  },
  Event: {
    schema: {
      description: 'One event of the stream, with its `data` parsed.',
      oneOf: [
        event('thread.created', ref('Thread')),
        event('thread.deleted', object({ id, ...totalUnread })),
        event('message.created', ref('ReceivedMessage')),
        event('message.deleted', object({ id, thread: id, ...totalUnread })),
        event('message.read', ref('ReadMark')),
        event('typing', object({ thread: id, user: id }), false),
        event('reset', object({})),
      ],
    },
    example: {
      event: 'message.created',
      id: '5b1f9a02-42-mkc3w2g0',
      data: { ...message, total_unread: 1 },
    },
  },
  ReceivedMessage: {
    schema: object(messageProperties, totalUnread),
    example: { ...message, total_unread: 1 },
  },
  ReadMark: {
    schema: object(
      { thread: id, reader: { ...id, description: 'Who has read: always the recipient.' } },
      {
        up_to: { ...id, description: 'All that the other participant sent, up to and including this id.' },
        ids: { type: 'array', items: id, minItems: 1, description: 'These messages; instead of `up_to`.' },
        ...totalUnread,
      },
    ),
    example: { thread: 1, reader: 3, up_to: 3 },
  },
  Health: {
    schema: object({ status: { enum: ['alive', 'ready', 'starting', 'draining', 'storage unavailable'] } }),
    example: { status: 'ready' },
  },
  Problem: {
    schema: object(
      {
        type: {
          type: 'string',
          pattern: '^urn:duet:problem:[a-z_]+$',
          description: 'A URN made of the code.',
        },
        title: text,
        status: { type: 'integer', description: 'The status of the answer.' },
        detail: { ...text, description: 'What was wrong and what to do, for people.' },
        code: {
          type: 'string',
          pattern: '^[a-z][a-z_]*$',
          description: 'Stable, for programs to branch on.',
        },
      },
      {
        errors: {
          type: 'array',
          minItems: 1,
          description: 'With `validation_error`: every fault that was found.',
          items: object({
            in: { enum: ['path', 'query', 'body', 'header'] },
            field: text,
            message: text,
          }),
        },
      },
    ),
    example: {
      type: 'urn:duet:problem:validation_error',
      title: problems.validation_error.title,
      status: problems.validation_error.status,
      detail: 'query: limit must be less than or equal to 100',
      code: 'validation_error',
      errors: [{ in: 'query', field: 'limit', message: 'limit must be less than or equal to 100' }],
    },
  },
} satisfies Record<string, Resource>;

export type ResourceName = keyof typeof resources;
