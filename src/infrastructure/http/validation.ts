import type { Request } from 'express';
import Joi from 'joi';
import { HttpError, type FieldError } from './problem.js';

/** What a request may consist of. A part without a schema must be empty (path, query) or is not read (headers, body). */
export interface RequestSchemas {
  readonly path?: Joi.ObjectSchema;
  readonly query?: Joi.ObjectSchema;
  readonly headers?: Joi.ObjectSchema;
  readonly body?: Joi.ObjectSchema;
}

export interface ValidRequest {
  readonly path: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

const nothing = Joi.object({});

/** Above this many characters only the first error of a part is looked for, lest errors cost more than requests. */
const exhaustiveUpTo = 2048;

/** Compiles the schemas of an endpoint to a function that returns a request's parts or throws an HttpError. */
export function validator(schemas: RequestSchemas): (request: Request) => ValidRequest {
  const { path = nothing, query = nothing, headers, body } = schemas;
  const headerNames = headers === undefined ? [] : Object.keys(headers.describe()['keys'] as object);
  return (request) => {
    const errors: FieldError[] = [];
    const check = (
      where: FieldError['in'],
      schema: Joi.ObjectSchema,
      value: unknown,
      size: number,
    ): unknown => {
      if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
        // Joi's copy of the object would lose it.
        errors.push({ in: where, field: '__proto__', message: '__proto__ is not allowed' });
      }
      const result = schema.validate(value, {
        abortEarly: size > exhaustiveUpTo,
        errors: { wrap: { label: false } },
      });
      for (const { path, message } of result.error?.details ?? []) {
        errors.push({ in: where, field: path.join('.'), message });
      }
      return result.value;
    };
    const size = request.url.length;
    const valid = {
      path: check('path', path, request.params, size),
      query: check('query', query, queryOf(request.url, errors), size),
      headers:
        headers &&
        check(
          'header',
          headers,
          Object.fromEntries(headerNames.map((name) => [name, request.headers[name]])),
          0,
        ),
      body: body && check('body', body, request.body, bodySize(request)),
    };
    if (errors.length > 0) {
      const detail = errors.map(({ in: where, message }) => `${where}: ${message}`).join('; ');
      throw new HttpError('validation_error', detail, { errors });
    }
    return valid;
  };
}

/** The parameters of a query string. Repeated ones, and escapes that mean nothing, are errors here. */
function queryOf(url: string, errors: FieldError[]): Record<string, string> {
  const start = url.indexOf('?');
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  if (start < 0) return query;
  for (const part of url.slice(start + 1).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const [name, value] = (equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]).map(
      (text) => decodeURIComponent(text.replaceAll('+', ' ')), // a URIError is answered as one in the path is
    ) as [string, string];
    if (name in query) errors.push({ in: 'query', field: name, message: `${name} must be given once` });
    query[name] = value;
  }
  return query;
}

function bodySize(request: Request): number {
  return (request as { bodySize?: number }).bodySize ?? 0;
}
