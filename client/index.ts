import createClient from 'openapi-fetch';
import { streamEvents, type DuetEvent, type StreamOptions } from './events.js';
import { backoff, pause } from './pause.js';
import { ProblemError, problemOf } from './problem.js';
import type { components, paths } from './schema.js';
import {
  MemoryKeeper,
  SessionEnded,
  sessionOf,
  SourcedTokens,
  Tokens,
  type AccessTokens,
  type SessionKeeper,
  type TokenSource,
} from './session.js';

export type { DuetEvent, StreamOptions } from './events.js';
export { ProblemError, type Problem, type ProblemCode } from './problem.js';
export type { components, operations, paths } from './schema.js';
export {
  MemoryKeeper,
  SessionEnded,
  sessionOf,
  type Session,
  type SessionKeeper,
  type TokenSource,
} from './session.js';

type Schemas = components['schemas'];
export type User = Schemas['User'];
export type Me = Schemas['Me'];
export type Thread = Schemas['Thread'];
export type Message = Schemas['Message'];
export type Attachment = Schemas['Attachment'];

export interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly send?: ((request: Request) => Promise<Response>) | undefined;
}

/** What openapi-fetch returns: either data or an error. */
interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** undefined for 204. */
type Data<R extends Result> = [R['data']] extends [never] ? undefined : Exclude<R['data'], undefined>;

/**
 * The data of an answer, for callers that prefer exceptions.
 * @throws ProblemError if the answer is an error.
 */
export async function ok<R extends Result>(result: Promise<R>): Promise<Data<R>> {
  const { data, error, response } = await result;
  if (!response.ok) throw new ProblemError(response, error);
  return data as Data<R>;
}

/** A client of one Duet, for one account. */
export class Duet {
  /**
   * Typed requests for everything in /openapi.json, with the access token, which is renewed in time:
   * `duet.api.GET('/api/v1/threads/{thread}', { params: { path: { thread: 8 } } })` gives `{ data, error, response }`.
   * @throws SessionEnded if nobody is logged in, or the login has ended.
   */
  readonly api;
  readonly #tokens: AccessTokens;
  readonly #url: string;
  /** Undefined if the application hands over the tokens. */
  readonly #keeper: SessionKeeper | undefined;

  /**
   * @param url of the service: the part before `/api/v1`.
   * @param session where the tokens come from: `{ token: () => Promise<string> }` asks your application for them; a
   * keeper keeps the session of `logIn`. Without it, that session lives as long as this object.
   */
  constructor(url: string, session: SessionKeeper | TokenSource = new MemoryKeeper()) {
    this.#url = url.replace(/\/+$/, '');
    const isSource = 'token' in session;
    this.#keeper = isSource ? undefined : session;
    this.#tokens = isSource ? new SourcedTokens(session) : new Tokens(this.#url, session);
    this.api = createClient<paths>({ baseUrl: this.#url, fetch: (request) => this.#fetch(request) });
  }

  /** @throws ProblemError `username_taken`, `registration_closed`, `validation_error` … */
  register(username: string, password: string): Promise<Me> {
    return ok(this.api.POST('/api/v1/users', { body: { username, password } }));
  }

  /** @throws ProblemError `invalid_credentials`, `rate_limited` …; Error if the application hands over the tokens. */
  async logIn(username: string, password: string): Promise<void> {
    const keeper = this.#keeper;
    if (keeper === undefined) throw new Error('This client asks `token` for its tokens: it has no login.');
    const tokens = await ok(this.api.POST('/api/v1/auth/token', { body: { username, password } }));
    await keeper.exclusively(async () => keeper.save(sessionOf(tokens, Date.now())));
  }

  /** Forgets the tokens at once, even if the service cannot be reached. Tokens of the application are its own to end. */
  async logOut(): Promise<void> {
    const keeper = this.#keeper;
    const refresh = await keeper?.exclusively(async () => {
      const session = keeper.load();
      keeper.save(undefined);
      return session?.refresh;
    });
    if (refresh !== undefined) await ok(this.api.POST('/api/v1/auth/token/revoke', { body: { refresh } }));
  }

  /**
   * Sends a message once. The request is repeated with the same key until the service has answered it.
   * @param text may be empty if there are attachments.
   * @param options.key up to 255 visible ASCII characters. Pass the same one to continue after a restart.
   * @param options.attachments ids of what `upload` gave.
   * @throws ProblemError if the service refuses the message; SessionEnded; the signal's reason if it is aborted.
   */
  async send(
    thread: number,
    text: string,
    {
      key = newKey(),
      attachments = [],
      signal,
    }: { key?: string; attachments?: readonly number[]; signal?: AbortSignal } = {},
  ): Promise<Message> {
    const params = { path: { thread }, header: { 'Idempotency-Key': key } };
    const body = attachments.length === 0 ? { text } : { text, attachments: [...attachments] };
    const init = { params, body, ...(signal && { signal }) };
    for (let failures = 1; ; failures += 1) {
      signal?.throwIfAborted();
      let wait = backoff(failures);
      try {
        return await ok(this.api.POST('/api/v1/threads/{thread}/messages', init));
      } catch (error) {
        if (error instanceof SessionEnded || (error instanceof ProblemError && !error.transient)) throw error;
        if (error instanceof ProblemError) wait = Math.max(wait, (error.retryAfter ?? 0) * 1000);
      }
      await pause(wait, signal);
    }
  }

  /**
   * Uploads a file, for `send` to take with a message within 24 hours.
   * @param options.send makes the request instead of `fetch`: in browsers, one that tells how far it is.
   * @throws ProblemError if the service refuses it; SessionEnded; TypeError without a connection, after which it can be
   * tried again; the signal's reason if it is aborted.
   */
  async upload(name: string, bytes: Blob, { signal, send = fetch }: UploadOptions = {}): Promise<Attachment> {
    const url = `${this.#url}/api/v1/attachments?name=${encodeURIComponent(name)}`;
    const init = { method: 'POST', body: bytes, ...(signal && { signal }) };
    const once = async (access: string) => send(this.#authorised(new Request(url, init), access));
    const access = await this.#tokens.access();
    let response = await once(access);
    if (response.status === 401) response = await once(await this.#tokens.access(access));
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as Attachment;
  }

  /**
   * The events of the account, as they happen, until the loop over them ends. Broken connections are opened again,
   * without lost or repeated events.
   * @throws SessionEnded; ProblemError if the service refuses the stream.
   */
  events(options: StreamOptions = {}): AsyncGenerator<DuetEvent, void> {
    return streamEvents(`${this.#url}/api/v1/events`, this.#tokens, options);
  }

  async #fetch(request: Request): Promise<Response> {
    if (isPublic(request)) return fetch(request);
    const again = request.clone();
    const access = await this.#tokens.access();
    const response = await fetch(this.#authorised(request, access));
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return fetch(this.#authorised(again, await this.#tokens.access(access)));
  }

  #authorised(request: Request, access: string): Request {
    const headers = { ...this.#tokens.headers, Authorization: `Bearer ${access}` };
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    return request;
  }
}

/** A new unique key for `send`. */
export function newKey(): string {
  // Not randomUUID: browsers have it only over HTTPS and on localhost.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function isPublic({ url, method }: Request): boolean {
  const { pathname } = new URL(url);
  if (!pathname.includes('/api/v1/') || pathname.includes('/api/v1/auth/')) return true;
  return method === 'POST' && pathname.endsWith('/api/v1/users');
}
