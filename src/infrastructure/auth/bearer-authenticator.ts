import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { AdmitTicket } from '../../application/live/admit-ticket.js';
import type { Clock } from '../../application/ports/clock.js';
import type { RecogniseUser } from '../../application/accounts/recognise-user.js';
import { DomainError } from '../../domain/errors.js';
import { isServiceKey, type ServiceKey } from '../../domain/accounts/service-key.js';
import {
  unknownUser,
  type Caller,
  type Role,
  type ServiceCaller,
  type UserCaller,
} from '../../domain/accounts/user.js';
import type { NamedUser } from '../../domain/accounts/user-reference.js';
import type { IssuerTokens } from './issuer-tokens.js';
import type { KeyRing } from './key-ring.js';
import { algorithm, claimsOf, keyFor, type AccessClaims, type SigningKeys } from './jwt.js';
import type { RecentIds } from './recent-ids.js';
import type { RecentRoles } from './recent-roles.js';

type Next = (error?: unknown) => void;

/** A token that was checked. */
interface Session {
  readonly userId: number;
  /** The login that the token is of, if it is one of Duet's own. */
  readonly login?: string | undefined;
  /** When it must be checked again, in milliseconds since 1970. */
  readonly until: number;
}

/** Another issuer of tokens, and who its users are here. */
export interface OutsideIssuer {
  readonly tokens: IssuerTokens;
  readonly recogniseUser: RecogniseUser;
}

/** Finds out who calls, from the bearer token of the request, which is a user's or a service's. */
export class BearerAuthenticator {
  readonly #passport = new passport.Passport();
  private readonly token = ExtractJwt.fromAuthHeaderAsBearerToken();
  readonly #sessions = new LRUCache<string, Session>({ max: 10_000 });

  /** @param keys of Duet's own tokens; undefined if only the issuer's are let in. */
  constructor(
    private readonly keys: SigningKeys | undefined,
    private readonly roles: RecentRoles,
    private readonly clock: Clock,
    private readonly keyRing: KeyRing,
    private readonly ids: RecentIds,
    private readonly admitTicket: AdmitTicket,
    private readonly issuer?: OutsideIssuer,
  ) {
    this.#passport.use(
      new Strategy(
        {
          // @types/passport-jwt do not know key objects; jsonwebtoken underneath does.
          secretOrKeyProvider: (_request, token: string, done) => {
            done(null, (keys && keyFor(token, keys)) as unknown as Buffer);
          },
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
      const wanted = 'an access token or a service key';
      next(new DomainError('not_authenticated', `Send ${wanted}: Authorization: Bearer <token>.`));
      return;
    }
    const session = this.#sessions.get(token);
    if (session !== undefined && this.clock.now().getTime() < session.until) {
      const role = this.roles.known(session.userId);
      if (role === undefined) {
        this.#admit(token, session, request, next);
      } else {
        enter(request, session, role);
        next();
      }
    } else if (isServiceKey(token)) {
      this.#verifyKey(token, request, next);
    } else if (this.issuer !== undefined && (this.keys === undefined || this.issuer.tokens.concerns(token))) {
      this.#verifyOutside(this.issuer, token, request, next);
    } else {
      this.#verifyOwn(token, request, response, next);
    }
  };

  /** The same, and lets tickets in from the query, where there is no bearer token. */
  readonly authenticateListener = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const isBearer = this.token(request as Parameters<typeof this.token>[0]) !== null;
    const ticket = isBearer ? undefined : ticketIn(request);
    if (ticket === undefined) {
      this.authenticate(request, response, next);
      return;
    }
    this.admitTicket
      .execute({ ticket })
      .then((caller) => {
        (request as { user?: Caller }).user = caller;
      })
      .then(() => {
        next();
      }, next);
  };

  /**
   * The user in whose name a service asks, by the state that is half a second old at most.
   * @throws DomainError `unknown_user` if there is none, or the account is deactivated.
   */
  readonly actAs = (caller: ServiceCaller, user: NamedUser): UserCaller | Promise<UserCaller> => {
    const id = typeof user === 'number' ? user : this.ids.known(user.externalId);
    const role = id === undefined ? undefined : this.roles.known(id);
    return id === undefined || role === undefined
      ? this.#lookUp(caller, user)
      : this.#acting(caller, id, role);
  };

  async #lookUp(caller: ServiceCaller, user: NamedUser): Promise<UserCaller> {
    const id = typeof user === 'number' ? user : await this.ids.read(user.externalId);
    const role = id === undefined ? undefined : await this.roles.read(id);
    if (id === undefined || role === undefined) throw unknownUser(user);
    return this.#acting(caller, id, role);
  }

  #acting({ service, basis }: ServiceCaller, id: number, role: Role): UserCaller {
    return { id, role, service, basis };
  }

  #verifyKey(token: string, request: IncomingMessage, next: Next): void {
    const known = this.keyRing.known(token);
    if (known !== undefined) {
      enterService(request, known);
      next();
      return;
    }
    this.keyRing
      .find(token)
      .then((key) => {
        if (key === undefined)
          throw new DomainError('token_invalid', 'This service key is unknown, or was revoked.');
        enterService(request, key);
      })
      .then(() => {
        next();
      }, next);
  }

  #verifyOutside(
    { tokens, recogniseUser }: OutsideIssuer,
    token: string,
    request: IncomingMessage,
    next: Next,
  ): void {
    tokens
      .verify(token)
      .then(async ({ user: introduced, until }) => {
        const user = await recogniseUser.execute(introduced);
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
      } else {
        const { user_id: userId, family: login, exp } = claims;
        this.#admit(token, { userId, login, until: exp * 1000 }, request, next);
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
  }

  /** Lets the bearer of a token that holds in if its user is active. */
  #admit(token: string, session: Session, request: IncomingMessage, next: Next): void {
    this.roles
      .read(session.userId)
      .then((role) => {
        if (role === undefined) {
          this.#sessions.delete(token);
          throw new DomainError('token_invalid', 'The account of this token is not active.');
        }
        this.#sessions.set(token, session);
        enter(request, session, role);
      })
      .then(() => {
        next();
      }, next);
  }
}

function enterService(request: IncomingMessage, { id, name }: ServiceKey): void {
  const caller: ServiceCaller = { id: undefined, role: 'admin', service: name, basis: { serviceKey: id } };
  (request as { user?: Caller }).user = caller;
}

function ticketIn({ url = '' }: IncomingMessage): string | undefined {
  const start = url.indexOf('?');
  return start < 0 ? undefined : (new URLSearchParams(url.slice(start)).get('ticket') ?? undefined);
}

function enter(request: IncomingMessage, { userId, login, until }: Session, role: Role): void {
  (request as { user?: Caller }).user = { id: userId, role, login, expires: new Date(until) };
}
