import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Clock } from '../../application/ports/clock.js';
import { DomainError } from '../../domain/errors.js';
import type { Caller } from '../../domain/user.js';
import type { CallerDirectory } from './caller-directory.js';
import { algorithm, claimsOf, type AccessClaims } from './jwt.js';

type Next = (error?: unknown) => void;

/** Finds out who calls, from the bearer token of the request. */
export class BearerAuthenticator {
  readonly #passport = new passport.Passport();
  private readonly token = ExtractJwt.fromAuthHeaderAsBearerToken();
  /** Tokens whose signature was checked. Whether they still hold is asked each time. */
  readonly #verified = new LRUCache<string, AccessClaims>({ max: 10_000 });

  constructor(
    key: KeyObject,
    private readonly callers: CallerDirectory,
    private readonly clock: Clock,
  ) {
    this.#passport.use(
      new Strategy(
        {
          // @types/passport-jwt do not know key objects; jsonwebtoken underneath does.
          secretOrKeyProvider: (_request, _token, done) => done(null, key as unknown as Buffer),
          jwtFromRequest: this.token,
          algorithms: [algorithm],
          ignoreExpiration: true, // #admit checks it, because a verified token comes again
        },
        (payload: unknown, done) => done(null, claimsOf(payload, 'access') ?? false),
      ),
    );
  }

  /**
   * Middleware that sets `request.user` to the Caller, or goes on with a DomainError: `not_authenticated`,
   * `token_invalid` or `token_expired`.
   */
  readonly authenticate = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const token = this.token(request as Parameters<typeof this.token>[0]);
    if (token === null) {
      next(new DomainError('not_authenticated', 'Send an access token: Authorization: Bearer <token>.'));
      return;
    }
    const claims = this.#verified.get(token);
    if (claims !== undefined) {
      this.#admit(claims, request, next);
      return;
    }
    const refuse = () => {
      next(new DomainError('token_invalid', 'This is not an access token of this service.'));
    };
    const verified = (_error: unknown, claims: AccessClaims | false | undefined) => {
      if (claims) {
        this.#verified.set(token, claims);
        this.#admit(claims, request, next);
      } else {
        refuse();
      }
    };
    try {
      const authenticate = this.#passport.authenticate(
        'jwt',
        { session: false },
        verified,
      ) as typeof this.authenticate;
      authenticate(request, response, next);
    } catch {
      refuse(); // jsonwebtoken trips over some payloads, such as null
    }
  };

  #admit(claims: AccessClaims, request: IncomingMessage, next: Next): void {
    if (claims.exp * 1000 <= this.clock.now().getTime()) {
      next(new DomainError('token_expired', 'The access token has expired: refresh it.'));
      return;
    }
    const welcome = (caller: Caller | undefined) => {
      if (caller === undefined) {
        next(new DomainError('token_invalid', 'The account of this token is not active.'));
        return;
      }
      (request as IncomingMessage & { user?: Caller }).user = caller;
      next();
    };
    const caller = this.callers.find(claims.user_id);
    if (caller instanceof Promise) caller.then(welcome, next);
    else welcome(caller);
  }
}
