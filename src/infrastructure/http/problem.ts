import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import {
  DomainError,
  domainErrors,
  type DomainErrorCode,
  type ErrorKind,
  type ErrorText,
} from '../../domain/errors.js';
import { RateLimited } from '../../application/ports/rate-limit.js';
import { headersOfRefusal } from './rate-limit-fields.js';
import { send, type HeaderFields, type Identified } from './send.js';

const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unprocessable: 422,
  unavailable: 503,
};

/** What can be wrong with a request before the domain gets to see it, and what nobody foresaw. */
const httpErrors = {
  validation_error: {
    status: 400,
    title: 'The request is not valid',
    cause:
      'A part of the path, the query, the headers or the body is missing, unknown, repeated or not as it should be.',
    cure: 'Look at `errors`: it names each of them.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not JSON',
    cause: 'The body is not a JSON object, or not UTF-8.',
    cure: 'Check its quotes, commas and braces.',
  },
  malformed_request: {
    status: 400,
    title: 'The request cannot be read',
    cause:
      'The request is no valid HTTP: a `Host` that is none, a `%` that begins no escape, or a body that is not what its headers say. The status is 408 if it did not come in time, and 431 if its headers are too large.',
    cure: 'Use an HTTP library, and let it encode addresses and bodies.',
  },
  route_not_found: {
    status: 404,
    title: 'There is nothing at this address',
    cause: 'No operation has this path.',
    cure: 'Check its spelling, case and the `/api/v1` at its beginning.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not take this method',
    cause: 'The path is right, the method is not.',
    cure: 'Use one of those that `Allow` names.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    cause: 'The body has more than 64 KiB.',
    cure: 'Send less.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body must be JSON',
    cause: 'The body has another type than JSON in UTF-8, or an encoding that is not known.',
    cure: 'Send it with `Content-Type: application/json`.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    cause: 'More failed logins, registrations or messages than the limits allow.',
    cure: 'Wait as many seconds as `Retry-After` says.',
  },
  too_many_streams: {
    status: 429,
    title: 'Too many streams of events',
    cause: 'The caller has as many streams of events open as one user may have at this server.',
    cure: 'Close one, and share one among the pages or devices that need it.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    cause: 'A defect of the service. It has been logged.',
    cure: 'Tell the operator the `X-Request-Id` of the answer.',
  },
} as const satisfies Record<string, { readonly status: number } & ErrorText>;

export type HttpErrorCode = keyof typeof httpErrors;
export type ErrorCode = DomainErrorCode | HttpErrorCode;

/** Every code that a problem can have. */
export const problems = {
  ...httpErrors,
  ...Object.fromEntries(
    Object.entries(domainErrors).map(([code, { kind, ...text }]) => [
      code,
      { ...text, status: statusOf[kind] },
    ]),
  ),
} as Readonly<Record<ErrorCode, { readonly status: number } & ErrorText>>;

export interface FieldError {
  readonly in: 'path' | 'query' | 'body' | 'header';
  readonly field: string;
  readonly message: string;
}

/** A refusal by the HTTP adapter itself. */
export class HttpError extends Error {
  constructor(
    readonly code: HttpErrorCode,
    message: string,
    readonly extra: { readonly errors?: readonly FieldError[]; readonly headers?: HeaderFields } = {},
  ) {
    super(message);
  }
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly headers?: HeaderFields | undefined;
}

/** RFC 9457. */
export const problemType = 'application/problem+json; charset=utf-8';

export function problemBody({ status, code, title, detail, errors }: Problem): object {
  return { type: `urn:duet:problem:${code}`, title, status, detail, code, errors };
}

/** How long to wait before another try when the service is not available, in seconds. */
const retryAfter = '1';

function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    const { kind, code, title, message: detail } = error;
    return { status: statusOf[kind], code, title, detail, headers: headersOf(kind) };
  }
  const { code, message: detail, extra } = error instanceof HttpError ? error : toHttpError(error);
  const { status, title } = httpErrors[code];
  return { status, code, title, detail, ...extra };
}

function headersOf(kind: ErrorKind): HeaderFields {
  if (kind === 'unauthenticated') return { 'WWW-Authenticate': 'Bearer' };
  if (kind === 'unavailable') return { 'Retry-After': retryAfter };
  return {};
}

function toHttpError(error: unknown): HttpError {
  if (!(error instanceof RateLimited)) return fromExpress(error);
  return new HttpError('rate_limited', error.message, { headers: headersOfRefusal(error) });
}

/** Errors of Express and its body parser carry a status, and the parser's a type. */
function fromExpress(error: unknown): HttpError {
  const { status, type } = (error ?? {}) as { status?: number; type?: string };
  if (status === 413) {
    // What is left of the body is not worth receiving.
    return new HttpError('payload_too_large', 'A body is at most 64 KiB.', {
      headers: { Connection: 'close' },
    });
  }
  if (status === 415) {
    return new HttpError('unsupported_media_type', 'Send JSON in UTF-8, as Content-Type: application/json.');
  }
  if (type === 'entity.parse.failed') {
    return new HttpError(
      'malformed_json',
      'The body is not a JSON object: check its quotes, commas and braces.',
    );
  }
  if (error instanceof URIError) {
    return new HttpError('malformed_request', 'The address has a % that does not begin a valid escape.');
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return new HttpError(
      'malformed_request',
      'The body could not be read: it is incomplete or not what its headers say.',
    );
  }
  return new HttpError(
    'internal_error',
    'The error has been logged; tell the operator the X-Request-Id of this answer.',
  );
}

export const notFound: RequestHandler = (request, _response, next) => {
  next(new HttpError('route_not_found', `There is nothing at ${request.path}; look at its spelling.`));
};

export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response: Response & Identified, _next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) logger.error({ err: error, req: { id: response.requestId } }, problem.detail);
    if (response.headersSent) {
      response.destroy(); // what was begun cannot be taken back, and must not look whole
      return;
    }
    send(response, problem.status, problemBody(problem), { 'Content-Type': problemType, ...problem.headers });
  };
}
