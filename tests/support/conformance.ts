import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { once } from './once.js';
import { startService } from './service.js';

export interface ResponseObject {
  description: string;
  headers?: Record<string, { $ref: string }>;
  content?: Record<string, { schema: object; example?: unknown; examples?: object }>;
}

export interface OperationObject {
  operationId: string;
  description?: string;
  parameters?: { schema: object; example?: unknown }[];
  security: object[];
  requestBody?: { content: { 'application/json': { example?: unknown } } };
  responses: Record<string, ResponseObject>;
}

export interface OpenApi {
  servers: { url: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: {
    headers: Record<string, { required: boolean; schema: object }>;
    responses: Record<string, ResponseObject>;
    schemas: Record<string, object>;
  };
}

/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly raw: string;
}

const eventSchema = { $ref: 'schemas:Event' };

const nameOf = ({ $ref }: { $ref: string }) => $ref.slice($ref.lastIndexOf('/') + 1);

/** The document as a service serves it; it is the same whatever the configuration. */
export const conformance: () => Promise<Conformance> = once(async () => {
  const service = await startService({ DATABASE_URL: 'memory:' });
  try {
    const response = await fetch(`${service.url}/openapi.json`);
    return new Conformance((await response.json()) as OpenApi);
  } finally {
    await service.stop();
  }
});

/** Holds answers to the document. */
export class Conformance {
  readonly #ajv: Ajv2020;
  readonly #document: OpenApi;
  readonly #paths: { pattern: RegExp; path: string; operations: Record<string, OperationObject> }[];

  constructor(document: OpenApi) {
    // For Ajv a reference leads to a schema of its own, not into a document that is none.
    const text = JSON.stringify(document).replaceAll('"#/components/schemas/', '"schemas:');
    this.#document = JSON.parse(text) as OpenApi;
    this.#ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
    addFormats.default(this.#ajv);
    const { paths, components } = this.#document;
    for (const [name, schema] of Object.entries(components.schemas))
      this.#ajv.addSchema(closed(schema), `schemas:${name}`);
    this.#paths = Object.entries(paths).map(([path, operations]) => ({
      path,
      operations,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
    }));
  }

  /** @param target as the request line has it, or a whole URL. */
  check(method: string, target: string, answer: Received): void {
    const path = target.replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/s, '');
    const known = this.#paths.find(({ pattern }) => pattern.test(path));
    const { MalformedRequest, MethodNotAllowed, RouteNotFound } = this.#document.components.responses;
    const { status } = answer;
    const name = `${method} ${known?.path ?? path} ${status}`;
    const operation = known?.operations[method === 'HEAD' ? 'get' : method.toLowerCase()];
    let response: ResponseObject | undefined;
    if (status === 400 && !answer.headers.has('x-request-id')) {
      response = MalformedRequest; // Node's parser gave up on it
    } else if (operation !== undefined) {
      response = operation.responses[status];
    } else if (method === 'OPTIONS' && status === 204) {
      expect([...answer.headers.keys()].join(), name).to.match(/\ballow\b|access-control-allow-methods/);
      return;
    } else {
      response = { 400: MalformedRequest, 404: RouteNotFound, 405: MethodNotAllowed }[status];
      expect(status, name).not.to.equal(known === undefined ? 405 : 404);
    }
    if (response === undefined) expect.fail(`${name} is not in the OpenAPI document: ${answer.raw}`);
    this.#checkHeaders(name, response, answer.headers);
    if (method !== 'HEAD') this.#checkBody(name, response, answer);
  }

  /** Holds one event of a stream to the document. */
  checkEvent(event: { event: string; id?: string; data: unknown }): void {
    this.#validate(event.event, eventSchema, event);
  }

  #checkHeaders(name: string, { headers = {} }: ResponseObject, received: Headers): void {
    for (const [header, reference] of Object.entries(headers)) {
      const { schema, required } = this.#document.components.headers[nameOf(reference)]!;
      const text = received.get(header);
      if (text === null) {
        expect(required, `${name} comes without ${header}`).to.equal(false);
        continue;
      }
      const isNumber = (schema as { type?: string }).type === 'integer';
      this.#validate(`${name} ${header}`, schema, isNumber ? Number(text) : text);
    }
  }

  #checkBody(name: string, { content }: ResponseObject, { headers, raw }: Received): void {
    if (content === undefined) {
      expect(raw, `${name} has no body`).to.equal('');
      return;
    }
    const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
    if (content['*/*'] !== undefined) return; // bytes
    expect(content, `${name}, its media types`).to.have.property(type);
    this.#validate(name, content[type]!.schema, /json$/.test(type) ? JSON.parse(raw) : raw);
  }

  #validate(name: string, schema: object, value: unknown): void {
    const validate = this.#ajv.compile(schema); // which Ajv does once for each object
    if (validate(value)) return;
    expect.fail(`${name}: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  }
}

/**
 * The document lets answers have more fields, so that old clients take those of later versions. A service has none that
 * its own document does not name.
 */
function closed<Part>(schema: Part): Part {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((one: unknown) => closed(one)) as Part;
  const parts = Object.entries(schema).map(([name, part]: [string, unknown]) => [
    name,
    name === 'examples' || name === 'const' ? part : closed(part),
  ]);
  const copy = Object.fromEntries(parts) as { type?: unknown; properties?: object };
  const isClosed = copy.type === 'object' && copy.properties !== undefined;
  return (isClosed ? { ...copy, additionalProperties: false } : copy) as Part;
}
