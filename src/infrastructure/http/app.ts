import type { RequestListener } from 'node:http';
import cors from 'cors';
import express, { type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import { dropForwardedPorts } from './forwarded.js';
import { basePath, mountEndpoints, type Authentication, type Endpoint } from './endpoint.js';
import { faviconRouter } from './pages/favicon.js';
import { chatRouter, type ChatOptions } from './pages/chat-page.js';
import { healthOperations, mountHealth, type Health } from './health.js';
import { documentsRouter } from './pages/documents.js';
import { putUnder, type MessageClasses } from './message-classes.js';
import type { Operation } from './operation.js';
import { metricsOperation, mountMetrics, type Metrics } from './metrics.js';
import { observed } from './observe.js';
import { HttpError, notFound, problemHandler } from './problem.js';
import type { Identified } from './send.js';

export interface HttpOptions {
  /** Of the service: what the document says. */
  readonly version: string;
  /** As clients see the service from outside, without a slash at the end; undefined: as the request names it. */
  readonly publicUrl: string | undefined;
  /** Express's `trust proxy`. */
  readonly trustProxy: number | readonly string[] | undefined;
  readonly corsOrigins: readonly string[];
  /** Undefined: the chat page is not served. */
  readonly chat: ChatOptions | undefined;
  /** For how long browsers shall come by HTTPS only, in seconds; undefined: that is the operator's matter. */
  readonly hsts: number | undefined;
  /** How often a stream of events shows that it lives, in milliseconds. */
  readonly heartbeat: number;
  /** Those of the server that the app is for, if it is for one only. */
  readonly messageClasses?: MessageClasses;
}

/** What pages of other origins may read of an answer's head. */
const exposedHeaders = [
  'Content-Disposition',
  'Last-Event-ID',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-Request-Id',
];

/** For how long browsers need not ask again what they may send, in seconds: as long as Chromium takes it for. */
const preflightAge = 7200;

/**
 * @param parts the endpoints, in any grouping that suits those who bind them.
 * @param admin answers below /admin.
 */
export function buildApp(
  parts: (readonly Endpoint[])[],
  authentication: Authentication,
  health: Health,
  metrics: Metrics,
  logger: Logger,
  options: HttpOptions,
  admin: RequestHandler | undefined,
): RequestListener {
  const endpoints = parts.flat();
  const operations: Operation[] = [
    ...endpoints.map((endpoint) => ({ ...endpoint, path: basePath + endpoint.path })),
    ...healthOperations,
    metricsOperation,
  ];
  const app = express();
  if (options.messageClasses !== undefined) putUnder(options.messageClasses, app);
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', false); // validation.ts reads the query, more strictly
  app.set('trust proxy', options.trustProxy ?? false);
  app.set('public url', options.publicUrl);

  if (options.corsOrigins.length > 0) {
    const share = cors({ origin: [...options.corsOrigins], exposedHeaders, maxAge: preflightAge });
    app.use(basePath, (request, response, next) => {
      // Any other OPTIONS asks for the methods, which `cors` does not know.
      const isPreflight = request.headers['access-control-request-method'] !== undefined;
      if (request.method !== 'OPTIONS' || isPreflight) share(request, response, next);
      else next();
    });
  }
  const guards = options.publicUrl === undefined ? [requireHost()] : [];
  mountEndpoints(app, endpoints, guards, authentication);
  mountHealth(app, health, logger);
  app.use(identify); // what comes from here on does not always answer by `send`
  app.use(documentsRouter(operations, options));
  if (options.chat !== undefined) app.use(chatRouter(options.chat, options.publicUrl));
  app.use(faviconRouter());
  mountMetrics(app, metrics);
  if (admin !== undefined) app.use('/admin', admin);
  app.use(notFound);
  app.use(problemHandler(logger));
  const { trustProxy, hsts } = options;
  const listener: RequestListener = (request, response) => {
    if (trustProxy !== undefined) dropForwardedPorts(request.headers);
    if (hsts !== undefined) response.setHeader('Strict-Transport-Security', `max-age=${hsts}`);
    app(request, response);
  };
  return observed(listener, metrics, logger);
}

const identify: RequestHandler = (_request, response: Response & Identified, next) => {
  const { requestId } = response;
  if (requestId !== undefined) response.setHeader('X-Request-Id', requestId);
  next();
};

/** Answers name URLs of this service, made of the host that the request names: so that one must make sense. */
function requireHost(): RequestHandler {
  /** The last one that made sense: nearly all requests name the same. */
  let knownHost: string | undefined;
  return (request, _response, next) => {
    const host = (request.host as string | undefined) ?? ''; // HTTP/1.0 goes without
    if (host === knownHost) {
      next();
    } else if (/^([\w.-]+|\[[\da-fA-F:.]+\])(:\d*)?$/.test(host) && URL.canParse(`http://${host}`)) {
      knownHost = host;
      next();
    } else {
      next(new HttpError('malformed_request', 'The Host header must name this host, as host or host:port.'));
    }
  };
}
