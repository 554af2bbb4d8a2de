import type { RequestListener, ServerResponse } from 'node:http';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { Outage } from '../../application/ports/outage.js';
import { refuseMethod } from './endpoint.js';
import type { Operation } from './operation.js';
import { sendProblem } from './problem.js';
import { send } from './send.js';

/** Where the process is in its life, and whether its storage answers. */
export interface Health {
  /** `waiting`: it starts when its storage can be used. */
  readonly phase: 'starting' | 'waiting' | 'ready' | 'draining';
  /** Rejects if the storage cannot be read, or takes no writes. */
  ping(): Promise<void>;
}

const storageAway = new Outage('storage_unavailable', 'The database cannot be used yet; try again.');

/** How the document describes what this file answers. */
export const healthOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    access: 'public',
    schemas: {},
    operationId: 'isAlive',
    tag: 'Service',
    summary: 'Whether the process lives',
    description: 'Answers as long as the process does, whatever its storage does.',
    replies: { 200: { description: 'It does.', body: 'Health' } },
    errors: [],
  },
  {
    method: 'get',
    path: '/readyz',
    access: 'public',
    schemas: {},
    operationId: 'isReady',
    tag: 'Service',
    summary: 'Whether requests will be served',
    description:
      'Whether a load balancer should send requests here: not while the service starts or stops, nor while its storage cannot be read or takes no writes.',
    replies: {
      200: { description: 'They will.', body: 'Health' },
      503: { description: 'The service starts or stops, or its storage fails.', body: 'Health' },
    },
    errors: [],
  },
];

export function mountHealth(app: Express, health: Health, logger: Logger): void {
  app
    .route('/healthz')
    .get((_request, response) => {
      alive(response);
    })
    .all(refuseMethod(['get']));
  app
    .route('/readyz')
    .get(async (_request, response) => {
      if (health.phase !== 'ready') {
        notReady(response, statusOf(health));
        return;
      }
      try {
        await health.ping();
        send(response, 200, { status: 'ready' });
      } catch (error) {
        logger.error({ err: error }, 'The storage does not answer');
        notReady(response, 'storage unavailable');
      }
    })
    .all(refuseMethod(['get']));
}

/**
 * Answers while the service starts: health at once, all else when there is somebody to answer it, or with 503 if that may
 * take long.
 */
export function earlyHandler(health: Health, serving: Promise<RequestListener>): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') alive(response);
    else if (path === '/readyz') notReady(response, statusOf(health));
    else if (health.phase === 'waiting') sendProblem(response, storageAway);
    else void serving.then((listener) => listener(request, response));
  };
}

function statusOf({ phase }: Health): string {
  return phase === 'waiting' ? 'storage unavailable' : phase;
}

function alive(response: ServerResponse): void {
  send(response, 200, { status: 'alive' });
}

function notReady(response: ServerResponse, status: string): void {
  send(response, 503, { status }, { 'Retry-After': '1' });
}
