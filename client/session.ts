import { problemOf } from './problem.js';
import type { components } from './schema.js';

export interface Session {
  readonly access: string;
  /** Can be used once. Using it a second time ends the whole login. Without one, the session ends with its access token. */
  readonly refresh?: string | undefined;
  /** When to use the refresh token, in milliseconds since 1970 by the clock of this machine. */
  readonly renew: number;
}

/** Where a session is kept. If several (tabs, processes) share a session, `exclusively` must hold among all of them. */
export interface SessionKeeper {
  load(): Session | undefined;
  /** @param session undefined if the session has ended. */
  save(session: Session | undefined): void;
  /** Runs one piece of work at a time. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** Keeps a session for as long as the program runs. */
export class MemoryKeeper implements SessionKeeper {
  #session: Session | undefined;
  #last: Promise<unknown> = Promise.resolve();

  load(): Session | undefined {
    return this.#session;
  }

  save(session: Session | undefined): void {
    this.#session = session;
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Nobody is logged in, or the login has ended. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

/** An access token is renewed after this part of its life, so that a request that is sent with it arrives in time. */
const renewAfter = 0.8;

/**
 * A session from tokens that were handed over, by this service or by another issuer.
 * @param now in milliseconds since 1970.
 * @throws SyntaxError if the access token is not a JWT.
 */
export function sessionOf(
  { access, refresh }: { readonly access: string; readonly refresh?: string | undefined },
  now: number,
): Session {
  const payload = (access.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const { exp, iat = now / 1000 } = JSON.parse(atob(payload)) as { exp: number; iat?: number };
  // Uses the token's lifetime, not its end, because the clocks of client and server may differ.
  return { access, refresh, renew: now + (exp - iat) * 1000 * renewAfter };
}

/** Where access tokens come from. */
export interface AccessTokens {
  /** What goes with each token. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * @param refused an access token that the service did not accept.
   * @throws SessionEnded if there is none to be had any more.
   */
  access(refused?: string): Promise<string>;
}

/** An application that has users already, and gives out their tokens. */
export interface TokenSource {
  /**
   * A token for the present user: of the issuer that the service trusts, one that the service made for the application,
   * or a service key. Asked for at the start, shortly before a token ends, and after one was refused; once for all who
   * wait. Throw SessionEnded when nobody is signed in any more.
   */
  token(): Promise<string>;
  /**
   * With a service key: the user in whose name, and with whose rights, all is done, by the id, or by `ext:` and the external
   * id. Without it, all is done in nobody's name.
   */
  readonly actAs?: number | `ext:${string}` | undefined;
}

/** Asks the application for tokens, and keeps each for as long as it is good. */
export class SourcedTokens implements AccessTokens {
  readonly headers: Readonly<Record<string, string>>;
  #kept: { readonly token: string; readonly renew: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(private readonly source: TokenSource) {
    this.headers = source.actAs === undefined ? {} : { 'Duet-Act-As': headerOf(source.actAs) };
  }

  async access(refused?: string): Promise<string> {
    const kept = this.#kept;
    if (kept !== undefined && kept.token !== refused && Date.now() < kept.renew) return kept.token;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<string> {
    const token = await this.source.token();
    this.#kept = { token, renew: renewalOf(token) };
    return token;
  }
}

/** Headers take ASCII alone, so an external id is percent-encoded. */
function headerOf(user: number | string): string {
  return typeof user === 'number' ? String(user) : `ext:${encodeURIComponent(user.slice('ext:'.length))}`;
}

/** When a token must be asked for again, in milliseconds since 1970. */
function renewalOf(token: string): number {
  try {
    return sessionOf({ access: token }, Date.now()).renew;
  } catch {
    return Infinity; // no JWT, like a service key: good until it is refused
  }
}

/** Gives out the access tokens of a session. Exchanges each refresh token once for new ones. */
export class Tokens implements AccessTokens {
  readonly headers = {};

  constructor(
    private readonly url: string,
    private readonly keeper: SessionKeeper,
  ) {}

  /** @throws SessionEnded if there is no session, or it has ended; ProblemError; any error of fetch. */
  async access(refused?: string): Promise<string> {
    return this.#good(refused) ?? this.keeper.exclusively(() => this.#renewed(refused));
  }

  /** Undefined if it needs to be renewed. */
  #good(refused: string | undefined): string | undefined {
    const session = this.keeper.load();
    if (session === undefined) throw new SessionEnded('Nobody is logged in.');
    return session.access !== refused && Date.now() < session.renew ? session.access : undefined;
  }

  async #renewed(refused: string | undefined): Promise<string> {
    const good = this.#good(refused); // another tab or process may have renewed it while this one waited
    if (good !== undefined) return good;
    const refresh = this.keeper.load()?.refresh;
    if (refresh === undefined) {
      this.keeper.save(undefined);
      throw new SessionEnded('The token has ended, and there is none to renew it with.');
    }
    const response = await fetch(`${this.url}/api/v1/auth/token/refresh`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh }),
    });
    if (response.ok) {
      const session = sessionOf((await response.json()) as components['schemas']['Tokens'], Date.now());
      this.keeper.save(session);
      return session.access;
    }
    const problem = await problemOf(response);
    if (problem.status !== 401) throw problem;
    this.keeper.save(undefined);
    throw new SessionEnded(problem.message, { cause: problem });
  }
}
