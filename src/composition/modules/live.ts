import cluster from 'node:cluster';
import { ContainerModule } from 'inversify';
import { EventFeed } from '../../application/live/event-feed.js';
import { SignalTyping } from '../../application/live/signal-typing.js';
import { WorkersSignals } from '../../infrastructure/persistence/workers-signals.js';
import { tokens } from '../tokens.js';

const { unitOfWork, signals } = tokens;

export const live = new ContainerModule(({ bind }) => {
  bind(signals).toResolvedValue(
    (store, { database }) =>
      // PostgreSQL reaches all processes itself.
      cluster.isWorker && database.kind !== 'postgres' ? new WorkersSignals(store.signals) : store.signals,
    [tokens.store, tokens.config],
  );
  bind(EventFeed).toResolvedValue((...needs) => new EventFeed(...needs), [unitOfWork, signals]);
  bind(SignalTyping).toResolvedValue((...needs) => new SignalTyping(...needs), [unitOfWork, signals]);
});
