import { problemOf } from './problem.js';
import type { components } from './schema.js';

export interface Session {
  readonly access: string;
  /** Can be used once. Using it a second time ends the whole login. */
  readonly refresh: string;
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

/** @throws SyntaxError if the access token is not a JWT. */
export function sessionOf({ access, refresh }: components['schemas']['Tokens'], now: number): Session {
  const payload = (access.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const { exp, iat } = JSON.parse(atob(payload)) as { exp: number; iat: number };
  // Uses the token's lifetime, not its end, because the clocks of client and server may differ.
  return { access, refresh, renew: now + (exp - iat) * 1000 * renewAfter };
}

/** Gives out access tokens. Exchanges each refresh token once for new ones. */
export class Tokens {
  constructor(
    private readonly url: string,
    private readonly keeper: SessionKeeper,
  ) {}

  /**
   * @param refused an access token that the service did not accept.
   * @throws SessionEnded if there is no session, or it has ended; ProblemError; any error of fetch.
   */
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
    const { refresh } = this.keeper.load() as Session;
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
