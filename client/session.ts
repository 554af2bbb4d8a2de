import { problemOf } from './problem.js';
import type { components } from './schema.js';

export interface Session {
  readonly access: string;
  /** Good for one use: whoever uses it twice ends the whole login. */
  readonly refresh: string;
  /** From when on to use the refresh token, in milliseconds since 1970 by the clock of this machine. */
  readonly renew: number;
}

/** Where a session is kept. Those who share one (tabs of a browser, processes) share the exclusion, too. */
export interface SessionKeeper {
  load(): Session | undefined;
  /** undefined: there is none any more. */
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

/** Nobody is logged in, or not any more: log in. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

/** An access token is renewed when this part of its life is over: what it is sent with must still arrive in time. */
const renewAfter = 0.8;

/** @throws SyntaxError for what is no JWT. */
export function sessionOf({ access, refresh }: components['schemas']['Tokens'], now: number): Session {
  const payload = (access.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const { exp, iat } = JSON.parse(atob(payload)) as { exp: number; iat: number };
  // By how long it lives, and not by when it ends: the clocks of client and server may differ.
  return { access, refresh, renew: now + (exp - iat) * 1000 * renewAfter };
}

/** Gives out access tokens, and spends refresh tokens for new ones: each once. */
export class Tokens {
  constructor(
    private readonly url: string,
    private readonly keeper: SessionKeeper,
  ) {}

  /**
   * @param refused an access token that is no good, whatever its age.
   * @throws SessionEnded if there is no session, or none any more; ProblemError; whatever fetch throws.
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
    const good = this.#good(refused); // somebody else may have renewed it while this one waited
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
