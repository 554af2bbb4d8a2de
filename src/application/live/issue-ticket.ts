import { DomainError } from '../../domain/errors.js';
import type { Basis, UserCaller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { TicketIssuer } from '../ports/ticket-issuer.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** For how long a ticket is good at most, in milliseconds. */
const lifetime = 3_600_000;

/** Gives a client a ticket for the user's events, to put into a URL. */
export class IssueTicket {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tickets: TicketIssuer,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `token_revoked` if the caller's login has ended. */
  async execute(input: { caller: UserCaller }): Promise<{ ticket: string; expires: Date }> {
    const { caller } = input;
    const basis = basisOf(caller);
    const ends = [this.clock.now().getTime() + lifetime];
    if (basis === undefined) ends.push(caller.expires?.getTime() ?? 0);
    else if ('login' in basis) ends.push(await this.#endOf(basis.login));
    const expires = new Date(Math.floor(Math.min(...ends) / 1000) * 1000);
    return { ticket: this.tickets.issue({ userId: caller.id, basis, expires }), expires };
  }

  async #endOf(login: string): Promise<number> {
    const [family] = await this.unitOfWork.read(({ tokenFamilies }) => tokenFamilies.withIds([login]));
    if (family !== undefined && family.expires > this.clock.now()) return family.expires.getTime();
    throw new DomainError('token_revoked', 'The login of this token has ended: log in again.');
  }
}

/** Undefined for tokens of another issuer, whose logins nobody knows here: such a ticket ends with the token. */
function basisOf({ basis, login }: UserCaller): Basis | undefined {
  return basis ?? (login === undefined ? undefined : { login });
}
