import { randomUUID } from 'node:crypto';
import cors from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { endpointRouter, type Endpoint } from './endpoint.js';
import { healthRouter, type Health } from './health.js';
import { HttpError, notFound, problemHandler } from './problem.js';

export interface HttpOptions {
  /** As clients see the service from outside, without a slash at the end; undefined: as the request names it. */
  readonly publicUrl: string | undefined;
  /** Express's `trust proxy`. */
  readonly trustProxy: number | readonly string[] | undefined;
  readonly corsOrigins: readonly string[];
}

export const basePath = '/api/v1';

/**
 * @param parts the endpoints, in any grouping that suits those who bind them.
 * @param admin answers below /admin.
 */
export function buildApp(
  parts: (readonly Endpoint[])[],
  authenticate: RequestHandler,
  health: Health,
  logger: Logger,
  options: HttpOptions,
  admin: RequestHandler | undefined,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', false); // validation.ts reads the query, more strictly
  app.set('trust proxy', options.trustProxy ?? false);
  app.set('public url', options.publicUrl);

  app.use(requestLog(logger));
  app.use(helmet());
  app.use(healthRouter(health));
  if (options.corsOrigins.length > 0) {
    app.use(
      basePath,
      cors({ origin: [...options.corsOrigins], exposedHeaders: ['Location', 'Retry-After', 'X-Request-Id'] }),
    );
  }
  if (options.publicUrl === undefined) app.use(basePath, requireHost);
  app.use(basePath, endpointRouter(parts.flat(), authenticate));
  if (admin !== undefined) app.use('/admin', admin);
  app.use(notFound);
  app.use(problemHandler);
  return app;
}

/** Answers name URLs of this service, made of the host that the request names: so that one must make sense. */
const requireHost: RequestHandler = (request, _response, next) => {
  const host = (request.host as string | undefined) ?? ''; // HTTP/1.0 goes without
  const valid = /^([\w.-]+|\[[\da-fA-F:.]+\])(:\d+)?$/.test(host) && URL.canParse(`http://${host}`);
  next(
    valid
      ? undefined
      : new HttpError('malformed_request', 'The Host header must name this host, as host or host:port.'),
  );
};

/** One line a request, with an id that the answer carries too. Headers and query strings are left out: they hold secrets. */
function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?', 1)[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
    autoLogging: { ignore: ({ url }) => url === '/healthz' || url === '/readyz' },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
  });
}
