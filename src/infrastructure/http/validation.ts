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

/** Above this many characters only the first error of a part is looked for, because errors must not cost more than requests. */
const exhaustiveUpTo = 2048;

/** Compiles the schemas of an endpoint to a function that returns a request's parts or throws an HttpError. */
export function validator(schemas: RequestSchemas): (request: Request) => ValidRequest {
  const { path, query = nothing, headers, body } = schemas;
  const headerNames = headers === undefined ? [] : namesIn(headers);
  const withoutQuery = ofNothing(query);
  const withoutHeaders = headers && ofNothing(headers);
  return (request) => {
    const errors: FieldError[] = [];
    const { url } = request;
    const start = url.indexOf('?');
    const valid = {
      path: path && check('path', path, request.params, url.length, errors),
      query:
        start < 0 && withoutQuery !== undefined
          ? withoutQuery
          : check('query', query, queryOf(url, start, errors), url.length, errors),
      headers:
        withoutHeaders !== undefined && headerNames.every((name) => request.headers[name] === undefined)
          ? withoutHeaders
          : headers && check('header', headers, pick(request, headerNames), 0, errors),
      body: body && check('body', body, request.body, bodySize(request), errors),
    };
    refuse(errors);
    return valid;
  };
}

/** What a request gets that says nothing in this part, as most do: worked out once. Undefined if that is an error. */
function ofNothing(schema: Joi.ObjectSchema): object | undefined {
  const result = schema.validate({});
  return result.error === undefined ? (Object.freeze(result.value) as object) : undefined;
}

/** Reads headers that many endpoints have in common, by themselves. */
export function headerReader<Fields>(schema: Joi.ObjectSchema<Fields>): (request: Request) => Fields {
  const names = namesIn(schema);
  return (request) => {
    const errors: FieldError[] = [];
    const fields = check('header', schema, pick(request, names), 0, errors);
    refuse(errors);
    return fields as Fields;
  };
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const detail = errors.map(({ in: where, message }) => `${where}: ${message}`).join('; ');
  throw new HttpError('validation_error', detail, { errors });
}

function namesIn(headers: Joi.ObjectSchema): string[] {
  return Object.keys(headers.describe()['keys'] as object);
}

function pick({ headers }: Request, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, headers[name]]));
}

function check(
  where: FieldError['in'],
  schema: Joi.ObjectSchema,
  value: unknown,
  size: number,
  errors: FieldError[],
): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    // Joi's copy of the object would lose it.
    errors.push({ in: where, field: '__proto__', message: '__proto__ is not allowed' });
  }
  const result = schema.validate(value);
  if (result.error !== undefined) {
    // Once more, for the reader of the message: options would cost every good request as much as its validation.
    const options = { abortEarly: size > exhaustiveUpTo, errors: { wrap: { label: false } } } as const;
    for (const { path, message } of schema.validate(value, options).error?.details ?? []) {
      errors.push({ in: where, field: path.join('.'), message });
    }
  }
  return result.value;
}

/** The parameters of a query string. Repeated ones, and escapes that mean nothing, are errors here. */
function queryOf(url: string, start: number, errors: FieldError[]): Record<string, string> {
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
