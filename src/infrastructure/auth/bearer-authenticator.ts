import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Clock } from '../../application/ports/clock.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import { DomainError } from '../../domain/errors.js';
import type { Caller } from '../../domain/user.js';
import { algorithm, claimsOf, type AccessClaims } from './jwt.js';

type Next = (error?: unknown) => void;

/** For how long a user's role and activity are taken as known, in milliseconds: a change must bite within a second. */
const freshness = 500;

/** A token whose signature was checked, and the state in which its user was last seen. */
interface Session {
  readonly claims: AccessClaims;
  readonly caller: Caller;
  /** When the user's state was read, in milliseconds since 1970. */
  readonly read: number;
}

/** Finds out who calls, from the bearer token of the request. */
export class BearerAuthenticator {
  readonly #passport = new passport.Passport();
  private readonly token = ExtractJwt.fromAuthHeaderAsBearerToken();
  readonly #sessions = new LRUCache<string, Session>({ max: 10_000 });

  constructor(
    key: KeyObject,
    private readonly unitOfWork: UnitOfWork,
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
    const session = this.#sessions.get(token);
    const now = this.clock.now().getTime();
    if (session !== undefined && now - session.read < freshness && now < session.claims.exp * 1000) {
      (request as { user?: Caller }).user = session.caller;
      next();
    } else if (session !== undefined) {
      this.#admit(token, session.claims, request, next);
    } else {
      this.#verify(token, request, response, next);
    }
  };

  #verify(token: string, request: IncomingMessage, response: ServerResponse, next: Next): void {
    const refuse = () => {
      next(new DomainError('token_invalid', 'This is not an access token of this service.'));
    };
    const verified = (_error: unknown, claims: AccessClaims | false | undefined) => {
      if (claims) this.#admit(token, claims, request, next);
      else refuse();
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
  }

  /** Lets a verified token in if it still holds and its user is active. */
  #admit(token: string, claims: AccessClaims, request: IncomingMessage, next: Next): void {
    const read = this.clock.now().getTime();
    if (claims.exp * 1000 <= read) {
      this.#sessions.delete(token);
      next(new DomainError('token_expired', 'The access token has expired: refresh it.'));
      return;
    }
    const id = claims.user_id;
    this.unitOfWork
      .read(({ users }) => users.find(id))
      .then((user) => {
        if (user?.active !== true) {
          this.#sessions.delete(token);
          throw new DomainError('token_invalid', 'The account of this token is not active.');
        }
        const caller = { id, role: user.role, expires: new Date(claims.exp * 1000) };
        this.#sessions.set(token, { claims, caller, read });
        (request as { user?: Caller }).user = caller;
      })
      .then(() => {
        next();
      }, next);
  }
}
