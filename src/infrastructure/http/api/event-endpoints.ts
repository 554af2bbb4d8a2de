import type { Request } from 'express';
import Joi from 'joi';
import type { EventFeed } from '../../../application/live/event-feed.js';
import type { IssueTicket } from '../../../application/live/issue-ticket.js';
import { positionRule } from '../../../application/ports/event-log.js';
import type { SignalTyping } from '../../../application/live/signal-typing.js';
import type { HttpOptions } from '../app.js';
import { listenerEndpoint, userEndpoint, type Endpoint } from '../endpoint.js';
import type { AttachmentLinks } from './attachment-links.js';
import { frames, sendEvents, streamHead } from './event-stream.js';
import { threadPath } from './paths.js';
import type { Metrics } from '../metrics.js';
import { HttpError } from '../problem.js';
import { limitCaller, type RateLimits } from '../rate-limits.js';
import { isoTime } from './iso-time.js';

/** How many streams one user may have open: enough for many pages on many devices. As many are for all services together. */
const maxStreams = 20;

/** When to try again to open one too many, in seconds. */
const retryAfter = '10';

const lastId = () => Joi.string().max(positionRule.max).pattern(positionRule.pattern, 'event id');

export function eventEndpoints(
  feed: EventFeed,
  issueTicket: IssueTicket,
  signalTyping: SignalTyping,
  limits: RateLimits,
  metrics: Metrics,
  { heartbeat }: HttpOptions,
  links: AttachmentLinks,
): readonly Endpoint[] {
  const frameOf = frames(metrics);
  return [
    listenerEndpoint({
      method: 'get',
      path: '/events',
      schemas: {
        query: Joi.object<{ ticket?: string; last_event_id?: string }>({
          ticket: Joi.string()
            .max(4096)
            .description('Instead of an access token, where no header can be sent.'),
          last_event_id: lastId().description('The same as `Last-Event-ID`, which goes before it.'),
        }),
        headers: Joi.object<{ 'last-event-id'?: string }>({
          'last-event-id': lastId()
            .empty('')
            .description('The last `id` that came, to get all that came after it.'),
        }),
      },
      operationId: 'followEvents',
      tag: 'Events',
      summary: 'Follow what happens',
      description:
        'Needs an access token, or a ticket in the query for the `EventSource` of browsers, which sends no headers. ' +
        'Goes on until the token or the ticket expires, or one side closes it; come back with `Last-Event-ID`, and nothing is ' +
        'missed and nothing comes twice. Without it, the stream starts now. `reset` says that what was missed is not ' +
        'known any more: read the threads again. `typing` has no id and does not come again. A service that acts as nobody ' +
        'gets the events of all users, each with the ids of the two as `participants`; threads show them as they always do. ' +
        'The page at `/docs` waits for the end of an answer, which does not come here: try it with ' +
        "`curl -N -H 'Authorization: Bearer …'`, or in the browser's console: get a ticket, then " +
        '`new EventSource(…)` with it, and a listener for each type.',
      replies: {
        200: { description: 'Server-sent events.', body: 'Event', mediaType: 'text/event-stream' },
      },
      errors: ['too_many_streams'],
      handle: async ({ caller, query, headers, request }) => {
        if (query.ticket !== undefined && isBearer(request)) throw ticketBesideToken();
        if (request.method === 'HEAD') {
          return { status: 200, stream: (response) => void streamHead(response).end() };
        }
        const reader = caller.id ?? 'everybody';
        if (feed.streamsOf(reader) >= maxStreams) {
          throw new HttpError(
            'too_many_streams',
            `You have ${maxStreams} streams of events open here: close one.`,
            { headers: { 'Retry-After': retryAfter } },
          );
        }
        const stream = await feed.join(reader, caller.basis);
        // EventSource repeats the URL when it comes back by itself, so the header tells more.
        const since = headers['last-event-id'] ?? query.last_event_id;
        const options = {
          ...{ since, heartbeat, expires: caller.expires, frameOf, metrics },
          links: links.for(request),
        };
        return { status: 200, stream: (response) => sendEvents(response, stream, options) };
      },
    }),
    userEndpoint({
      method: 'post',
      path: '/events/ticket',
      schemas: {},
      operationId: 'issueTicket',
      tag: 'Events',
      summary: 'Get a ticket for a stream of events',
      description:
        "For the browser's own `EventSource`: `GET /events?ticket=…` needs no header. A ticket opens streams of the caller's " +
        'events and nothing else, as many as they like, for an hour at most, and ends with the login that it came from; ' +
        'where no login is known here, with the token. It is a secret.',
      replies: { 201: { description: 'A new ticket.', body: 'Ticket' } },
      errors: ['token_revoked'],
      handle: async ({ caller }) => {
        const { ticket, expires } = await issueTicket.execute({ caller });
        return { status: 201, body: { ticket, expires: isoTime(expires) } };
      },
    }),
    userEndpoint({
      method: 'post',
      path: '/threads/:thread/typing',
      schemas: { path: threadPath },
      operationId: 'signalTyping',
      tag: 'Events',
      summary: 'Show that one is writing',
      description:
        'The other participant gets it as the event `typing`, if they listen. Repeat it every few seconds.',
      replies: { 204: { description: 'It was passed on.' } },
      errors: ['not_a_participant', 'blocked', 'thread_not_found', 'rate_limited'],
      limit: limitCaller(limits.typing),
      handle: async ({ caller, path }) => {
        await signalTyping.execute({ caller, thread: path.thread });
        return { status: 204 };
      },
    }),
  ];
}

function isBearer({ headers }: Request): boolean {
  return /^\s*bearer\s/i.test(headers.authorization ?? '');
}

function ticketBesideToken(): HttpError {
  const message = 'ticket must be left out where there is an access token';
  return new HttpError('validation_error', `query: ${message}`, {
    errors: [{ in: 'query', field: 'ticket', message }],
  });
}
