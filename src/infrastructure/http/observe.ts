import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Caller } from '../../domain/accounts/user.js';
import type { Metrics } from './metrics.js';
import type { Identified } from './send.js';

/** What machines ask every few seconds. */
const quiet = new Set(['/healthz', '/readyz', '/metrics']);

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Counts each request, and logs it in one line, with an id that the answer carries too: the client's `X-Request-Id`
 * if it is one. Headers and query strings are left out of the log, because they hold secrets. Around Express instead
 * of in it, because two layers would cost as much as what they do; and not pino-http, whose logger for each request
 * costs as much as all of Express.
 */
export function observed(listener: RequestListener, metrics: Metrics, logger: Logger): RequestListener {
  return (request: IncomingMessage & { route?: { path: string }; user?: Caller }, response) => {
    const began = performance.now();
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
    (response as Identified).requestId = id;
    const { method = '', url = '' } = request;
    response.on('close', () => {
      const { statusCode: status, writableFinished } = response;
      const took = performance.now() - began;
      // A stream took as long as somebody listened.
      if (writableFinished && (response as Identified).streams !== true) {
        // Set by the router that has found one, and kept when the request fails after that.
        const route = request.route?.path ?? 'other';
        metrics.requestDone(methods.has(method) ? method : 'other', route, status, took / 1000);
      }
      const service = request.user?.service;
      if (service !== undefined) metrics.serviceRequestDone(service, status);
      const query = url.indexOf('?');
      const path = query < 0 ? url : url.slice(0, query);
      if (quiet.has(path)) return;
      const line = { req: { id, method, path }, res: { status }, responseTime: Math.round(took), service };
      if (status >= 500) logger.error(line, 'request failed');
      else logger.info(line, writableFinished ? 'request completed' : 'request aborted');
    });
    listener(request, response);
  };
}
