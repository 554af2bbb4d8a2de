import Joi from 'joi';
import type { EventFeed } from '../../../application/live/event-feed.js';
import { positionRule } from '../../../application/ports/event-log.js';
import type { SignalTyping } from '../../../application/live/signal-typing.js';
import type { HttpOptions } from '../app.js';
import { endpoint, type Endpoint } from '../endpoint.js';
import { EventStream, eventFrames, streamHead } from './event-stream.js';
import { threadPath } from './paths.js';
import type { Metrics } from '../metrics.js';
import { HttpError } from '../problem.js';
import { limitCaller, type RateLimits } from '../rate-limits.js';

/** How many streams one user may have open: enough for many pages on many devices. */
const maxStreams = 20;

/** When to try again to open one too many, in seconds. */
const retryAfter = '10';

export function eventEndpoints(
  feed: EventFeed,
  signalTyping: SignalTyping,
  limits: RateLimits,
  metrics: Metrics,
  { heartbeat }: HttpOptions,
): readonly Endpoint[] {
  const frameOf = eventFrames();
  return [
    endpoint({
      method: 'get',
      path: '/events',
      schemas: {
        headers: Joi.object<{ 'last-event-id'?: string }>({
          'last-event-id': Joi.string()
            .empty('')
            .max(positionRule.max)
            .pattern(positionRule.pattern, 'event id')
            .description('The last `id` that came, to get all that came after it.'),
        }),
      },
      operationId: 'followEvents',
      tag: 'Events',
      summary: 'Follow what happens',
      description:
        'Goes on until the token expires, or one side closes it; come back with `Last-Event-ID`, and nothing is ' +
        'missed and nothing comes twice. Without it, the stream starts now. `reset` says that what was missed is not ' +
        'known any more: read the threads again. `typing` has no id and does not come again.',
      replies: {
        200: { description: 'Server-sent events.', body: 'Event', mediaType: 'text/event-stream' },
      },
      errors: ['too_many_streams'],
      handle: async ({ caller, headers, request }) => {
        if (request.method === 'HEAD')
          return { status: 200, stream: (response) => streamHead(response).end() };
        if (feed.streamsOf(caller.id) >= maxStreams) {
          throw new HttpError(
            'too_many_streams',
            `You have ${maxStreams} streams of events open here: close one.`,
            { headers: { 'Retry-After': retryAfter } },
          );
        }
        const stream = await feed.join(caller.id);
        return {
          status: 200,
          stream: (response) => {
            const since = headers['last-event-id'];
            const options = { heartbeat, expires: caller.expires, frameOf, metrics };
            const receiver = new EventStream(response, caller.id, since ?? stream.position, options);
            response.once('close', () => stream.leave());
            if (response.destroyed) stream.leave();
            else void stream.start(receiver, since);
          },
        };
      },
    }),
    endpoint({
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
