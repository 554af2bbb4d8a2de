import type { RequestListener } from 'node:http';
import type { ServiceIdentifier } from 'inversify';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ErasedMessages } from '../application/privacy/erase-account.js';
import type { Clock } from '../application/ports/clock.js';
import type { EventSignals } from '../application/ports/event-signals.js';
import type { IdSource } from '../application/ports/id-source.js';
import type { PasswordHasher } from '../application/ports/password-hasher.js';
import type { TokenIssuer } from '../application/ports/token-issuer.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import type { Registration } from '../application/accounts/register-user.js';
import type { HttpOptions } from '../infrastructure/http/app.js';
import type { Endpoint } from '../infrastructure/http/endpoint.js';
import type { Health } from '../infrastructure/http/health.js';
import type { Metrics } from '../infrastructure/http/metrics.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';

// Names for what has no class to be known by. Classes are their own tokens.

function token<Type>(name: string): ServiceIdentifier<Type> {
  return Symbol(name);
}

export const tokens = {
  unitOfWork: token<UnitOfWork>('UnitOfWork'),
  clock: token<Clock>('Clock'),
  idSource: token<IdSource>('IdSource'),
  passwordHasher: token<PasswordHasher>('PasswordHasher'),
  tokenIssuer: token<TokenIssuer>('TokenIssuer'),
  registration: token<Registration>('Registration'),
  erasedMessages: token<ErasedMessages>('ErasedMessages'),
  ownTokens: token<boolean>('ownTokens'),
  idempotencyKeyLifetime: token<number>('idempotencyKeyLifetime'),
  eventRetention: token<number>('eventRetention'),
  signals: token<EventSignals>('EventSignals'),
  logger: token<Logger>('Logger'),
  health: token<Health>('Health'),
  metrics: token<Metrics>('Metrics'),
  rateLimits: token<RateLimits>('RateLimits'),
  httpOptions: token<HttpOptions>('HttpOptions'),
  authenticate: token<RequestHandler>('authenticate'),
  /** What answers at /admin; undefined if nothing does. */
  admin: token<RequestHandler | undefined>('admin'),
  /** Bound once for each part of the API. */
  endpoints: token<readonly Endpoint[]>('Endpoint[]'),
  app: token<RequestListener>('app'),
};
