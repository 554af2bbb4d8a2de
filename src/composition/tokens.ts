import type { KeyObject } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { ServiceIdentifier } from 'inversify';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ErasedMessages } from '../application/privacy/erase-account.js';
import type { Clock } from '../application/ports/clock.js';
import type { EventSignals } from '../application/ports/event-signals.js';
import type { IdSource } from '../application/ports/id-source.js';
import type { PasswordHasher } from '../application/ports/password-hasher.js';
import type { RateLimit } from '../application/ports/rate-limit.js';
import type { TokenIssuer } from '../application/ports/token-issuer.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import type { Registration } from '../application/accounts/register-user.js';
import type { IssuerKeys } from '../infrastructure/auth/issuer-keys.js';
import type { HttpOptions } from '../infrastructure/http/app.js';
import type { Endpoint } from '../infrastructure/http/endpoint.js';
import type { Health } from '../infrastructure/http/health.js';
import type { MessageClasses } from '../infrastructure/http/message-classes.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import type { PrometheusMetrics } from '../infrastructure/metrics/prometheus-metrics.js';
import type { Counter } from '../infrastructure/rate-limits/counters.js';
import type { Config } from './config/config.js';
import type { LazyPanel } from './lazy-panel.js';
import type { Store } from './store.js';

// Names for what has no class to be known by. Classes are their own tokens.

function token<Type>(name: string): ServiceIdentifier<Type> {
  return Symbol(name);
}

export const tokens = {
  config: token<Config>('Config'),
  /** Bound when it is open. */
  store: token<Store>('Store'),
  unitOfWork: token<UnitOfWork>('UnitOfWork'),
  clock: token<Clock>('Clock'),
  idSource: token<IdSource>('IdSource'),
  /** How passwords are hashed, exactly as they are given. */
  hashMethod: token<PasswordHasher>('hash method'),
  /** The same for passwords in any Unicode form: what use cases get. */
  passwordHasher: token<PasswordHasher>('PasswordHasher'),
  signingKey: token<KeyObject>('signing key'),
  /** Undefined if no other issuer's tokens are let in. */
  issuerKeys: token<IssuerKeys | undefined>('IssuerKeys'),
  tokenIssuer: token<TokenIssuer>('TokenIssuer'),
  registration: token<Registration>('Registration'),
  erasedMessages: token<ErasedMessages>('ErasedMessages'),
  ownTokens: token<boolean>('ownTokens'),
  idempotencyKeyLifetime: token<number>('idempotencyKeyLifetime'),
  eventRetention: token<number>('eventRetention'),
  signals: token<EventSignals>('EventSignals'),
  logger: token<Logger>('Logger'),
  health: token<Health>('Health'),
  metrics: token<PrometheusMetrics>('Metrics'),
  /** Where attempts are counted. Bound when it is open. */
  counter: token<Counter>('Counter'),
  rateLimits: token<RateLimits>('RateLimits'),
  /** Of newly opened threads; undefined if nothing is limited. */
  openingLimit: token<RateLimit | undefined>('opening limit'),
  messageClasses: token<MessageClasses>('MessageClasses'),
  httpOptions: token<HttpOptions>('HttpOptions'),
  authenticate: token<RequestHandler>('authenticate'),
  /** Undefined if there is to be none. */
  panel: token<LazyPanel | undefined>('panel'),
  /** What answers at /admin; undefined if nothing does. */
  admin: token<RequestHandler | undefined>('admin'),
  /** Bound once for each part of the API. */
  endpoints: token<readonly Endpoint[]>('Endpoint[]'),
  app: token<RequestListener>('app'),
};
