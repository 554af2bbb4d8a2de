import { STATUS_CODES } from 'node:http';
import type Joi from 'joi';
import { actAsSchema } from './act-as.js';
import { tags, type HeaderName, type Operation, type ReplyDescription } from './operation.js';
import type { ErrorCode } from './error-texts.js';
import { problemBody, problems } from './problem.js';
import { resources, type JsonSchema } from './resources.js';

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

/** What is answered where there is no operation. */
const outsideErrors: readonly ErrorCode[] = ['route_not_found', 'method_not_allowed', 'malformed_request'];

/**
 * The API as an OpenAPI 3.1 document, made of what routes and validates the requests.
 * @param operations with their whole paths.
 * @param version of the service.
 * @param server what these are below: a URL, or a path of the host that the document comes from.
 */
export function openApiDocument(operations: readonly Operation[], version: string, server: string): object {
  const paths: Record<string, Record<string, object>> = {};
  const codes = new Set([...outsideErrors, ...operations.flatMap(({ errors }) => errors)]);
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operation) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Duet',
      version,
      summary: 'One-to-one messaging.',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'A thread has exactly two participants, and a pair has exactly one thread. ' +
        'Log in with `POST /api/v1/auth/token` and send the access token with each request. ' +
        'A slash at the end of a path is accepted. Where there is GET, there is HEAD; OPTIONS answers with `Allow`. ' +
        'Unknown or repeated parameters and unknown fields are errors. ' +
        'Errors have a stable `code`. Beside those of the operations there are `route_not_found` and ' +
        '`method_not_allowed`, and `malformed_request` for what is no valid HTTP.',
    },
    servers: [{ url: server }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token, as `POST /api/v1/auth/token` gives it; or, where the operator has set `JWT_ISSUER`, ' +
            'a token of that issuer, signed by RS256, ES256 or EdDSA; or the key of a service, which `npm run key:create` ' +
            'makes. A service may do what an admin may, and with `Duet-Act-As` what that user may.',
        },
        ticket: {
          type: 'apiKey',
          in: 'query',
          name: 'ticket',
          description:
            "For the browser's own `EventSource`: what `POST /api/v1/events/ticket` gave. It opens streams only.",
        },
      },
      schemas: Object.fromEntries(
        Object.entries(resources).map(([name, { schema, example }]) => [
          name,
          { ...schema, examples: [example] },
        ]),
      ),
      headers,
      responses: {
        RouteNotFound: errorResponse(404, ['route_not_found']),
        MethodNotAllowed: errorResponse(405, ['method_not_allowed']),
        // Often Node's parser gives up on it, before it has an id.
        MalformedRequest: { ...errorResponse(400, ['malformed_request']), headers: {} },
      },
      examples: Object.fromEntries([...codes].map((code) => [code, errorExample(code)])),
    },
  };
}

const header = (description: string, schema: JsonSchema) => ({ description, required: true, schema });

const headers = {
  'X-Request-Id': header('The id of the request in the log: the one that came with it, or a new one.', {
    type: 'string',
    pattern: '^[A-Za-z0-9_.:-]{1,128}$',
  }),
  Location: header('The absolute URL of what was made.', { type: 'string', format: 'uri' }),
  'Content-Disposition': header('What to call the file.', {
    type: 'string',
    pattern: '^(attachment|inline)',
  }),
  'Content-Range': header('Which of its bytes these are.', { type: 'string', pattern: '^bytes ' }),
  'Accept-Ranges': header('That ranges can be asked for.', { const: 'bytes' }),
  ETag: header('Another for other bytes.', { type: 'string', pattern: '^"' }),
  'WWW-Authenticate': header('The scheme to use.', { type: 'string', pattern: '^Bearer' }),
  Allow: header('The methods of this path.', { type: 'string', pattern: '^[A-Z]+(, [A-Z]+)*$' }),
  'Retry-After': header('How long to wait, in seconds.', { type: 'integer', minimum: 0 }),
} satisfies Record<HeaderName, object> & Record<string, object>;

const headersByStatus: Readonly<Record<number, readonly (keyof typeof headers)[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

function describeOperation(operation: Operation): object {
  const { operationId, tag, summary, description, access, schemas, replies, errors, binaryBody } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: securityOf(access),
    parameters: [
      ...parameters('path', schemas.path),
      ...parameters('query', schemas.query),
      ...parameters('header', schemas.headers),
      ...(access === 'public' ? [] : parameters('header', actAsSchema)),
    ],
    requestBody:
      binaryBody === undefined
        ? schemas.body && requestBody(schemas.body)
        : { required: true, description: binaryBody, content: anyBytes },
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, reply]) => [status, replyResponse(Number(status), reply)]),
      ),
      ...Object.fromEntries(
        [...new Set(errors.map((code) => problems[code].status))].map((status) => [
          status,
          errorResponse(
            status,
            errors.filter((code) => problems[code].status === status),
          ),
        ]),
      ),
    },
  };
}

/** Of whatever type: what is in it is found out. */
const anyBytes = { '*/*': { schema: { type: 'string', format: 'binary' } } };

function securityOf(access: Operation['access']): object[] {
  if (access === 'public') return [];
  return access === 'ticket' ? [{ bearer: [] }, { ticket: [] }] : [{ bearer: [] }];
}

interface ObjectSchema extends JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** What of Joi's own description of a schema its JSON Schema does not have. */
interface JoiDescription {
  readonly flags?: { readonly presence?: string };
  readonly examples?: readonly unknown[];
  readonly keys?: Readonly<Record<string, JoiDescription>>;
}

function jsonSchema(schema: Joi.Schema): ObjectSchema {
  return schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
}

function parameters(where: 'path' | 'query' | 'header', schema: Joi.ObjectSchema | undefined): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema);
  const { keys } = schema.describe() as JoiDescription;
  return Object.entries(properties).map(([name, { description, ...valueSchema }]) => ({
    // Node gives header names in lower case.
    name: where === 'header' ? name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name,
    in: where,
    description,
    required: required.includes(name),
    schema: valueSchema,
    example: keys?.[name]?.examples?.[0],
  }));
}

function requestBody(schema: Joi.ObjectSchema): object {
  const { flags, examples } = schema.describe() as JoiDescription;
  return {
    required: flags?.presence === 'required',
    content: { 'application/json': { schema: jsonSchema(schema), example: examples?.[0] } },
  };
}

function headersOf(status: number, others: readonly HeaderName[] = []): object {
  const names = ['X-Request-Id', ...(headersByStatus[status] ?? []), ...others];
  return Object.fromEntries(names.map((name) => [name, ref('headers', name)]));
}

function replyResponse(
  status: number,
  { description, body, mediaType, binary, headers }: ReplyDescription,
): object {
  return {
    description,
    headers: headersOf(status, headers),
    content: binary
      ? anyBytes
      : body && {
          [mediaType ?? 'application/json']: {
            schema: ref('schemas', body),
            example: resources[body].example,
          },
        },
  };
}

/** @param codes those of the status. */
function errorResponse(status: number, codes: readonly ErrorCode[]): object {
  return {
    description: `${STATUS_CODES[status]}: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    headers: headersOf(status),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            ref('schemas', 'Problem'),
            { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
          ],
        },
        examples: Object.fromEntries(codes.map((code) => [code, ref('examples', code)])),
      },
    },
  };
}

function errorExample(code: ErrorCode): object {
  const { status, title, cause, cure } = problems[code];
  const value =
    code === 'validation_error'
      ? resources.Problem.example
      : problemBody({ status, code, title, detail: `${cause} ${cure}`.replaceAll('`', '') });
  return { summary: title, value };
}
