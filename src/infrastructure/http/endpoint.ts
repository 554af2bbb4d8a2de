import type { ServerResponse } from 'node:http';
import type { Express, Request, RequestHandler, Response } from 'express';
import type Joi from 'joi';
import {
  requireService,
  requireUser,
  type Caller,
  type ServiceCaller,
  type UserCaller,
} from '../../domain/accounts/user.js';
import type { NamedUser } from '../../domain/accounts/user-reference.js';
import { actingUser, actAsField } from './act-as.js';
import { jsonBody } from './body.js';
import type { Operation } from './operation.js';
import type { ErrorCode } from './error-texts.js';
import { HttpError } from './problem.js';
import { send, type HeaderFields, type Identified } from './send.js';
import { validator } from './validation.js';

export const basePath = '/api/v1';

/** What is sent as JSON, or takes over the response and ends it later. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: HeaderFields;
  /** Resolves when nothing more can fail. */
  readonly stream?: (response: ServerResponse & Identified) => void | Promise<void>;
}

/** Finds out who calls. */
export interface Authentication {
  /** Sets `request.user` to the Caller, or goes on with an error. */
  readonly authenticate: RequestHandler;
  /** The same, also by the ticket in the query. */
  readonly authenticateListener: RequestHandler;
  /**
   * The user in whose name a service asks.
   * @throws DomainError `unknown_user`.
   */
  readonly actAs: (service: ServiceCaller, user: NamedUser) => UserCaller | Promise<UserCaller>;
}

/** Decides whether an operation may go on; `proceed` does it. */
export type Limit<Handled> = (input: Handled, proceed: () => Promise<Reply>) => Promise<Reply>;

/** One operation of the API: all that the router and the document must know. Its path is below the base path. */
export interface Endpoint extends Operation {
  readonly limit?: Limit<Input<never, never, never, never, never>> | undefined;
  readonly handle: (input: Input<never, never, never, never, never>) => Promise<Reply>;
}

export interface PublicInput<Path, Query, Headers, Body> {
  readonly path: Path;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  readonly request: Request;
}

export interface Input<Path, Query, Headers, Body, By extends Caller = Caller> extends PublicInput<
  Path,
  Query,
  Headers,
  Body
> {
  readonly caller: By;
}

type Definition<Path, Query, Headers, Body, Handled> = Omit<Operation, 'access' | 'schemas'> & {
  readonly schemas: {
    readonly path?: Joi.ObjectSchema<Path>;
    readonly query?: Joi.ObjectSchema<Query>;
    readonly headers?: Joi.ObjectSchema<Headers>;
    readonly body?: Joi.ObjectSchema<Body>;
  };
  readonly limit?: Limit<Handled> | undefined;
  readonly handle: (input: Handled) => Promise<Reply>;
};

/** An operation that needs an access token. */
export function endpoint<Path, Query, Headers, Body>(
  definition: Definition<Path, Query, Headers, Body, Input<Path, Query, Headers, Body>>,
): Endpoint {
  return { access: 'bearer', ...definition, errors: errorsOf(definition, bearerErrors) };
}

/** An operation that needs an access token, or a ticket in the query: it can hand out nothing but events. */
export function listenerEndpoint<Path, Query extends { ticket?: string }, Headers, Body>(
  definition: Definition<Path, Query, Headers, Body, Input<Path, Query, Headers, Body>>,
): Endpoint {
  return {
    access: 'ticket',
    ...definition,
    errors: errorsOf(definition, [...bearerErrors, 'token_revoked']),
  };
}

/** An operation on what is the caller's own, or that needs somebody to do it: for users, not for a service as nobody. */
export function userEndpoint<Path, Query, Headers, Body>(
  definition: Definition<Path, Query, Headers, Body, Input<Path, Query, Headers, Body, UserCaller>>,
): Endpoint {
  return { access: 'user', ...definition, errors: errorsOf(definition, [...bearerErrors, 'no_user']) };
}

/** An operation for everybody. */
export function publicEndpoint<Path, Query, Headers, Body>(
  definition: Definition<Path, Query, Headers, Body, PublicInput<Path, Query, Headers, Body>>,
): Endpoint {
  return { access: 'public', ...definition, errors: errorsOf(definition) };
}

/** What any operation may answer, for a request that is not valid or at a time that is not good. */
const commonErrors = [
  'validation_error',
  'malformed_request',
  'internal_error',
  'storage_unavailable',
] as const;
const bearerErrors = [
  'not_authenticated',
  'token_invalid',
  'token_expired',
  'issuer_unavailable',
  'unknown_user',
  'services_only',
] as const;
const bodyErrors = ['malformed_json', 'payload_too_large', 'unsupported_media_type'] as const;

function errorsOf(
  { schemas, errors }: { schemas: { body?: unknown }; errors: readonly ErrorCode[] },
  accessErrors: readonly ErrorCode[] = [],
): readonly ErrorCode[] {
  const ofBody = schemas.body === undefined ? [] : bodyErrors;
  return [...new Set([...commonErrors, ...accessErrors, ...ofBody, ...errors])];
}

/**
 * Puts the endpoints on the app itself: a router in between would cost each request a tenth of what Express does.
 * @param guards come first on every route.
 */
export function mountEndpoints(
  app: Express,
  endpoints: readonly Endpoint[],
  guards: readonly RequestHandler[],
  { authenticate, authenticateListener, actAs }: Authentication,
): void {
  for (const path of new Set(endpoints.map(({ path }) => path))) {
    const group = endpoints.filter((endpoint) => endpoint.path === path);
    const route = app.route(basePath + path);
    for (const { method, access, schemas, limit, handle } of group) {
      const validate = validator(schemas);
      const before = [...guards];
      if (access !== 'public') before.push(access === 'ticket' ? authenticateListener : authenticate);
      if (schemas.body !== undefined) before.push(jsonBody);
      const answer = async (request: Request, response: Response): Promise<void> => {
        let caller = request.user as Caller;
        if (access !== 'public' && request.headers[actAsField] !== undefined) {
          caller = await actAs(requireService(caller), actingUser(request));
        }
        if (access === 'user') requireUser(caller);
        const { path, query, headers: sent, body: given } = validate(request);
        const input = { path, query, headers: sent, body: given, caller, request } as Input<
          never,
          never,
          never,
          never,
          never
        >;
        const reply = await (limit ? limit(input, () => handle(input)) : handle(input));
        if (reply.stream !== undefined) await reply.stream(response);
        else send(response, reply.status, reply.body, reply.headers);
      };
      route[method](inTurn(before, answer));
    }
    route.all(refuseMethod(group.map(({ method }) => method)));
  }
}

/** One handler of several: as layers of Express, they would cost more by their number than by what they do. */
function inTurn(
  before: readonly RequestHandler[],
  last: (request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return (request, response, next) => {
    let turn = 0;
    const proceed = (error?: unknown): void => {
      const step = before[turn++];
      if (error !== undefined) next(error);
      else if (step !== undefined) void step(request, response, proceed);
      else last(request, response).catch(next);
    };
    proceed();
  };
}

/** Answers OPTIONS, and refuses every method but those that the path has already taken. */
export function refuseMethod(taken: readonly Operation['method'][]): RequestHandler {
  const methods = taken.map((method) => method.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  const headers = { Allow: [...methods, 'OPTIONS'].join(', ') };
  return (request, response, next) => {
    if (request.method === 'OPTIONS') send(response, 204, undefined, headers);
    else next(new HttpError('method_not_allowed', `Use one of ${headers.Allow}.`, { headers }));
  };
}
