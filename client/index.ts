import createClient from 'openapi-fetch';
import { streamEvents, type DuetEvent, type StreamOptions } from './events.js';
import { backoff, pause } from './pause.js';
import { ProblemError } from './problem.js';
import type { components, paths } from './schema.js';
import { MemoryKeeper, SessionEnded, sessionOf, Tokens, type SessionKeeper } from './session.js';

export type { DuetEvent, StreamOptions } from './events.js';
export { ProblemError, type Problem, type ProblemCode } from './problem.js';
export type { components, operations, paths } from './schema.js';
export { MemoryKeeper, SessionEnded, type Session, type SessionKeeper } from './session.js';

type Schemas = components['schemas'];
export type User = Schemas['User'];
export type Me = Schemas['Me'];
export type Thread = Schemas['Thread'];
export type Message = Schemas['Message'];

/** What openapi-fetch gives: either data or an error. */
interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** undefined for 204. */
type Data<R extends Result> = [R['data']] extends [never] ? undefined : Exclude<R['data'], undefined>;

/**
 * What was answered, for those who would rather catch errors.
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
   * Typed requests for everything in /openapi.json, with the access token, which is renewed when it is time:
   * `duet.api.GET('/api/v1/threads/{thread}', { params: { path: { thread: 8 } } })` gives `{ data, error, response }`.
   * @throws SessionEnded if nobody is logged in, or not any more.
   */
  readonly api;
  readonly #tokens: Tokens;
  readonly #url: string;
  readonly #keeper: SessionKeeper;

  /**
   * @param url of the service, what is before `/api/v1`.
   * @param keeper keeps who is logged in; unless given, for as long as this object is there.
   */
  constructor(url: string, keeper: SessionKeeper = new MemoryKeeper()) {
    this.#url = url.replace(/\/+$/, '');
    this.#keeper = keeper;
    this.#tokens = new Tokens(this.#url, keeper);
    this.api = createClient<paths>({ baseUrl: this.#url, fetch: (request) => this.#fetch(request) });
  }

  /** @throws ProblemError `username_taken`, `registration_closed`, `validation_error` … */
  register(username: string, password: string): Promise<Me> {
    return ok(this.api.POST('/api/v1/users', { body: { username, password } }));
  }

  /** @throws ProblemError `invalid_credentials`, `rate_limited` … */
  async logIn(username: string, password: string): Promise<void> {
    const tokens = await ok(this.api.POST('/api/v1/auth/token', { body: { username, password } }));
    await this.#keeper.exclusively(async () => this.#keeper.save(sessionOf(tokens, Date.now())));
  }

  /** Forgets the tokens at once, also if the service cannot be told. */
  async logOut(): Promise<void> {
    const refresh = await this.#keeper.exclusively(async () => {
      const session = this.#keeper.load();
      this.#keeper.save(undefined);
      return session?.refresh;
    });
    if (refresh !== undefined) await ok(this.api.POST('/api/v1/auth/token/revoke', { body: { refresh } }));
  }

  /**
   * Sends a message, once: while there is no answer, or none that counts, the request is repeated with its key.
   * @param key up to 255 visible ASCII characters; give one that was kept, to go on after a restart.
   * @throws ProblemError if the service does not take the message; what the signal was aborted with.
   */
  async send(
    thread: number,
    text: string,
    { key = newKey(), signal }: { key?: string; signal?: AbortSignal } = {},
  ): Promise<Message> {
    const params = { path: { thread }, header: { 'Idempotency-Key': key } };
    const init = { params, body: { text }, ...(signal && { signal }) };
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
   * What concerns the account, as it happens, for as long as it is listened to: across broken connections,
   * without gaps and repeats.
   * @throws SessionEnded, ProblemError if the service will not have it.
   */
  events(options: StreamOptions = {}): AsyncGenerator<DuetEvent, void> {
    return streamEvents(`${this.#url}/api/v1/events`, this.#tokens, options);
  }

  async #fetch(request: Request): Promise<Response> {
    if (isPublic(request)) return fetch(request);
    const again = request.clone();
    const access = await this.#tokens.access();
    const response = await fetch(authorised(request, access));
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return fetch(authorised(again, await this.#tokens.access(access)));
  }
}

/** A key for a message that nobody else has, as `send` takes it. */
export function newKey(): string {
  // Not randomUUID, which browsers have only where the page came over HTTPS.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function isPublic({ url, method }: Request): boolean {
  const { pathname } = new URL(url);
  if (!pathname.includes('/api/v1/') || pathname.includes('/api/v1/auth/')) return true;
  return method === 'POST' && pathname.endsWith('/api/v1/users');
}

function authorised(request: Request, access: string): Request {
  request.headers.set('Authorization', `Bearer ${access}`);
  return request;
}
