import 'reflect-metadata';
import { Container } from 'inversify';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { BlockUser } from '../application/conversation/block-user.js';
import { ChangeUser } from '../application/admin/change-user.js';
import { CountUnread } from '../application/conversation/count-unread.js';
import { CreateUser } from '../application/accounts/create-user.js';
import { DeleteThread } from '../application/conversation/delete-thread.js';
import type { ErasedMessages } from '../application/privacy/erase-account.js';
import { EraseOwnAccount } from '../application/privacy/erase-own-account.js';
import { EraseUser } from '../application/privacy/erase-user.js';
import { ExportUser } from '../application/privacy/export-user.js';
import { EventFeed } from '../application/live/event-feed.js';
import { GetMessage } from '../application/conversation/get-message.js';
import { GetOwnUser } from '../application/accounts/get-own-user.js';
import { GetThread } from '../application/conversation/get-thread.js';
import { ListBlocks } from '../application/conversation/list-blocks.js';
import { ListMessages } from '../application/conversation/list-messages.js';
import { ListThreads } from '../application/conversation/list-threads.js';
import { LogInAdmin } from '../application/admin/log-in-admin.js';
import { MarkMessageRead } from '../application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../application/conversation/mark-thread-read.js';
import { ObtainTokens } from '../application/accounts/obtain-tokens.js';
import { Prune } from '../application/upkeep/prune.js';
import { OpenThread } from '../application/conversation/open-thread.js';
import type { Clock } from '../application/ports/clock.js';
import type { EventSignals } from '../application/ports/event-signals.js';
import type { IdSource } from '../application/ports/id-source.js';
import type { PasswordHasher } from '../application/ports/password-hasher.js';
import type { TokenIssuer } from '../application/ports/token-issuer.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import { RefreshTokens } from '../application/accounts/refresh-tokens.js';
import { RegisterUser, type Registration } from '../application/accounts/register-user.js';
import { RemoveErasedMessages } from '../application/privacy/remove-erased-messages.js';
import { FindKnownPasswords } from '../application/upkeep/find-known-passwords.js';
import { RestoreDump } from '../application/upkeep/restore-dump.js';
import { RevokeTokens } from '../application/accounts/revoke-tokens.js';
import { SearchUsers } from '../application/accounts/search-users.js';
import { SendMessage } from '../application/conversation/send-message.js';
import { SignalTyping } from '../application/live/signal-typing.js';
import { UnblockUser } from '../application/conversation/unblock-user.js';
import { AnyFormPasswordHasher } from '../infrastructure/auth/any-form-password-hasher.js';
import { accountEndpoints } from '../infrastructure/http/api/account-endpoints.js';
import { blockEndpoints } from '../infrastructure/http/api/block-endpoints.js';
import { buildApp, type HttpOptions } from '../infrastructure/http/app.js';
import { eventEndpoints } from '../infrastructure/http/api/event-endpoints.js';
import type { Health } from '../infrastructure/http/health.js';
import type { Metrics } from '../infrastructure/http/metrics.js';
import { limitEndpoints } from '../infrastructure/http/api/limit-endpoints.js';
import { messageEndpoints } from '../infrastructure/http/api/message-endpoints.js';
import { privacyEndpoints } from '../infrastructure/http/api/privacy-endpoints.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import { threadEndpoints } from '../infrastructure/http/api/thread-endpoints.js';
import { tokens } from './tokens.js';

/** One implementation for each port, and what the adapters around them have to be told. */
export interface Adapters {
  readonly unitOfWork: UnitOfWork;
  readonly signals: EventSignals;
  readonly clock: Clock;
  readonly idSource: IdSource;
  readonly passwordHasher: PasswordHasher;
  readonly tokenIssuer: TokenIssuer;
  readonly authenticate: RequestHandler;
  readonly registration: Registration;
  readonly erasedMessages: ErasedMessages;
  /** Whether Duet makes accounts and tokens for people who come with a password. */
  readonly ownTokens: boolean;
  readonly idempotencyKeyLifetime: number;
  readonly eventRetention: number;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly rateLimits: RateLimits;
  readonly logger: Logger;
  readonly httpOptions: HttpOptions;
  readonly admin: RequestHandler | undefined;
}

/** Wires the application around the given adapters. Nothing starts to run by it. */
export function buildContainer(adapters: Adapters): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  const { unitOfWork, clock, idSource, passwordHasher, tokenIssuer } = tokens;

  container.bind(unitOfWork).toConstantValue(adapters.unitOfWork);
  container.bind(tokens.signals).toConstantValue(adapters.signals);
  container.bind(clock).toConstantValue(adapters.clock);
  container.bind(idSource).toConstantValue(adapters.idSource);
  container.bind(passwordHasher).toConstantValue(new AnyFormPasswordHasher(adapters.passwordHasher));
  container.bind(tokenIssuer).toConstantValue(adapters.tokenIssuer);
  container.bind(tokens.authenticate).toConstantValue(adapters.authenticate);
  container.bind(tokens.registration).toConstantValue(adapters.registration);
  container.bind(tokens.erasedMessages).toConstantValue(adapters.erasedMessages);
  container.bind(tokens.ownTokens).toConstantValue(adapters.ownTokens);
  container.bind(tokens.idempotencyKeyLifetime).toConstantValue(adapters.idempotencyKeyLifetime);
  container.bind(tokens.eventRetention).toConstantValue(adapters.eventRetention);
  container.bind(tokens.health).toConstantValue(adapters.health);
  container.bind(tokens.metrics).toConstantValue(adapters.metrics);
  container.bind(tokens.rateLimits).toConstantValue(adapters.rateLimits);
  container.bind(tokens.logger).toConstantValue(adapters.logger);
  container.bind(tokens.admin).toConstantValue(adapters.admin);
  container.bind(tokens.httpOptions).toConstantValue(adapters.httpOptions);

  container
    .bind(RegisterUser)
    .toResolvedValue(
      (...needs) => new RegisterUser(...needs),
      [unitOfWork, passwordHasher, clock, tokens.registration],
    );
  container
    .bind(ObtainTokens)
    .toResolvedValue(
      (...needs) => new ObtainTokens(...needs),
      [unitOfWork, passwordHasher, tokenIssuer, idSource, clock],
    );
  container
    .bind(RefreshTokens)
    .toResolvedValue((...needs) => new RefreshTokens(...needs), [unitOfWork, tokenIssuer, idSource, clock]);
  container
    .bind(RevokeTokens)
    .toResolvedValue((...needs) => new RevokeTokens(...needs), [unitOfWork, tokenIssuer]);
  container.bind(SearchUsers).toResolvedValue((...needs) => new SearchUsers(...needs), [unitOfWork]);
  container.bind(GetOwnUser).toResolvedValue((...needs) => new GetOwnUser(...needs), [unitOfWork]);
  container
    .bind(OpenThread)
    .toResolvedValue(
      (unitOfWork, clock, { opening }) => new OpenThread(unitOfWork, clock, opening),
      [unitOfWork, clock, tokens.rateLimits],
    );
  container.bind(ListThreads).toResolvedValue((...needs) => new ListThreads(...needs), [unitOfWork]);
  container.bind(GetThread).toResolvedValue((...needs) => new GetThread(...needs), [unitOfWork]);
  container.bind(DeleteThread).toResolvedValue((...needs) => new DeleteThread(...needs), [unitOfWork]);
  container.bind(CountUnread).toResolvedValue((...needs) => new CountUnread(...needs), [unitOfWork]);
  container.bind(SendMessage).toResolvedValue((...needs) => new SendMessage(...needs), [unitOfWork, clock]);
  container.bind(ListMessages).toResolvedValue((...needs) => new ListMessages(...needs), [unitOfWork]);
  container.bind(GetMessage).toResolvedValue((...needs) => new GetMessage(...needs), [unitOfWork]);
  container.bind(MarkMessageRead).toResolvedValue((...needs) => new MarkMessageRead(...needs), [unitOfWork]);
  container.bind(MarkThreadRead).toResolvedValue((...needs) => new MarkThreadRead(...needs), [unitOfWork]);
  container.bind(BlockUser).toResolvedValue((...needs) => new BlockUser(...needs), [unitOfWork, clock]);
  container.bind(UnblockUser).toResolvedValue((...needs) => new UnblockUser(...needs), [unitOfWork]);
  container.bind(ListBlocks).toResolvedValue((...needs) => new ListBlocks(...needs), [unitOfWork]);
  container.bind(ExportUser).toResolvedValue((...needs) => new ExportUser(...needs), [unitOfWork, clock]);
  container
    .bind(EraseOwnAccount)
    .toResolvedValue(
      (...needs) => new EraseOwnAccount(...needs),
      [unitOfWork, passwordHasher, clock, tokens.erasedMessages],
    );
  container
    .bind(EraseUser)
    .toResolvedValue((...needs) => new EraseUser(...needs), [unitOfWork, clock, tokens.erasedMessages]);
  container
    .bind(RemoveErasedMessages)
    .toResolvedValue((...needs) => new RemoveErasedMessages(...needs), [unitOfWork, clock]);
  container
    .bind(EventFeed)
    .toResolvedValue(
      (unitOfWork, signals) => new EventFeed(unitOfWork, signals),
      [unitOfWork, tokens.signals],
    );
  container
    .bind(SignalTyping)
    .toResolvedValue((...needs) => new SignalTyping(...needs), [unitOfWork, tokens.signals]);
  container
    .bind(Prune)
    .toResolvedValue(
      (...needs) => new Prune(...needs),
      [unitOfWork, clock, tokens.idempotencyKeyLifetime, tokens.eventRetention],
    );
  container
    .bind(CreateUser)
    .toResolvedValue((...needs) => new CreateUser(...needs), [unitOfWork, passwordHasher, clock]);
  container
    .bind(ChangeUser)
    .toResolvedValue((...needs) => new ChangeUser(...needs), [unitOfWork, passwordHasher]);
  container
    .bind(LogInAdmin)
    .toResolvedValue((...needs) => new LogInAdmin(...needs), [unitOfWork, passwordHasher]);
  container
    .bind(FindKnownPasswords)
    .toResolvedValue((...needs) => new FindKnownPasswords(...needs), [unitOfWork, passwordHasher]);
  container.bind(RestoreDump).toResolvedValue((...needs) => new RestoreDump(...needs), [unitOfWork]);

  container
    .bind(tokens.endpoints)
    .toResolvedValue(accountEndpoints, [
      RegisterUser,
      ObtainTokens,
      RefreshTokens,
      RevokeTokens,
      SearchUsers,
      GetOwnUser,
      tokens.rateLimits,
      tokens.ownTokens,
    ]);
  container
    .bind(tokens.endpoints)
    .toResolvedValue(threadEndpoints, [
      OpenThread,
      ListThreads,
      GetThread,
      DeleteThread,
      CountUnread,
      MarkThreadRead,
    ]);
  container
    .bind(tokens.endpoints)
    .toResolvedValue(messageEndpoints, [
      SendMessage,
      ListMessages,
      GetMessage,
      MarkMessageRead,
      tokens.rateLimits,
      tokens.metrics,
    ]);

  container.bind(tokens.endpoints).toResolvedValue(limitEndpoints, [tokens.idempotencyKeyLifetime]);

  container.bind(tokens.endpoints).toResolvedValue(blockEndpoints, [BlockUser, UnblockUser, ListBlocks]);

  container
    .bind(tokens.endpoints)
    .toResolvedValue(privacyEndpoints, [
      ExportUser,
      EraseOwnAccount,
      EraseUser,
      GetOwnUser,
      tokens.rateLimits,
    ]);

  container
    .bind(tokens.endpoints)
    .toResolvedValue(eventEndpoints, [
      EventFeed,
      SignalTyping,
      tokens.rateLimits,
      tokens.metrics,
      tokens.httpOptions,
    ]);

  container
    .bind(tokens.app)
    .toResolvedValue(buildApp, [
      { isMultiple: true, serviceIdentifier: tokens.endpoints },
      tokens.authenticate,
      tokens.health,
      tokens.metrics,
      tokens.logger,
      tokens.httpOptions,
      tokens.admin,
    ]);
  return container;
}
