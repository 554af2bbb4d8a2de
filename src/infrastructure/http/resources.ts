import { reportReasons, reportStatuses } from '../../domain/evidence/report.js';
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

const metadata = {
  type: 'object',
  additionalProperties: true,
  description: 'What the host application keeps with it. Duet never reads it.',
};

const ownFlag = (text: string): JsonSchema => ({
  type: ['boolean', 'null'],
  description: `${text}; null for an admin who takes no part.`,
});

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

const profileProperties = {
  name: { type: ['string', 'null'], description: 'What the user is called, beside the username.' },
  avatar_url: {
    type: ['string', 'null'],
    format: 'uri',
    description: 'The https URL of a picture, as it was given.',
  },
};
const userProperties = { id, username: text, ...profileProperties };
const meProperties = {
  ...userProperties,
  role: { enum: ['user', 'admin'] },
  external_id: {
    type: ['string', 'null'],
    description: "The user's id in the application that Duet serves: the `sub` of its tokens.",
  },
  created: time,
};

// The people and messages of the test data, so that examples work as they are on a development server.
const user = { id: 3, username: 'test2', name: null, avatar_url: null };
const me = {
  id: 2,
  username: 'test1',
  name: null,
  avatar_url: null,
  role: 'user',
  external_id: null,
  created: '2026-01-05T08:00:00.000Z',
};
const message = {
  id: 3,
  thread: 1,
  sender: 2,
  kind: 'user',
  text: 'Yes, today after six would suit me.',
  attachments: [],
  metadata: {},
  created: '2026-01-12T09:05:00.000Z',
  edited: null,
  is_read: false,
};
const thread = {
  id: 1,
  participants: [{ id: 2, username: 'test1', name: null, avatar_url: null }, user],
  key: null,
  metadata: {},
  created: '2026-01-12T06:00:00.000Z',
  updated: message.created,
  last_message: message,
  unread_count: 0,
  archived: false,
  muted: false,
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

const pair = {
  participants: {
    type: 'array',
    items: id,
    minItems: 2,
    maxItems: 2,
    uniqueItems: true,
    description: 'The ids of the two, the lower one first; for a service that follows the events of all.',
  },
};

const messageProperties = {
  id,
  thread: { ...id, description: "The thread's id." },
  sender: {
    ...id,
    type: ['integer', 'null'],
    description: "The user's id; null for a system message.",
  },
  kind: {
    enum: ['user', 'system'],
    description: 'Of a participant, or of the host application: a notice without a sender.',
  },
  text: { ...text, description: 'Empty for a message that has nothing but attachments.' },
  attachments: { type: 'array', items: ref('Attachment'), maxItems: 10 },
  metadata,
  created: time,
  edited: {
    anyOf: [time, { type: 'null' }],
    description: 'When it was given the text that it has; null if it has the first one.',
  },
  is_read: {
    type: 'boolean',
    description: 'Whether the recipient has marked it as read; a system message always is.',
  },
};

const pixels = (what: string): JsonSchema => ({
  type: ['integer', 'null'],
  minimum: 1,
  description: `${what} of an image as it is shown, in pixels; null for what is none.`,
});
const attachmentProperties = {
  id,
  name: { ...text, description: 'What its uploader called the file.' },
  type: { ...text, description: 'The media type that was found in its bytes.' },
  size: { ...count, description: 'In bytes.' },
  width: pixels('The width'),
  height: pixels('The height'),
  url: {
    type: 'string',
    format: 'uri-reference',
    description:
      'Where its bytes are, for an hour at least, without a token. Absolute; in webhooks a path, unless `PUBLIC_URL` is set.',
  },
  thumbnail_url: {
    type: ['string', 'null'],
    format: 'uri-reference',
    description: 'Where a small picture of an image is, in the same way; null for what is none.',
  },
};
const attachment = {
  id: 1,
  name: 'bicycle.jpg',
  type: 'image/jpeg',
  size: 248_113,
  width: 1600,
  height: 1200,
  url: 'http://localhost:3000/api/v1/attachments/1/file?expires=1768222800&signature=c2lnbmF0dXJl',
  thumbnail_url:
    'http://localhost:3000/api/v1/attachments/1/thumbnail?expires=1768222800&signature=c2lnbmF0dXJl',
};

const heldAttachments = { type: 'array', items: ref('HeldAttachment'), maxItems: 10 };

const reasons = { enum: reportReasons };
const reportSchema = object({
  id,
  message: { ...id, description: "The message's id; it may be gone." },
  thread: { ...id, description: "The thread's id." },
  sender: { ...id, description: 'Who sent the message.' },
  reporter: { ...id, description: 'Who reported it: its recipient.' },
  reason: reasons,
  comment: { type: ['string', 'null'], description: 'Of the reporter.' },
  text: { ...text, description: 'What the message said when it was reported.' },
  attachments: {
    ...heldAttachments,
    description: 'What it had then. They stay as long as the report, also if the message is deleted.',
  },
  sent: { ...time, description: 'When the message was sent.' },
  created: { ...time, description: 'When it was reported.' },
  status: { enum: reportStatuses },
  note: { type: ['string', 'null'], description: 'Of those who look after reports; null for the reporter.' },
  closed: { anyOf: [time, { type: 'null' }], description: 'When it was closed; null while it is open.' },
});
const report = {
  id: 1,
  message: message.id,
  thread: message.thread,
  sender: message.sender,
  reporter: user.id,
  reason: 'fraud',
  comment: 'Wants me to pay outside of the shop.',
  text: message.text,
  attachments: [],
  sent: message.created,
  created: '2026-01-12T09:20:00.000Z',
  status: 'open',
  note: null,
  closed: null,
};
const version = {
  message: message.id,
  thread: message.thread,
  sender: message.sender,
  kind: 'user',
  text: 'Yes, today after five would suit me.',
  attachments: [],
  metadata: {},
  created: message.created,
  replaced: '2026-01-12T09:06:00.000Z',
  change: 'edited',
};

const webhookProperties = {
  id,
  url: { ...text, description: 'As it was given.' },
  events: { type: 'array', items: text, minItems: 1, description: 'Types of events; `*` is all.' },
  delay: { ...count, description: 'How many seconds after it happened each event is sent.' },
  only_unread: { type: 'boolean', description: 'Whether messages are left out that have been read by then.' },
  description: { type: ['string', 'null'] },
  status: { enum: ['active', 'paused', 'off'], description: '`off`: Duet gave up, for `off_reason`.' },
  off_reason: {
    enum: ['gone', 'failing', null],
    description: '`gone`: the receiver answered 410. `failing`: it took nothing for three days.',
  },
  failing_since: { anyOf: [time, { type: 'null' }], description: 'Since when an event has not been taken.' },
  next_attempt: { anyOf: [time, { type: 'null' }], description: 'When that is tried again.' },
  created: time,
};
const webhook = {
  id: 1,
  url: 'https://shop.example/duet',
  events: ['message.created'],
  delay: 300,
  only_unread: true,
  description: null,
  status: 'active',
  off_reason: null,
  failing_since: null,
  next_attempt: null,
  created: '2026-01-12T09:00:00.000Z',
};
const delivery = {
  id: 1,
  webhook: 1,
  webhook_id: 'msg_1_42_mkc3w2g0',
  type: 'message.created',
  attempts: 1,
  attempted: '2026-01-12T09:10:00.000Z',
  delivered: true,
  status: 204,
  duration: 35,
  error: null,
  response: null,
  next_attempt: null,
};

export const resources = {
  User: { schema: object(userProperties), example: user },
  Me: { schema: object(meProperties), example: me },
  Account: {
    schema: object({
      ...meProperties,
      active: { type: 'boolean', description: 'Whether the user is let in, found, and can be written to.' },
      unread_count: { ...count, description: 'How many messages wait unread for the user in all threads.' },
    }),
    example: { ...me, active: true, unread_count: 0 },
  },
  Attachment: { schema: object(attachmentProperties), example: attachment },
  HeldAttachment: {
    schema: object({
      ...attachmentProperties,
      url: {
        ...attachmentProperties.url,
        type: ['string', 'null'],
        description:
          'As of an attachment, for admins and services, also when the message is gone; null for the reporter and in exports.',
      },
    }),
    example: attachment,
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
      key: {
        type: ['string', 'null'],
        description:
          'What it is about, as the host application named it; null for the one thread without a key.',
      },
      metadata,
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
      archived: ownFlag('Whether the reader has put it out of their list, until the other side writes'),
      muted: ownFlag('Whether the reader wants no notifications of it'),
    }),
    example: thread,
  },
  UserPage: page('User', user),
  ThreadPage: page('Thread', thread),
  MessagePage: page('Message', message),
  Version: {
    schema: object({
      message: { ...id, description: "The message's id; it may be gone." },
      thread: messageProperties.thread,
      sender: messageProperties.sender,
      kind: messageProperties.kind,
      text,
      attachments: {
        ...heldAttachments,
        description: 'What a message had that was deleted then; a message that was edited has them still.',
      },
      metadata,
      created: { ...time, description: 'Since when the message said so.' },
      replaced: { ...time, description: 'When it was edited or deleted.' },
      change: { enum: ['edited', 'deleted'], description: 'What became of it then.' },
    }),
    example: version,
  },
  VersionPage: page('Version', version),
  Report: { schema: reportSchema, example: report },
  ReportPage: page('Report', report),
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
      user: object({ ...meProperties, is_active: { type: 'boolean' } }),
      claims: {
        anyOf: [object({ ...profileProperties, since: time }), { type: 'null' }],
        description: 'What tokens of another issuer last said of the profile.',
      },
      blocks: list({ user: ref('User'), created: time }, 'Those that the user blocks.'),
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
      earlier_texts: {
        type: 'array',
        items: ref('Version'),
        description:
          "What the user's messages said before they were edited or deleted, as far as it is kept.",
      },
      reports: { type: 'array', items: ref('Report'), description: 'Those that the user made.' },
    }),
    example: {
      exported: '2026-02-01T12:00:00.000Z',
      user: { ...me, is_active: true },
      claims: null,
      blocks: [],
      logins: [{ expires: '2026-02-08T11:00:00.000Z' }],
      admin_sessions: [],
      audit: [],
      idempotency_keys: [],
      threads: [thread],
      messages: [message],
      earlier_texts: [version],
      reports: [],
    },
  },
  Webhook: { schema: object(webhookProperties), example: webhook },
  NewWebhook: {
    schema: object({
      ...webhookProperties,
      secret: { ...text, description: 'What deliveries are signed with. It is shown this once.' },
    }),
    example: { ...webhook, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  },
  Delivery: {
    schema: object({
      id,
      webhook: { ...id, description: "The webhook's id." },
      webhook_id: { ...text, description: 'The header `webhook-id`: the same in each attempt.' },
      type: { ...text, description: 'Of the event; `test` for a test.' },
      attempts: { ...count, description: 'How often it was tried.' },
      attempted: { ...time, description: 'When it was last tried.' },
      delivered: { type: 'boolean', description: 'Whether it was taken: with a status from 200 to 299.' },
      status: { type: ['integer', 'null'], description: 'Of the last answer; null if there was none.' },
      duration: { ...count, description: 'How long the last attempt took, in milliseconds.' },
      error: { type: ['string', 'null'], description: 'Why there was no answer.' },
      response: {
        type: ['string', 'null'],
        description: 'The beginning of the answer; null but for admins.',
      },
      next_attempt: { anyOf: [time, { type: 'null' }], description: 'When it is tried again.' },
    }),
    example: delivery,
  },
  WebhookPage: page('Webhook', webhook),
  DeliveryPage: page('Delivery', delivery),
  UnreadCount: { schema: object({ count }), example: { count: 3 } },
  Limits: {
    schema: object({
      idempotency_key_seconds: {
        ...count,
        description: 'For how long at least a repeated send is recognised by its `Idempotency-Key`.',
      },
      attachment_max_bytes: {
        type: ['integer', 'null'],
        minimum: 1,
        description: 'How large a file may be that is uploaded; null where none are taken.',
      },
      edit_seconds: {
        ...count,
        description: 'For how long after sending it a sender may edit or delete a message; 0: never.',
      },
    }),
    example: { idempotency_key_seconds: 86_400, edit_seconds: 900, attachment_max_bytes: 10_485_760 },
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
        event('thread.updated', ref('Thread')),
        event('thread.deleted', object({ id }, { ...totalUnread, ...pair })),
        event('message.created', ref('ReceivedMessage')),
        event('message.updated', ref('UpdatedMessage')),
        event('message.deleted', object({ id, thread: id }, { ...totalUnread, ...pair })),
        event('message.read', ref('ReadMark')),
        event('user.created', ref('Account')),
        // The latter for a service that follows the events of all.
        event('user.updated', { anyOf: [ref('User'), ref('Account')] }),
        event('user.deleted', object({ id })),
        event('typing', object({ thread: id, user: id }, pair), false),
        event('reset', object({})),
      ],
    },
    example: {
      event: 'message.created',
      id: '5b1f9a02-42-mkc3w2g0',
      data: { ...message, total_unread: 1 },
    },
  },
  Ticket: {
    schema: object({
      ticket: { ...text, description: 'For `GET /events?ticket=…`. A secret, like a token.' },
      expires: { ...time, description: 'When it ends, and the streams that it opened do.' },
    }),
    example: {
      ticket: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl',
      expires: '2026-01-12T10:05:00.000Z',
    },
  },
  ReceivedMessage: {
    schema: object(messageProperties, { ...totalUnread, ...pair }),
    example: { ...message, total_unread: 1 },
  },
  UpdatedMessage: { schema: object(messageProperties, pair), example: message },
  ReadMark: {
    schema: object(
      { thread: id, reader: { ...id, description: 'Who has read: always the recipient.' } },
      {
        up_to: { ...id, description: 'All that the other participant sent, up to and including this id.' },
        ids: { type: 'array', items: id, minItems: 1, description: 'These messages; instead of `up_to`.' },
        ...totalUnread,
        ...pair,
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
