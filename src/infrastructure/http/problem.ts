import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { DomainError, domainErrors, type DomainErrorCode, type ErrorKind } from '../../domain/errors.js';
import { Outage } from '../../application/ports/outage.js';
import { RateLimited } from '../../application/ports/rate-limit.js';
import { errorTexts, httpErrors, type ErrorCode, type ErrorText, type HttpErrorCode } from './error-texts.js';
import { headersOfRefusal } from './rate-limit-fields.js';
import { send, type HeaderFields, type Identified } from './send.js';

const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unprocessable: 422,
};

const statusOfOutage = 503;

function statusOfCode(code: ErrorCode): number {
  if (code in httpErrors) return httpErrors[code as HttpErrorCode];
  return code in domainErrors ? statusOf[domainErrors[code as DomainErrorCode]] : statusOfOutage;
}

/** Every code that a problem can have. */
export const problems = Object.fromEntries(
  Object.entries(errorTexts).map(([code, text]) => [
    code,
    { ...text, status: statusOfCode(code as ErrorCode) },
  ]),
) as Readonly<Record<ErrorCode, { readonly status: number } & ErrorText>>;

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
  const known =
    error instanceof DomainError || error instanceof Outage || error instanceof HttpError
      ? error
      : toHttpError(error);
  const { code, message: detail } = known;
  const { status, title } = problems[code];
  if (status === 401) return { status, code, title, detail, headers: { 'WWW-Authenticate': 'Bearer' } };
  if (status === 503) return { status, code, title, detail, headers: { 'Retry-After': retryAfter } };
  return { status, code, title, detail, ...(known instanceof HttpError && known.extra) };
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
    sendProblem(response, error);
  };
}

export function sendProblem(response: ServerResponse, error: unknown): void {
  const problem = toProblem(error);
  send(response, problem.status, problemBody(problem), { 'Content-Type': problemType, ...problem.headers });
}
