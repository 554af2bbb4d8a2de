import type { Express, RequestHandler } from 'express';
import type { Operation } from './operation.js';
import type { Identified } from './send.js';

/** Is told what happens, and gives it to monitoring. */
export interface Metrics {
  readonly contentType: string;
  /** @param route its pattern: never the path itself, of which there are as many as there are ids. */
  requestDone(method: string, route: string, status: number, seconds: number): void;
  messageSent(): void;
  /** To one stream. */
  eventDelivered(): void;
  slowStreamCut(): void;
  /** Undefined if not all of it can be had just now. */
  exposition(): Promise<string | undefined>;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function measure(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.once('finish', () => {
      if ((response as Identified).streams === true) return; // it took as long as somebody listened
      // Set by the router that has found one, and kept when the request fails after that.
      const route = (request.route as { path: string } | undefined)?.path ?? 'other';
      const method = methods.has(request.method) ? request.method : 'other';
      metrics.requestDone(method, route, response.statusCode, (performance.now() - start) / 1000);
    });
    next();
  };
}

export const metricsOperation: Operation = {
  method: 'get',
  path: '/metrics',
  access: 'public',
  schemas: {},
  operationId: 'getMetrics',
  tag: 'Service',
  summary: 'What monitoring asks for',
  replies: {
    200: { description: 'In the text format of Prometheus.', mediaType: 'text/plain' },
    503: { description: 'One of several workers does not answer just now.', mediaType: 'text/plain' },
  },
  errors: [],
};

export function mountMetrics(app: Express, metrics: Metrics): void {
  app.get(metricsOperation.path, async (_request, response) => {
    const text = await metrics.exposition();
    const headers = { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' };
    if (text !== undefined) response.writeHead(200, headers).end(text);
    else
      response.writeHead(503, { ...headers, 'Retry-After': '1' }).end('A worker does not answer just now.\n');
  });
}
