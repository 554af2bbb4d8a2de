import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Identified } from './send.js';

/** What machines ask every few seconds. */
const quiet = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * One line a request, with an id that the answer carries too: the client's `X-Request-Id` if it is one. Headers and
 * query strings are left out, because they hold secrets. Not pino-http, whose logger for each request costs as much
 * as all of Express.
 */
export function requestLog(logger: Logger): RequestHandler {
  return (request, response: Parameters<RequestHandler>[1] & Identified, next) => {
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
    response.requestId = id;
    const { method, originalUrl } = request;
    const query = originalUrl.indexOf('?');
    const path = query < 0 ? originalUrl : originalUrl.slice(0, query);
    if (!quiet.has(path)) {
      const began = performance.now();
      response.once('close', () => {
        const { statusCode: status, writableFinished } = response;
        const line = {
          req: { id, method, path },
          res: { status },
          responseTime: Math.round(performance.now() - began),
        };
        if (status >= 500) logger.error(line, 'request failed');
        else logger.info(line, writableFinished ? 'request completed' : 'request aborted');
      });
    }
    next();
  };
}
