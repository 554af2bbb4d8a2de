import jwt from 'jsonwebtoken';
import type { Clock } from '../../application/ports/clock.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { TicketClaims, TicketIssuer } from '../../application/ports/ticket-issuer.js';
import { DomainError } from '../../domain/errors.js';
import type { Basis } from '../../domain/accounts/user.js';
import { algorithm, verifiedPayload, type SigningKeys } from './jwt.js';

const tokenType = 'event_ticket';

const refusals = {
  invalid: 'This is not a ticket of this service.',
  expired: 'The ticket has expired: get another one.',
};

/** Tickets are signed as Duet's other tokens are, and are none of them by their `token_type`. */
export class JwtTicketIssuer implements TicketIssuer {
  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  issue({ userId, basis, expires }: TicketClaims): string {
    const claims = {
      token_type: tokenType,
      exp: Math.floor(expires.getTime() / 1000),
      iat: this.#now(),
      jti: this.ids.next(),
      user_id: userId,
      ...(basis !== undefined &&
        ('login' in basis ? { family: basis.login } : { service_key: basis.serviceKey })),
    };
    return jwt.sign(claims, this.keys.current, { algorithm });
  }

  verify(ticket: string): TicketClaims {
    const payload = verifiedPayload(ticket, this.keys, this.#now(), refusals);
    const claims = payload as Partial<Record<string, unknown>>;
    const { token_type: type, user_id: userId, exp } = claims;
    if (type !== tokenType || !Number.isSafeInteger(userId) || !Number.isFinite(exp)) {
      throw new DomainError('token_invalid', refusals.invalid);
    }
    return { userId: userId as number, basis: basisOf(claims), expires: new Date((exp as number) * 1000) };
  }

  #now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function basisOf({ family, service_key: key }: Partial<Record<string, unknown>>): Basis | undefined {
  if (typeof family === 'string') return { login: family };
  return typeof key === 'number' ? { serviceKey: key } : undefined;
}
