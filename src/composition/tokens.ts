import type { RequestListener } from 'node:http';
import type { ServiceIdentifier } from 'inversify';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ErasedMessages } from '../application/privacy/erase-account.js';
import type { DeletedBy } from '../application/conversation/delete-thread.js';
import type { OpenedBy } from '../application/conversation/open-thread.js';
import type { Clock } from '../application/ports/clock.js';
import type { FileStore } from '../application/ports/file-store.js';
import type { EventSignals } from '../application/ports/event-signals.js';
import type { IdSource } from '../application/ports/id-source.js';
import type { PasswordHasher } from '../application/ports/password-hasher.js';
import type { RateLimit } from '../application/ports/rate-limit.js';
import type { ServiceKeySource } from '../application/ports/service-key-source.js';
import type { TicketIssuer } from '../application/ports/ticket-issuer.js';
import type { TokenIssuer } from '../application/ports/token-issuer.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import type { WebhookSecretSource, WebhookSender } from '../application/ports/webhook-sender.js';
import type { CouriersOptions } from '../application/webhooks/webhook-couriers.js';
import type { Registration } from '../application/accounts/register-user.js';
import type { Directory } from '../application/accounts/search-users.js';
import type { IssuerKeys } from '../infrastructure/auth/issuer-keys.js';
import type { SigningKeys } from '../infrastructure/auth/jwt.js';
import type { UseCases } from '../infrastructure/admin/use-cases.js';
import type { HttpOptions } from '../infrastructure/http/app.js';
import type { LocalFileIntake } from '../infrastructure/attachments/local-file-intake.js';
import type { Authentication, Endpoint } from '../infrastructure/http/endpoint.js';
import type { Health } from '../infrastructure/http/health.js';
import type { MessageClasses } from '../infrastructure/http/message-classes.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import type { PrometheusMetrics } from '../infrastructure/metrics/prometheus-metrics.js';
import type { Counter } from '../infrastructure/rate-limits/counter.js';
import type { FairTurns } from '../infrastructure/rate-limits/fair-turns.js';
import type { Config } from './config/config.js';
import type { LazyPanel } from './lazy-panel.js';
import type { Store } from './store.js';

// Names for what has no class to be known by. Classes are their own tokens.

/** Under a name of ours, so that declarations need not name the packages that Express's types are made of. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name is all that it adds
interface PanelHandler extends RequestHandler {}

function token<Type>(name: string): ServiceIdentifier<Type> {
  return Symbol(name);
}

export const tokens = {
  config: token<Config>('Config'),
  /** Bound when it is open. */
  store: token<Store>('Store'),
  unitOfWork: token<UnitOfWork>('UnitOfWork'),
  /** Undefined where no attachments are kept. Bound when it is open. */
  files: token<FileStore | undefined>('FileStore'),
  fileIntake: token<LocalFileIntake>('FileIntake'),
  attachmentMaxBytes: token<number>('attachmentMaxBytes'),
  /** The same; undefined where no attachments are kept. */
  uploadLimit: token<number | undefined>('upload limit'),
  clock: token<Clock>('Clock'),
  idSource: token<IdSource>('IdSource'),
  /** How passwords are hashed, exactly as they are given. */
  hashMethod: token<PasswordHasher>('hash method'),
  /** The same for passwords in any Unicode form: what use cases get. */
  passwordHasher: token<PasswordHasher>('PasswordHasher'),
  /** The same for passwords that admins give to others: these hashes take turns with logins. */
  passwordHasherInTurn: token<PasswordHasher>('PasswordHasher in turn'),
  passwordTurns: token<FairTurns>('turns for passwords'),
  serviceKeySource: token<ServiceKeySource>('ServiceKeySource'),
  signingKeys: token<SigningKeys>('signing keys'),
  /** Undefined if no other issuer's tokens are let in. */
  issuerKeys: token<IssuerKeys | undefined>('IssuerKeys'),
  tokenIssuer: token<TokenIssuer>('TokenIssuer'),
  ticketIssuer: token<TicketIssuer>('TicketIssuer'),
  registration: token<Registration>('Registration'),
  directory: token<Directory>('Directory'),
  erasedMessages: token<ErasedMessages>('ErasedMessages'),
  threadsOpenedBy: token<OpenedBy>('OpenedBy'),
  threadsDeletedBy: token<DeletedBy>('DeletedBy'),
  messageSearch: token<boolean>('messageSearch'),
  ownTokens: token<boolean>('ownTokens'),
  idempotencyKeyLifetime: token<number>('idempotencyKeyLifetime'),
  eventRetention: token<number>('eventRetention'),
  /** For how long senders may edit and delete, in milliseconds. */
  editPeriod: token<number>('editPeriod'),
  /** For how long evidence is kept, in milliseconds. */
  evidencePeriod: token<number>('evidencePeriod'),
  signals: token<EventSignals>('EventSignals'),
  webhookSender: token<WebhookSender>('WebhookSender'),
  webhookSecretSource: token<WebhookSecretSource>('WebhookSecretSource'),
  /** How webhooks are delivered; what is not said is as usual. */
  couriersOptions: token<Partial<CouriersOptions>>('CouriersOptions'),
  /** How often the index by which messages are found is brought up to date, in milliseconds. */
  indexInterval: token<number>('indexInterval'),
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
  authentication: token<Authentication>('Authentication'),
  /** What the panel does. */
  useCases: token<UseCases>('UseCases'),
  /** Undefined if there is to be none. */
  panel: token<LazyPanel | undefined>('panel'),
  /** What answers at /admin; undefined if nothing does. */
  admin: token<PanelHandler | undefined>('admin'),
  /** Bound once for each part of the API. */
  endpoints: token<readonly Endpoint[]>('Endpoint[]'),
  app: token<RequestListener>('app'),
};
