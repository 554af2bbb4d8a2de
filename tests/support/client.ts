import { CreateServiceKey } from '../../src/application/accounts/create-service-key.js';
import { useCasesOn, type Replacement } from '../../src/composition/container.js';
import { connect } from 'node:net';
import { expect } from 'chai';
import { operator } from '../../src/domain/accounts/user.js';
import { conformance } from './conformance.js';
import { startService, type Service } from './service.js';

export { times } from './times.js';
export type Bytes = NonNullable<RequestInit['body']>;

/** As clients see it. */
export interface Attachment {
  id: number;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  url: string;
  thumbnail_url: string | null;
}

/** Every field an answer can have; a test names those that it expects. */
export interface Body {
  id: number;
  username: string;
  name: string | null;
  avatar_url: string | null;
  external_id: string | null;
  active: boolean;
  role: string;
  created: string;
  access: string;
  refresh: string;
  ticket: string;
  expires: string;
  participants: Body[];
  updated: string;
  last_message: Body | null;
  unread_count: number | null;
  key: string | null;
  metadata: Record<string, unknown>;
  archived: boolean | null;
  muted: boolean | null;
  thread: number;
  sender: number;
  kind: string;
  text: string;
  attachments: Attachment[];
  is_read: boolean;
  edited: string | null;
  marked: number;
  count: number;
  next: string | null;
  previous: string | null;
  results: Body[];
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { in: string; field: string; message: string }[];
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as it came, and parsed. */
  raw: string;
  body: Body;
}

/** `path` is below /api/v1, or a whole URL. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface User {
  id: number;
  username: string;
  password: string;
  access: string;
  refresh: string;
  call: Call;
}

/** A service, as the contract calls it. */
export interface Host {
  name: string;
  key: string;
  /** As nobody. */
  call: Call;
  /** @param user a user, or the header as it is. */
  actAs(user: { id: number } | string): Call;
}

export interface RawRequest {
  method?: string;
  /** Sent as it is, below nothing. */
  target: string;
  headers?: readonly (readonly [string, string])[];
  body?: string | Buffer;
  /** Also accept answers that Node's own HTTP parser gives, which are no problem documents. */
  lenient?: boolean;
}

export const password = 'correct horse battery';
export const maxId = Number.MAX_SAFE_INTEGER;

/** A change of role or activity bites within a second; another one is for a busy machine. */
const changePatience = 2_000;

const shapes = {
  User: ['avatar_url', 'id', 'name', 'username'],
  Me: ['avatar_url', 'created', 'external_id', 'id', 'name', 'role', 'username'],
  Account: [
    ...['active', 'avatar_url', 'created', 'external_id', 'id', 'name', 'role', 'unread_count', 'username'],
  ],
  Thread: [
    ...['archived', 'created', 'id', 'key', 'last_message', 'metadata', 'muted', 'participants'],
    ...['unread_count', 'updated'],
  ],
  Attachment: ['height', 'id', 'name', 'size', 'thumbnail_url', 'type', 'url', 'width'],
  Message: [
    'attachments',
    'created',
    'edited',
    'id',
    'is_read',
    'kind',
    'metadata',
    'sender',
    'text',
    'thread',
  ],
  Version: [
    'attachments',
    'change',
    'created',
    'kind',
    'message',
    'metadata',
    'replaced',
    'sender',
    'text',
    'thread',
  ],
  Report: [
    ...[
      'attachments',
      'closed',
      'comment',
      'created',
      'id',
      'message',
      'note',
      'reason',
      'reporter',
      'sender',
      'sent',
    ],
    ...['status', 'text', 'thread'],
  ],
  Webhook: [
    ...['created', 'delay', 'description', 'events', 'failing_since', 'id', 'next_attempt', 'off_reason'],
    ...['only_unread', 'status', 'url'],
  ],
  NewWebhook: [
    ...['created', 'delay', 'description', 'events', 'failing_since', 'id', 'next_attempt', 'off_reason'],
    ...['only_unread', 'secret', 'status', 'url'],
  ],
  Delivery: [
    ...['attempted', 'attempts', 'delivered', 'duration', 'error', 'id', 'next_attempt', 'response'],
    ...['status', 'type', 'webhook', 'webhook_id'],
  ],
  Page: ['count', 'next', 'previous', 'results'],
  Tokens: ['access', 'refresh'],
  Count: ['count'],
  Marked: ['marked'],
  Ticket: ['expires', 'ticket'],
  Limits: ['attachment_max_bytes', 'edit_seconds', 'idempotency_key_seconds'],
  Export: [
    ...['admin_sessions', 'audit', 'blocks', 'claims', 'earlier_texts', 'exported', 'idempotency_keys'],
    ...['logins', 'messages', 'reports', 'threads', 'user'],
  ],
  ExportedUser: ['avatar_url', 'created', 'external_id', 'id', 'is_active', 'name', 'role', 'username'],
  ExportedClaims: ['avatar_url', 'name', 'since'],
  ExportedBlock: ['created', 'user'],
  ExportedIdentity: ['issuer', 'subject'],
  ExportedLogin: ['expires'],
  ExportedDeed: ['action', 'created', 'details'],
  ExportedKey: ['key', 'message'],
};
const keysOf = (value: object): string => Object.keys(value).sort().join();
const known = new Set(Object.values(shapes).map((shape) => shape.join()));
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Every object is one of those that the contract names, with its fields and no others. */
function checkShape(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(checkShape);
  if (typeof value !== 'object' || value === null) return;
  expect(known, `an object with the fields ${keysOf(value)}`).to.include(keysOf(value));
  for (const [key, field] of Object.entries(value)) {
    if (key === 'created' || key === 'updated') expect(field, key).to.match(time);
    if (key === 'is_read') expect(field, key).to.be.a('boolean');
    if (['id', 'thread', 'sender'].includes(key) && !(key === 'sender' && field === null)) {
      expect(Number.isSafeInteger(field) && (field as number) > 0, key).to.equal(true);
    }
    if (key === 'participants') {
      const ids = new Set((field as Body[]).map(({ id }) => id));
      expect(ids.size, 'different participants').to.equal(2);
      expect(field).to.have.lengthOf(2);
    }
    if (key !== 'metadata') checkShape(field);
  }
}

function checkProblem({ status, headers, body, raw }: Answer): void {
  expect(headers.get('content-type'), 'the content type of an error').to.match(/^application\/problem\+json/);
  expect(body.status, 'the status in the body').to.equal(status);
  for (const field of ['type', 'title', 'detail', 'code'] as const) {
    expect(body[field], field).to.be.a('string').and.not.equal('');
  }
  expect(body.code).to.match(/^[a-z][a-z0-9_]*$/);
  expect(raw, 'no insides').not.to.match(/node_modules|\bat .+:\d+:\d+|SQLITE|QueryFailed|"stack"/i);
  if (body.code === 'validation_error') expect(body.errors, 'errors').to.be.an('array').that.is.not.empty;
  for (const error of body.errors ?? []) {
    expect(keysOf(error)).to.equal('field,in,message');
    expect(error.in).to.be.oneOf(['path', 'query', 'body', 'header']);
    expect(error.field).to.be.a('string');
    expect(error.message).to.be.a('string').and.not.equal('');
  }
}

/** What every answer to every request promises. */
async function check(method: string, target: string, answer: Answer): Promise<void> {
  const { status, headers, raw } = answer;
  expect(status, `${method} is answered by a failure: ${raw}`).to.be.below(500);
  if (status === 401) expect(headers.get('www-authenticate')).to.match(/^Bearer\b/);
  if (status === 405) expect(headers.get('allow')).to.match(/^[A-Z]+(, ?[A-Z]+)*$/);
  if (status === 429) expect(headers.get('retry-after')).to.match(/^\d+$/);
  if (status === 204 || method === 'HEAD') expect(raw).to.equal('');
  else if (status >= 400) checkProblem(answer);
  else if (method !== 'OPTIONS') {
    expect(headers.get('content-type')).to.match(/^application\/json(; ?charset=utf-8)?$/i);
  }
  (await conformance()).check(method, target, answer);
}

function answerOf(status: number, headers: Headers, raw: string): Answer {
  const json = /json/.test(headers.get('content-type') ?? '') && raw !== '';
  return { status, headers, raw, body: (json ? JSON.parse(raw) : undefined) as Body };
}

/** A client of one service that mistrusts every answer. */
export class Api {
  #service: Service | undefined;

  get service(): Service {
    if (this.#service === undefined) throw new Error('The service has not been started.');
    return this.#service;
  }

  get base(): string {
    return `${this.service.url}/api/v1`;
  }

  async start(...given: Parameters<typeof startService>): Promise<void> {
    this.#service = await startService(...given);
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
    this.#service = undefined;
  }

  readonly anonymous: Call = (...request) => this.#fetch(undefined, ...request);

  as(access: string): Call {
    return (...request) => this.#fetch(access, ...request);
  }

  async register(username: string): Promise<User> {
    const { status, body } = await this.anonymous('POST', '/users', { username, password });
    expect(status, `registering ${username}: ${JSON.stringify(body)}`).to.equal(201);
    return { ...(await this.logIn(username)), id: body.id };
  }

  /** Several at once, by name. */
  async people<Name extends string>(...names: Name[]): Promise<Record<Name, User>> {
    const users = await Promise.all(names.map((name) => this.register(name)));
    return Object.fromEntries(users.map((user) => [user.username, user])) as Record<Name, User>;
  }

  async logIn(username: string): Promise<User> {
    const { status, body } = await this.anonymous('POST', '/auth/token', { username, password });
    expect(status, `logging in as ${username}: ${JSON.stringify(body)}`).to.equal(200);
    const call = this.as(body.access);
    const { id } = (await call('GET', '/users/me')).body;
    return { id, username, password, access: body.access, refresh: body.refresh, call };
  }

  /** A program of the host application, with a key of its own. */
  async host(name: string): Promise<Host> {
    const { key } = await useCasesOn(this.service.store)
      .get(CreateServiceKey)
      .execute({ caller: operator, name });
    const call = this.as(key);
    const actAs =
      (user: { id: number } | string): Call =>
      (method, path, body, headers) => {
        const acting = typeof user === 'string' ? user : String(user.id);
        return call(method, path, body, { ...headers, 'Duet-Act-As': acting });
      };
    return { name, key, call, actAs };
  }

  /** Makes an administrator; resolves once that is felt. `other` is anybody else. */
  async promote(user: User, other: User): Promise<void> {
    await this.service.promote(user.id);
    await until(
      'the promotion is felt',
      async () => (await user.call('GET', `/users/${other.id}/threads`)).status === 200,
      changePatience,
    );
  }

  identify(user: User, externalId: string): Promise<void> {
    return this.service.identify(user.id, externalId);
  }

  async deactivate(user: User): Promise<void> {
    await this.service.deactivate(user.id);
    await until(
      'the user is refused',
      async () => (await user.call('GET', '/users/me')).status === 401,
      changePatience,
    );
  }

  async open(user: User, other: User): Promise<Body> {
    const { status, body } = await user.call('POST', '/threads', { participants: [other.id] });
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  }

  async send(user: User, thread: number, text: string): Promise<Body> {
    const { status, body } = await user.call('POST', `/threads/${thread}/messages`, { text });
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  }

  /** Every item of a list, from its first page to its last, and the pages' sizes. */
  async follow(call: Call, path: string, meanwhile?: () => Promise<unknown>): Promise<Body[][]> {
    const pages: Body[][] = [];
    for (let next: string | null = path; next !== null;) {
      const { status, body } = await call('GET', next);
      expect(status, next).to.equal(200);
      pages.push(body.results);
      expect(pages.length, 'pages').to.be.below(1000);
      next = body.next;
      if (next !== null) expect(next, 'an absolute URL').to.match(/^https?:\/\//);
      await meanwhile?.();
    }
    return pages;
  }

  async all(call: Call, path: string): Promise<Body[]> {
    return (await this.follow(call, path)).flat();
  }

  /** Byte for byte, for what no well-behaved client would send. */
  /** Uploads a file, whatever comes of it. */
  async upload(user: { access: string }, name: string, bytes: Bytes, headers = {}): Promise<Answer> {
    const target = `${this.base}/attachments?name=${encodeURIComponent(name)}`;
    const response = await fetch(target, {
      method: 'POST',
      headers: { authorization: `Bearer ${user.access}`, ...headers },
      body: bytes,
      ...(bytes instanceof ReadableStream && { duplex: 'half' }),
    });
    const answer = answerOf(response.status, response.headers, await response.text());
    await check('POST', target, answer);
    if (response.ok) checkShape(answer.body);
    return answer;
  }

  async raw(request: RawRequest): Promise<Answer> {
    const { method = 'GET', target, headers = [], body = '', lenient = false } = request;
    const { host, hostname, port } = new URL(this.service.url);
    const named = new Set(headers.map(([name]) => name.toLowerCase()));
    const own = { host, connection: 'close', 'content-length': String(Buffer.byteLength(body)) };
    const omitted = body.length === 0 || named.has('transfer-encoding') ? 'content-length' : '';
    const lines = Object.entries(own).filter(([name]) => name !== omitted && !named.has(name));
    const head = [`${method} ${target} HTTP/1.1`, ...[...lines, ...headers].map((line) => line.join(': '))];
    const bytes = await exchange(hostname, Number(port), [`${head.join('\r\n')}\r\n\r\n`, body]);
    const answer = parse(bytes);
    expect(answer.status, answer.raw).to.be.below(500);
    // What Node's parser refuses gets no further, and no id.
    if (!lenient || answer.headers.has('x-request-id')) await check(method, target, answer);
    return answer;
  }

  async #fetch(
    access: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(/^https?:/.test(path) ? path : this.base + path, {
      method,
      headers: {
        ...(access === undefined ? {} : { authorization: `Bearer ${access}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = answerOf(response.status, response.headers, await response.text());
    await check(method, response.url, answer);
    if (response.status < 300 && /\/api\/v1\//.test(response.url)) checkShape(answer.body);
    return answer;
  }
}

/** A suite with a service of its own. */
export function suite(
  title: string,
  define: (api: Api) => void,
  env?: () => Record<string, string>,
  ...replacements: Replacement[]
): void {
  describe(title, function () {
    this.timeout(60_000);
    const api = new Api();
    before(() => api.start(env?.(), ...replacements));
    after(() => api.stop());
    define(api);
  });
}

/**
 * Asks until the answer is yes; more and more seldom, because to ask a browser takes CPU of that for which one waits.
 * @param patience in milliseconds; so long because a busy machine is no fault.
 */
export async function until(what: string, probe: () => Promise<boolean>, patience = 30_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (let pause = 5; !(await probe()); pause = Math.min(50, pause * 1.5)) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** How often each status came. */
export function tally(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const idsOf = (items: readonly Body[]): number[] => items.map(({ id }) => id);

function exchange(host: string, port: number, parts: (string | Buffer)[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, host);
    socket.setTimeout(15_000, () => socket.destroy(new Error('No answer.')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => (chunks.length > 0 ? resolve(Buffer.concat(chunks)) : reject(error)));
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    for (const part of parts) socket.write(part);
  });
}

function parse(bytes: Buffer): Answer {
  const split = bytes.indexOf('\r\n\r\n');
  const [line = '', ...lines] = bytes.subarray(0, split).toString('latin1').split('\r\n');
  const headers = new Headers();
  for (const header of lines) {
    const colon = header.indexOf(':');
    headers.append(header.slice(0, colon), header.slice(colon + 1).trim());
  }
  let body = bytes.subarray(split + 4);
  if (headers.get('transfer-encoding') === 'chunked') {
    const parts: Buffer[] = [];
    for (let size = 1; size > 0;) {
      const end = body.indexOf('\r\n');
      size = parseInt(body.subarray(0, end).toString(), 16);
      parts.push(body.subarray(end + 2, end + 2 + size));
      body = body.subarray(end + 4 + size);
    }
    body = Buffer.concat(parts);
  }
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? NaN);
  expect(status, `a status line, not ${JSON.stringify(line)}`).to.be.within(200, 599);
  return answerOf(status, headers, body.toString());
}
