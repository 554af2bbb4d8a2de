import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Clock } from '../../application/ports/clock.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import type { RecogniseUser } from '../../application/accounts/recognise-user.js';
import { DomainError } from '../../domain/errors.js';
import type { Caller, Role } from '../../domain/accounts/user.js';
import type { IssuerTokens } from './issuer-tokens.js';
import { algorithm, claimsOf, type AccessClaims } from './jwt.js';

type Next = (error?: unknown) => void;

/** For how long a user's role and activity are taken as known, in milliseconds: a change must bite within a second. */
const freshness = 500;

/** Who has called within this time, in milliseconds, may be expected to call again. */
const recent = 10_000;

/** How many users are read together at most: so few that nobody notices the time it takes. */
const together = 1000;

/** A token that was checked. */
interface Session {
  readonly userId: number;
  /** When it must be checked again, in milliseconds since 1970. */
  readonly until: number;
}

/** The state in which a user was last seen. */
interface Account {
  readonly role: Role;
  /** When that was read, as `Clock.elapsed` counts. */
  readonly read: number;
}

/** Another issuer of tokens, and who its users are here. */
export interface OutsideIssuer {
  readonly tokens: IssuerTokens;
  readonly recogniseUser: RecogniseUser;
}

/** Finds out who calls, from the bearer token of the request. */
export class BearerAuthenticator {
  readonly #passport = new passport.Passport();
  private readonly token = ExtractJwt.fromAuthHeaderAsBearerToken();
  readonly #sessions = new LRUCache<string, Session>({ max: 10_000 });
  readonly #accounts = new LRUCache<number, Account>({ max: 10_000 });
  /** Who has called lately: since `#since`, and in as long a time before that. */
  #callers = new Set<number>();
  #before = new Set<number>();
  #since = -Infinity;

  /** @param key of Duet's own tokens; undefined if only the issuer's are let in. */
  constructor(
    private readonly key: KeyObject | undefined,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly issuer?: OutsideIssuer,
  ) {
    this.#passport.use(
      new Strategy(
        {
          // @types/passport-jwt do not know key objects; jsonwebtoken underneath does.
          secretOrKeyProvider: (_request, _token, done) => done(null, key as unknown as Buffer),
          jwtFromRequest: this.token,
          algorithms: [algorithm],
          ignoreExpiration: true, // #admitOwn checks it, by the clock
        },
        (payload: unknown, done) => done(null, claimsOf(payload, 'access') ?? false),
      ),
    );
  }

  /**
   * Middleware that sets `request.user` to the Caller, or goes on with a DomainError: `not_authenticated`,
   * `token_invalid`, `token_expired` or `issuer_unavailable`.
   */
  readonly authenticate = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const token = this.token(request as Parameters<typeof this.token>[0]);
    if (token === null) {
      next(new DomainError('not_authenticated', 'Send an access token: Authorization: Bearer <token>.'));
      return;
    }
    const session = this.#sessions.get(token);
    if (session !== undefined && this.clock.now().getTime() < session.until) {
      const account = this.#accounts.get(session.userId);
      if (account !== undefined && this.clock.elapsed() - account.read < freshness) {
        this.#callers.add(session.userId);
        enter(request, session, account);
        next();
      } else {
        this.#admit(token, session, request, next);
      }
    } else if (this.issuer !== undefined && (this.key === undefined || this.issuer.tokens.concerns(token))) {
      this.#verifyOutside(this.issuer, token, request, next);
    } else {
      this.#verifyOwn(token, request, response, next);
    }
  };

  #verifyOutside(
    { tokens, recogniseUser }: OutsideIssuer,
    token: string,
    request: IncomingMessage,
    next: Next,
  ): void {
    tokens
      .verify(token)
      .then(async ({ identity, name, until }) => {
        const user = await recogniseUser.execute(identity, name);
        this.#admit(token, { userId: user.id, until }, request, next);
      })
      .catch(next);
  }

  #verifyOwn(token: string, request: IncomingMessage, response: ServerResponse, next: Next): void {
    const refuse = () => {
      next(new DomainError('token_invalid', 'This is not an access token of this service.'));
    };
    const verified = (_error: unknown, claims: AccessClaims | false | undefined) => {
      if (!claims) refuse();
      else if (claims.exp * 1000 <= this.clock.now().getTime()) {
        next(new DomainError('token_expired', 'The access token has expired: refresh it.'));
      } else this.#admit(token, { userId: claims.user_id, until: claims.exp * 1000 }, request, next);
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

  /**
   * Lets the bearer of a token that holds in if its user is active. Reads the state of those who called lately along
   * with this one's: twice a second one read for all, where one for each would cost as much as many a request.
   */
  #admit(token: string, session: Session, request: IncomingMessage, next: Next): void {
    const read = this.clock.elapsed();
    const { userId } = session;
    const ids = this.#dueWith(userId, read);
    this.unitOfWork
      .read(({ users }) => users.rolesOf(ids))
      .then((roles) => {
        for (const id of ids) {
          const role = roles.get(id);
          if (role === undefined) this.#accounts.delete(id);
          else this.#accounts.set(id, { role, read });
        }
        const account = this.#accounts.get(userId);
        if (account === undefined || !roles.has(userId)) {
          this.#sessions.delete(token);
          throw new DomainError('token_invalid', 'The account of this token is not active.');
        }
        this.#sessions.set(token, session);
        enter(request, session, account);
      })
      .then(() => {
        next();
      }, next);
  }

  /** This user and those who called lately, if their state was read some time ago. */
  #dueWith(userId: number, now: number): number[] {
    if (now - this.#since >= recent) {
      this.#before = this.#callers;
      this.#callers = new Set();
      this.#since = now;
    }
    this.#callers.add(userId);
    const due = new Set([userId]);
    for (const callers of [this.#callers, this.#before]) {
      for (const id of callers) {
        if (due.size === together) break;
        if (now - (this.#accounts.peek(id)?.read ?? -Infinity) >= freshness / 2) due.add(id);
      }
    }
    return [...due];
  }
}

function enter(request: IncomingMessage, { userId, until }: Session, { role }: Account): void {
  (request as { user?: Caller }).user = { id: userId, role, expires: new Date(until) };
}
