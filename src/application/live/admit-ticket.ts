import { DomainError } from '../../domain/errors.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import type { TicketIssuer } from '../ports/ticket-issuer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { standing } from './standing.js';

/** Finds out who wants to follow events with a ticket. */
export class AdmitTicket {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tickets: TicketIssuer,
  ) {}

  /** @throws DomainError `token_invalid`, `token_expired`, or `token_revoked` if what it rests on has ended. */
  async execute(input: { ticket: string }): Promise<UserCaller> {
    const { userId, basis, expires } = this.tickets.verify(input.ticket);
    const [role, stands] = await this.unitOfWork.read(async (readers) => [
      (await readers.users.rolesOf([userId])).get(userId),
      basis === undefined || (await standing(readers, [basis]))(basis),
    ]);
    if (role === undefined)
      throw new DomainError('token_invalid', 'The account of this ticket is not active.');
    if (!stands) {
      const message = 'The login or the service key of this ticket has ended: get a ticket with another one.';
      throw new DomainError('token_revoked', message);
    }
    return { id: userId, role, basis, expires };
  }
}
