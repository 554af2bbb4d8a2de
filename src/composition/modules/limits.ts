import { ContainerModule } from 'inversify';
import { rateLimitsFor } from '../rate-limits.js';
import { tokens } from '../tokens.js';

/** Rests on the counter, which the service opens. */
export const limits = new ContainerModule(({ bind }) => {
  bind(tokens.rateLimits).toResolvedValue(
    ({ rates }, counter, turns) => rateLimitsFor(rates, counter, turns),
    [tokens.config, tokens.counter, tokens.passwordTurns],
  );
  bind(tokens.openingLimit).toResolvedValue(({ opening }) => opening, [tokens.rateLimits]);
});
