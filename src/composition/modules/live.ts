import { ContainerModule } from 'inversify';
import { AdmitTicket } from '../../application/live/admit-ticket.js';
import { EventFeed } from '../../application/live/event-feed.js';
import { IssueTicket } from '../../application/live/issue-ticket.js';
import { SignalTyping } from '../../application/live/signal-typing.js';
import { JwtTicketIssuer } from '../../infrastructure/auth/jwt-ticket-issuer.js';
import { RecentRoles } from '../../infrastructure/auth/recent-roles.js';
import { WorkersSignals } from '../../infrastructure/persistence/workers-signals.js';
import { isOneOf } from '../counter.js';
import { tokens } from '../tokens.js';

const { unitOfWork, signals, ticketIssuer, clock } = tokens;

export const live = new ContainerModule(({ bind }) => {
  bind(signals).toResolvedValue(
    (store, { database, workers }) =>
      // PostgreSQL reaches all processes itself.
      isOneOf(workers) && database.kind !== 'postgres' ? new WorkersSignals(store.signals) : store.signals,
    [tokens.store, tokens.config],
  );
  bind(EventFeed).toResolvedValue((...needs) => new EventFeed(...needs), [unitOfWork, signals, RecentRoles]);
  bind(ticketIssuer).toResolvedValue(
    (...needs) => new JwtTicketIssuer(...needs),
    [tokens.signingKeys, clock, tokens.idSource],
  );
  bind(IssueTicket).toResolvedValue(
    (...needs) => new IssueTicket(...needs),
    [unitOfWork, ticketIssuer, clock],
  );
  bind(AdmitTicket).toResolvedValue((...needs) => new AdmitTicket(...needs), [unitOfWork, ticketIssuer]);
  bind(SignalTyping).toResolvedValue((...needs) => new SignalTyping(...needs), [unitOfWork, signals]);
});
