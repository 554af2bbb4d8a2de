import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type Joi from 'joi';
import * as field from '../../src/infrastructure/http/api/fields.js';
import { suite } from '../support/client.js';
import { Conformance, type OpenApi, type OperationObject } from '../support/conformance.js';
import { startService } from '../support/service.js';

const publicOperations = [
  'registerUser',
  'obtainTokens',
  'refreshTokens',
  'revokeTokens',
  'isAlive',
  'isReady',
  'getMetrics',
  'readAttachment',
  'readThumbnail',
];

suite('/openapi.json', (api) => {
  let text: string;
  let document: OpenApi;
  let operations: [method: string, path: string, operation: OperationObject][];

  before(async () => {
    text = await (await fetch(`${api.service.url}/openapi.json`)).text();
    document = JSON.parse(text) as OpenApi;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [method, path, operation] as (typeof operations)[0],
      ),
    );
  });

  it('is for everybody, and always the same', async () => {
    for (const path of ['/openapi.json', '/openapi.json/']) {
      const response = await fetch(api.service.url + path);
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-type')).to.match(/^application\/json\b/);
      expect(await response.text()).to.equal(text);
    }
    for (const path of ['/openapi.json', '/docs', '/docs/start.js', '/docs/swagger-ui.css']) {
      const response = await fetch(api.service.url + path, { method: 'POST' });
      expect(response.status, path).to.equal(405);
      expect(response.headers.get('allow')).to.equal('GET, HEAD, OPTIONS');
    }
  });

  it('passes the linter', async () => {
    const config = await createConfig({
      extends: ['recommended-strict'],
      rules: {
        'operation-tag-defined': 'error',
        'no-invalid-schema-examples': 'error',
        'no-invalid-parameter-examples': 'error',
        'no-schema-type-mismatch': 'error',
        'no-required-schema-properties-undefined': 'error',
        'no-duplicated-tag-names': 'error',
        'paths-kebab-case': 'error',
        'path-not-include-query': 'error',
        'component-name-unique': 'error',
      },
    });
    const problems = await lintFromString({ source: text, config });
    const found = problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
    expect(found).to.have.members([
      // Health and metrics have no errors; these responses are for where there is no operation.
      'operation-4xx-response #/paths/~1healthz/get/responses',
      'operation-4xx-response #/paths/~1readyz/get/responses',
      'operation-4xx-response #/paths/~1metrics/get/responses',
      'no-unused-components #/components/responses/RouteNotFound',
      'no-unused-components #/components/responses/MethodNotAllowed',
      'no-unused-components #/components/responses/MalformedRequest',
    ]);
  });

  it('passes another linter, with all of its rules', async () => {
    const linter = new spectral.Spectral();
    // Its types do not fit each other.
    linter.setRuleset({ extends: [[rulesets.oas as RulesetDefinition, 'all']] });
    const found = await linter.run(new spectral.Document(text, parsers.Json, 'openapi.json'));
    expect(found.map(({ code, path }) => `${code} ${path.join('/')}`)).to.have.members([
      'info-contact info',
      // It has the identifier of its licence instead.
      'license-url info/license',
      // In the order in which one meets them.
      'openapi-tags-alphabetical tags',
      // For where there is no operation.
      'oas3-unused-component components/responses/RouteNotFound',
      'oas3-unused-component components/responses/MethodNotAllowed',
      'oas3-unused-component components/responses/MalformedRequest',
    ]);
  });

  it('has every method of every path, and no other', async () => {
    expect(operations.length).to.be.at.least(19);
    for (const [path, methods] of Object.entries(document.paths)) {
      const { headers } = await api.anonymous('OPTIONS', api.service.url + path.replaceAll(/\{\w+\}/g, '1'));
      const documented = Object.keys(methods).map((method) => method.toUpperCase());
      const head = documented.includes('GET') ? ['HEAD'] : [];
      expect(headers.get('allow')?.split(', '), path).to.have.members([...documented, ...head, 'OPTIONS']);
    }
  });

  it('has an example of every body', () => {
    for (const [method, path, { requestBody, responses }] of operations) {
      const name = `${method} ${path}`;
      for (const [type, content] of Object.entries(requestBody?.content ?? {})) {
        if (type !== '*/*') expect(content, name).to.have.property('example');
      }
      for (const response of Object.values(responses)) {
        for (const [type, content] of Object.entries(response.content ?? {})) {
          if (type === '*/*') continue; // bytes
          expect(content, name).to.satisfy(() => 'example' in content || 'examples' in content);
        }
      }
    }
  });

  it('describes every operation', () => {
    for (const [method, path, { description }] of operations) {
      expect(description, `${method} ${path}`).to.match(/^[A-Z].{20,}\.$/s);
    }
  });

  it('leaves room for new fields in answers', () => {
    expect(JSON.stringify(document.components)).not.to.include('"additionalProperties":false');
  });

  it('has patterns that mean the same everywhere, and that every example fits', () => {
    const patterns: { pattern: string; examples: unknown[] }[] = [];
    type Alternative = { enum?: unknown[]; anyOf?: Alternative[] };
    const listed = (one: Alternative): unknown[] => [
      ...(one.enum ?? []),
      ...(one.anyOf ?? []).flatMap(listed),
    ];
    const walk = (schema: unknown, all: readonly unknown[]): void => {
      if (typeof schema !== 'object' || schema === null) return;
      // What one alternative names need not fit the pattern of another.
      const named = listed(schema);
      const examples = all.filter((example) => !named.includes(example));
      const node = schema as { pattern?: string; $ref?: string; properties?: object; items?: object };
      if (typeof node.pattern === 'string') {
        patterns.push({ pattern: node.pattern, examples: examples.filter((one) => typeof one === 'string') });
      }
      const name = node.$ref?.replace('#/components/schemas/', '');
      if (name !== undefined && name in document.components.schemas) return; // walked through by itself
      for (const [property, part] of Object.entries(node.properties ?? {})) {
        walk(
          part,
          examples.map((one) => (one as Record<string, unknown> | undefined)?.[property]),
        );
      }
      if (node.items !== undefined) walk(node.items, examples.flat());
      for (const [key, part] of Object.entries(node)) {
        if (!['properties', 'items', 'examples', 'example'].includes(key)) walk(part, examples);
      }
    };
    for (const schema of Object.values(document.components.schemas)) {
      walk(schema, (schema as { examples: unknown[] }).examples);
    }
    for (const { schema } of Object.values(document.components.headers)) walk(schema, []);
    for (const [, , { requestBody, parameters = [] }] of operations) {
      const content = requestBody?.content['application/json'] as { example?: unknown } | undefined;
      if (content !== undefined) walk((content as { schema: object }).schema, [content.example]);
      for (const { schema, example } of parameters) walk(schema, [example]);
    }
    expect(patterns).to.have.length.greaterThan(10);
    for (const { pattern, examples } of patterns) {
      // Classes of Unicode need the flag; an escape of nothing special is an error with it; Java has no \0.
      expect(pattern).not.to.match(/\\[pPuk0]/);
      for (const example of examples as string[]) {
        expect(new RegExp(pattern).test(example), `${pattern} on ${example}`).to.equal(true);
        expect(new RegExp(pattern, 'u').test(example), `${pattern} with u on ${example}`).to.equal(true);
      }
    }
  });

  it('says what needs a token, as it is', async () => {
    for (const [method, path, { operationId, security }] of operations) {
      const open = publicOperations.includes(operationId);
      const ways = operationId === 'followEvents' ? [{ bearer: [] }, { ticket: [] }] : [{ bearer: [] }];
      expect(security, operationId).to.deep.equal(open ? [] : ways);
      const url = api.service.url + path.replaceAll(/\{\w+\}/g, '1');
      // What is not JSON is not for the client of these tests.
      const { status } = await (path === '/metrics' ? fetch(url) : api.anonymous(method.toUpperCase(), url));
      expect(status === 401, operationId).to.equal(!open);
    }
  });

  it('is below the path that a proxy has for it', async () => {
    const service = await startService({ DATABASE_URL: 'memory:', PUBLIC_URL: 'https://example.test/duet/' });
    try {
      const proxied = (await (await fetch(`${service.url}/openapi.json`)).json()) as OpenApi;
      expect(proxied.servers).to.deep.equal([{ url: '/duet/' }]);
      expect(document.servers).to.deep.equal([{ url: '/' }]);
      const page = await (await fetch(`${service.url}/docs`)).text();
      const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = '']) => link);
      expect(links.length).to.be.at.least(4);
      for (const link of links) {
        expect(link).to.match(/^\/duet\/docs\//);
        expect((await fetch(service.url + link.slice('/duet'.length))).status, link).to.equal(200);
      }
    } finally {
      await service.stop();
    }
  });

  it('serves its page under a policy that lets nothing else in', async () => {
    for (const path of ['/docs', '/docs/', '/docs/start.js', '/docs/swagger-ui-bundle.js']) {
      const response = await fetch(api.service.url + path);
      expect(response.status, path).to.equal(200);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy)
        .to.match(/^default-src 'none';/)
        .and.not.match(/unsafe|https?:|\*/);
      await response.text();
    }
    for (const path of ['/docs/nope', '/docs/index.html', '/docs/..%2fpackage.json', '/docs/package.json']) {
      expect((await fetch(api.service.url + path)).status, path).to.equal(404);
    }
  });
});

describe('fields in JSON Schema', () => {
  const ajv = new Ajv2020();
  const schemaOf = (schema: Joi.Schema) => schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
  const schemas = {
    username: field.username(),
    password: field.password(),
    messageText: field.messageText(),
    text: field.text(),
    bodyId: field.bodyId(),
  };
  const isAscii = (value: unknown) => typeof value !== 'string' || /^[\x00-\x7f]*$/.test(value);
  const emoji = '\u{1f600}';
  const values = [
    ...[
      '',
      ' ',
      'a',
      'ab c',
      'a@b.c+d-e_f',
      'žluťoučký',
      'юлія',
      emoji,
      'x/y',
      '\0',
      'nul\0nul nul',
      'seven77',
    ],
    ...['\u00a0', '\u0085', '\ufeff\n\t', ' . ', 'eight888', ' '.repeat(8)],
    ...[7, 8, 128, 129, 150, 151, 5000, 5001].flatMap((length) => ['x'.repeat(length), emoji.repeat(length)]),
    ...[0, 1, -1, 1.5, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, '1', null, true, [], {}],
  ];

  for (const [name, schema] of Object.entries(schemas)) {
    it(`${name}: says yes and no where the service does`, () => {
      const documented = ajv.compile(schemaOf(schema));
      for (const value of values) {
        const accepted = schema.validate(value).error === undefined;
        const shown = JSON.stringify(value).slice(0, 40);
        // What only Unicode can tell is in the description.
        if (accepted || isAscii(value)) expect(documented(value), shown).to.equal(accepted);
      }
    });
  }

  it('numbers in URLs have their bounds', () => {
    expect(schemaOf(field.limit())).to.include({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
    expect(schemaOf(field.offset())).to.include({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
    expect(schemaOf(field.urlId())).to.include({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
  });

  it('refuses no address that is taken', () => {
    for (const url of [field.avatarUrl(), field.webhookUrl()]) {
      const validate = ajv.compile(schemaOf(url));
      for (const address of ['https://shop.example/a?b=1', 'HTTPS://SHOP.EXAMPLE']) {
        expect(url.validate(address).error, address).to.equal(undefined);
        expect(validate(address), address).to.equal(true);
      }
    }
    const flagged = { refusal: () => undefined, pattern: /a/i };
    expect(() => field.text().obeying(flagged)).to.throw('no flags');
  });
});

describe('conformance', () => {
  const content = (schema: object) => ({ 'application/json': { schema } });
  const conformance = new Conformance({
    servers: [],
    paths: {
      '/things/{id}': {
        get: {
          operationId: 'getThing',
          security: [],
          responses: {
            200: {
              description: '',
              headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
              content: content({ $ref: '#/components/schemas/Thing' }),
            },
          },
        },
      },
    },
    components: {
      headers: { 'X-Request-Id': { required: true, schema: { type: 'string', minLength: 1 } } },
      responses: {
        RouteNotFound: { description: '', content: content({ $ref: '#/components/schemas/Problem' }) },
      },
      schemas: {
        Thing: {
          type: 'object',
          properties: { id: { type: 'integer' } },
          required: ['id'],
        },
        Problem: { type: 'object', properties: { code: { enum: ['none'] } } },
      },
    },
  });
  const good = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': '1' };
  const check =
    (path: string, status: number, body: unknown, headers: Record<string, string> = good) =>
    () =>
      conformance.check('GET', path, { status, headers: new Headers(headers), raw: JSON.stringify(body) });

  it('lets through what is documented', () => {
    check('/things/1', 200, { id: 1 })();
    check('http://127.0.0.1:1/things/1/?x=1', 200, { id: 1 })();
    check('/nothing', 404, { code: 'none' })();
  });

  for (const [what, complaint, attempt] of [
    ['another status', /not in the OpenAPI document/, check('/things/1', 201, { id: 1 })],
    ['another field', /additional properties/, check('/things/1', 200, { id: 1, name: 'x' })],
    ['a missing field', /required property 'id'/, check('/things/1', 200, {})],
    [
      'a missing header',
      /without X-Request-Id/,
      check('/things/1', 200, { id: 1 }, { 'content-type': 'application/json' }),
    ],
    [
      'another type',
      /media types/,
      check('/things/1', 200, { id: 1 }, { ...good, 'content-type': 'text/html' }),
    ],
    ['another code', /allowed values/, check('/nothing', 404, { code: 'some' })],
    ['an answer from nowhere', /not in the OpenAPI document/, check('/nothing', 200, { id: 1 })],
  ] as const) {
    it(`refuses ${what}`, () => expect(attempt).to.throw(complaint));
  }
});
