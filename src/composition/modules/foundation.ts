import { ContainerModule } from 'inversify';
import { RandomIdSource } from '../../infrastructure/auth/random-id-source.js';
import { SystemClock } from '../../infrastructure/system-clock.js';
import { tokens } from '../tokens.js';

/** What every subject rests on: the time, random ids, and units of work of the store. */
export const foundation = new ContainerModule(({ bind }) => {
  bind(tokens.clock).toResolvedValue(() => new SystemClock());
  bind(tokens.idSource).toResolvedValue(() => new RandomIdSource());
  bind(tokens.unitOfWork).toResolvedValue((store) => store, [tokens.store]);
});
