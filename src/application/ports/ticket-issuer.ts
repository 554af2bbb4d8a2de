import type { Basis } from '../../domain/accounts/user.js';

/** What a ticket says: whose events may be followed with it, and for how long. */
export interface TicketClaims {
  readonly userId: number;
  /** Undefined: with nothing but its own end. */
  readonly basis: Basis | undefined;
  /** To the second. */
  readonly expires: Date;
}

/** Makes tickets, which open streams of events and nothing else, and knows its own again. */
export interface TicketIssuer {
  issue(claims: TicketClaims): string;

  /** @throws DomainError `token_invalid` or `token_expired`. */
  verify(ticket: string): TicketClaims;
}
