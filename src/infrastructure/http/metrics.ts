import type { Express, Response } from 'express';
import { headersFor, type Identified } from './send.js';
import { refuseMethod } from './endpoint.js';
import type { Operation } from './operation.js';

/** Is told what happens, and gives it to monitoring. */
export interface Metrics {
  readonly contentType: string;
  /** @param route its pattern: never the path itself, of which there are as many as there are ids. */
  requestDone(method: string, route: string, status: number, seconds: number): void;
  /** @param service the name of a key: of one that is known, so that there are not as many as somebody invents. */
  serviceRequestDone(service: string, status: number): void;
  messageSent(): void;
  /** @param size in bytes. */
  attachmentUploaded(size: number): void;
  /** To one stream. */
  eventDelivered(): void;
  slowStreamCut(): void;
  /** Undefined if not all of it can be had just now. */
  exposition(): Promise<string | undefined>;
}

export const metricsOperation: Operation = {
  method: 'get',
  path: '/metrics',
  access: 'public',
  schemas: {},
  operationId: 'getMetrics',
  tag: 'Service',
  summary: 'What monitoring asks for',
  description:
    'Keep it from strangers: it tells how busy the service is. The documentation says what each metric means.',
  replies: {
    200: { description: 'In the text format of Prometheus.', mediaType: 'text/plain' },
    503: { description: 'One of several workers does not answer just now.', mediaType: 'text/plain' },
  },
  errors: [],
};

export function mountMetrics(app: Express, metrics: Metrics): void {
  app
    .route(metricsOperation.path)
    .get(async (_request, response: Response & Identified) => {
      const text = await metrics.exposition();
      const headers = headersFor(response, { 'Content-Type': metrics.contentType });
      if (text !== undefined) response.writeHead(200, headers).end(text);
      else
        response
          .writeHead(503, { ...headers, 'Retry-After': '1' })
          .end('A worker does not answer just now.\n');
    })
    .all(refuseMethod(['get']));
}
