import { Router, type Request, type RequestHandler } from 'express';
import type Joi from 'joi';
import type { Caller } from '../../domain/user.js';
import { jsonBody } from './body.js';
import { HttpError } from './problem.js';
import { send, type HeaderFields } from './send.js';
import { validator, type RequestSchemas } from './validation.js';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: HeaderFields;
}

/** Decides whether an operation may go on; `proceed` does it. */
export type Limit<Handled> = (input: Handled, proceed: () => Promise<Reply>) => Promise<Reply>;

/** One operation of the API: all that the router, and whoever documents it, must know. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Below the base path, with Express's `:name` for parameters. */
  readonly path: string;
  readonly access: 'public' | 'bearer';
  readonly schemas: RequestSchemas;
  readonly limit?: Limit<Input<never, never, never, never>> | undefined;
  readonly handle: (input: Input<never, never, never, never>) => Promise<Reply>;
}

export interface PublicInput<Path, Query, Headers, Body> {
  readonly path: Path;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  readonly request: Request;
}

export interface Input<Path, Query, Headers, Body> extends PublicInput<Path, Query, Headers, Body> {
  readonly caller: Caller;
}

type Definition<Path, Query, Headers, Body, Handled> = Pick<Endpoint, 'method' | 'path'> & {
  readonly schemas: {
    readonly path?: Joi.ObjectSchema<Path>;
    readonly query?: Joi.ObjectSchema<Query>;
    readonly headers?: Joi.ObjectSchema<Headers>;
    readonly body?: Joi.ObjectSchema<Body>;
  };
  readonly limit?: Limit<Handled> | undefined;
  readonly handle: (input: Handled) => Promise<Reply>;
};

/** An operation for whoever has an access token. */
export function endpoint<Path, Query, Headers, Body>(
  definition: Definition<Path, Query, Headers, Body, Input<Path, Query, Headers, Body>>,
): Endpoint {
  return { access: 'bearer', ...definition };
}

/** An operation for everybody. */
export function publicEndpoint<Path, Query, Headers, Body>(
  definition: Definition<Path, Query, Headers, Body, PublicInput<Path, Query, Headers, Body>>,
): Endpoint {
  return { access: 'public', ...definition };
}

export function endpointRouter(endpoints: readonly Endpoint[], authenticate: RequestHandler): Router {
  const router = Router({ caseSensitive: true });
  for (const path of new Set(endpoints.map(({ path }) => path))) {
    const group = endpoints.filter((endpoint) => endpoint.path === path);
    const route = router.route(path);
    for (const { method, access, schemas, limit, handle } of group) {
      const validate = validator(schemas);
      if (access === 'bearer') route[method](authenticate);
      if (schemas.body !== undefined) route[method](jsonBody);
      route[method](async (request, response) => {
        const valid = validate(request);
        const input = { ...valid, caller: request.user, request } as Input<never, never, never, never>;
        const { status, body, headers } = await (limit ? limit(input, () => handle(input)) : handle(input));
        send(response, status, body, headers);
      });
    }
    route.all(refuseMethod(group));
  }
  return router;
}

/** Answers OPTIONS, and refuses every method that no endpoint of the path has taken. */
function refuseMethod(group: readonly Endpoint[]): RequestHandler {
  const methods = group.map(({ method }) => method.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  const headers = { Allow: [...methods, 'OPTIONS'].join(', ') };
  return (request, response, next) => {
    if (request.method === 'OPTIONS') send(response, 204, undefined, headers);
    else next(new HttpError('method_not_allowed', `Use one of ${headers.Allow}.`, { headers }));
  };
}
