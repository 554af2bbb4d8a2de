import { ContainerModule } from 'inversify';
import { rateLimitsFor } from '../rate-limits.js';
import { tokens } from '../tokens.js';

/** Rests on the counter, which the service opens. */
export const limits = new ContainerModule(({ bind }) => {
  bind(tokens.rateLimits).toResolvedValue(
    ({ rates }, counter) => rateLimitsFor(rates, counter),
    [tokens.config, tokens.counter],
  );
  bind(tokens.openingLimit).toResolvedValue(({ opening }) => opening, [tokens.rateLimits]);
});
