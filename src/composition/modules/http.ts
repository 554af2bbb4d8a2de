import type { RequestHandler } from 'express';
import { ContainerModule } from 'inversify';
import { GetOwnUser } from '../../application/accounts/get-own-user.js';
import { ObtainTokens } from '../../application/accounts/obtain-tokens.js';
import { RecogniseUser } from '../../application/accounts/recognise-user.js';
import { RefreshTokens } from '../../application/accounts/refresh-tokens.js';
import { RegisterUser } from '../../application/accounts/register-user.js';
import { RevokeTokens } from '../../application/accounts/revoke-tokens.js';
import { SearchUsers } from '../../application/accounts/search-users.js';
import { BlockUser } from '../../application/conversation/block-user.js';
import { CountUnread } from '../../application/conversation/count-unread.js';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { GetMessage } from '../../application/conversation/get-message.js';
import { GetThread } from '../../application/conversation/get-thread.js';
import { ListBlocks } from '../../application/conversation/list-blocks.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { ListThreads } from '../../application/conversation/list-threads.js';
import { MarkMessageRead } from '../../application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../application/conversation/mark-thread-read.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import { SendMessage } from '../../application/conversation/send-message.js';
import { UnblockUser } from '../../application/conversation/unblock-user.js';
import { EventFeed } from '../../application/live/event-feed.js';
import { SignalTyping } from '../../application/live/signal-typing.js';
import { EraseOwnAccount } from '../../application/privacy/erase-own-account.js';
import { EraseUser } from '../../application/privacy/erase-user.js';
import { ExportUser } from '../../application/privacy/export-user.js';
import { BearerAuthenticator } from '../../infrastructure/auth/bearer-authenticator.js';
import { IssuerKeys } from '../../infrastructure/auth/issuer-keys.js';
import { IssuerTokens } from '../../infrastructure/auth/issuer-tokens.js';
import { JwtTokenIssuer } from '../../infrastructure/auth/jwt-token-issuer.js';
import { signingKey } from '../../infrastructure/auth/jwt.js';
import { accountEndpoints } from '../../infrastructure/http/api/account-endpoints.js';
import { blockEndpoints } from '../../infrastructure/http/api/block-endpoints.js';
import { eventEndpoints } from '../../infrastructure/http/api/event-endpoints.js';
import { limitEndpoints } from '../../infrastructure/http/api/limit-endpoints.js';
import { messageEndpoints } from '../../infrastructure/http/api/message-endpoints.js';
import { privacyEndpoints } from '../../infrastructure/http/api/privacy-endpoints.js';
import { threadEndpoints } from '../../infrastructure/http/api/thread-endpoints.js';
import { buildApp } from '../../infrastructure/http/app.js';
import { messageClasses } from '../../infrastructure/http/message-classes.js';
import { PrometheusMetrics } from '../../infrastructure/metrics/prometheus-metrics.js';
import { createLogger, standardOutput } from '../log.js';
import { tokens } from '../tokens.js';

const { unitOfWork, clock, config, rateLimits, metrics, endpoints } = tokens;

/** The API, and who may call it. */
export const http = new ContainerModule(({ bind }) => {
  bind(tokens.logger).toResolvedValue(({ logLevel }) => createLogger(logLevel), [config]);
  bind(metrics).toResolvedValue(
    (store, feed) =>
      new PrometheusMetrics(
        () => store.writeQueueDepth,
        () => feed.streams,
        () => standardOutput().dropped,
      ),
    [tokens.store, EventFeed],
  );

  bind(tokens.signingKey).toResolvedValue(({ jwtSecret }) => signingKey(jwtSecret), [config]);
  bind(tokens.tokenIssuer).toResolvedValue(
    (key, { lifetimes }, clock, ids) => new JwtTokenIssuer(key, lifetimes, clock, ids),
    [tokens.signingKey, config, clock, tokens.idSource],
  );
  bind(tokens.issuerKeys).toResolvedValue(
    ({ issuer }, logger) =>
      issuer &&
      new IssuerKeys(issuer.keysUrl, (error) => {
        logger.warn(
          { err: error },
          'The keys of JWT_ISSUER could not be fetched again. Those that are known go on.',
        );
      }),
    [config, tokens.logger],
  );
  bind(tokens.authenticate).toResolvedValue(
    ({ issuer, ownTokens }, key, issuerKeys, recogniseUser, unitOfWork, clock) => {
      const outside = issuer &&
        issuerKeys && { tokens: new IssuerTokens(issuer, issuerKeys, clock), recogniseUser };
      return new BearerAuthenticator(ownTokens ? key : undefined, unitOfWork, clock, outside)
        .authenticate as RequestHandler;
    },
    [config, tokens.signingKey, tokens.issuerKeys, RecogniseUser, unitOfWork, clock],
  );

  bind(endpoints).toResolvedValue(accountEndpoints, [
    RegisterUser,
    ObtainTokens,
    RefreshTokens,
    RevokeTokens,
    SearchUsers,
    GetOwnUser,
    rateLimits,
    tokens.ownTokens,
  ]);
  bind(endpoints).toResolvedValue(threadEndpoints, [
    OpenThread,
    ListThreads,
    GetThread,
    DeleteThread,
    CountUnread,
    MarkThreadRead,
  ]);
  bind(endpoints).toResolvedValue(messageEndpoints, [
    SendMessage,
    ListMessages,
    GetMessage,
    MarkMessageRead,
    rateLimits,
    metrics,
  ]);
  bind(endpoints).toResolvedValue(limitEndpoints, [tokens.idempotencyKeyLifetime]);
  bind(endpoints).toResolvedValue(blockEndpoints, [BlockUser, UnblockUser, ListBlocks]);
  bind(endpoints).toResolvedValue(privacyEndpoints, [
    ExportUser,
    EraseOwnAccount,
    EraseUser,
    GetOwnUser,
    rateLimits,
  ]);
  bind(endpoints).toResolvedValue(eventEndpoints, [
    EventFeed,
    SignalTyping,
    rateLimits,
    metrics,
    tokens.httpOptions,
  ]);

  bind(tokens.messageClasses).toResolvedValue(messageClasses);
  bind(tokens.httpOptions).toResolvedValue(
    ({ http }, messageClasses) => ({ ...http, messageClasses }),
    [config, tokens.messageClasses],
  );
  bind(tokens.app).toResolvedValue(buildApp, [
    { isMultiple: true, serviceIdentifier: endpoints },
    tokens.authenticate,
    tokens.health,
    metrics,
    tokens.logger,
    tokens.httpOptions,
    tokens.admin,
  ]);
});
