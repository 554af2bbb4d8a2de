import { ContainerModule } from 'inversify';
import type { Config } from '../config/config.js';
import { tokens } from '../tokens.js';

/** What the configuration says to use cases and adapters. */
export function settings(config: Config): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(tokens.config).toConstantValue(config);
    bind(tokens.directory).toConstantValue(config.directory);
    bind(tokens.registration).toConstantValue(config.registration);
    bind(tokens.erasedMessages).toConstantValue(config.erasedMessages);
    bind(tokens.threadsOpenedBy).toConstantValue(config.threadsOpenedBy);
    bind(tokens.threadsDeletedBy).toConstantValue(config.threadsDeletedBy);
    bind(tokens.messageSearch).toConstantValue(config.messageSearch);
    bind(tokens.ownTokens).toConstantValue(config.ownTokens);
    bind(tokens.idempotencyKeyLifetime).toConstantValue(config.idempotencyKeyLifetime);
    bind(tokens.editPeriod).toConstantValue(config.editPeriod);
    bind(tokens.evidencePeriod).toConstantValue(config.evidencePeriod);
    bind(tokens.eventRetention).toConstantValue(config.eventRetention);
  });
}
