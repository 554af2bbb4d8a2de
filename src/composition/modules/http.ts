import { ContainerModule } from 'inversify';
import { ChangeOwnPassword } from '../../application/accounts/change-own-password.js';
import { ChangeOwnProfile } from '../../application/accounts/change-own-profile.js';
import { GetOwnUser } from '../../application/accounts/get-own-user.js';
import { NoteKeyUse } from '../../application/accounts/note-key-use.js';
import { ObtainTokens } from '../../application/accounts/obtain-tokens.js';
import { RecogniseUser } from '../../application/accounts/recognise-user.js';
import { RefreshTokens } from '../../application/accounts/refresh-tokens.js';
import { RegisterUser } from '../../application/accounts/register-user.js';
import { RevokeTokens } from '../../application/accounts/revoke-tokens.js';
import { SearchUsers } from '../../application/accounts/search-users.js';
import { ChangeUser } from '../../application/admin/change-user.js';
import { GetAccount } from '../../application/admin/get-account.js';
import { HandOutTokens } from '../../application/admin/hand-out-tokens.js';
import { ProvisionUser } from '../../application/admin/provision-user.js';
import { BlockUser } from '../../application/conversation/block-user.js';
import { ChangeThread } from '../../application/conversation/change-thread.js';
import { CountUnread } from '../../application/conversation/count-unread.js';
import { DeleteMessage } from '../../application/conversation/delete-message.js';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { EditMessage } from '../../application/conversation/edit-message.js';
import { GetMessage } from '../../application/conversation/get-message.js';
import { GetThread } from '../../application/conversation/get-thread.js';
import { ListBlocks } from '../../application/conversation/list-blocks.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { ListThreads } from '../../application/conversation/list-threads.js';
import { MarkMessageRead } from '../../application/conversation/mark-message-read.js';
import { MarkThreadRead } from '../../application/conversation/mark-thread-read.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import { PostNotice } from '../../application/conversation/post-notice.js';
import { SearchMessages } from '../../application/conversation/search-messages.js';
import { SendMessage } from '../../application/conversation/send-message.js';
import { UnblockUser } from '../../application/conversation/unblock-user.js';
import { ChangeReport } from '../../application/evidence/change-report.js';
import { ListHistory } from '../../application/evidence/list-history.js';
import { ReportMessage } from '../../application/evidence/report-message.js';
import { GetReport, ListReports } from '../../application/evidence/see-reports.js';
import { AdmitTicket } from '../../application/live/admit-ticket.js';
import { EventFeed } from '../../application/live/event-feed.js';
import { IssueTicket } from '../../application/live/issue-ticket.js';
import { SignalTyping } from '../../application/live/signal-typing.js';
import { EraseOwnAccount } from '../../application/privacy/erase-own-account.js';
import { EraseUser } from '../../application/privacy/erase-user.js';
import { ExportUser } from '../../application/privacy/export-user.js';
import { BearerAuthenticator } from '../../infrastructure/auth/bearer-authenticator.js';
import { KeyRing } from '../../infrastructure/auth/key-ring.js';
import { IssuerKeys } from '../../infrastructure/auth/issuer-keys.js';
import { IssuerTokens } from '../../infrastructure/auth/issuer-tokens.js';
import { JwtTokenIssuer } from '../../infrastructure/auth/jwt-token-issuer.js';
import { signingKeys } from '../../infrastructure/auth/jwt.js';
import { RecentIds } from '../../infrastructure/auth/recent-ids.js';
import { RecentRoles } from '../../infrastructure/auth/recent-roles.js';
import { AttachmentLinks } from '../../infrastructure/http/api/attachment-links.js';
import { accountEndpoints } from '../../infrastructure/http/api/account-endpoints.js';
import { blockEndpoints } from '../../infrastructure/http/api/block-endpoints.js';
import { eventEndpoints } from '../../infrastructure/http/api/event-endpoints.js';
import { evidenceEndpoints } from '../../infrastructure/http/api/evidence-endpoints.js';
import { hostEndpoints } from '../../infrastructure/http/api/host-endpoints.js';
import { limitEndpoints } from '../../infrastructure/http/api/limit-endpoints.js';
import { messageEndpoints } from '../../infrastructure/http/api/message-endpoints.js';
import { privacyEndpoints } from '../../infrastructure/http/api/privacy-endpoints.js';
import { searchEndpoints } from '../../infrastructure/http/api/search-endpoints.js';
import { threadEndpoints } from '../../infrastructure/http/api/thread-endpoints.js';
import { buildApp } from '../../infrastructure/http/app.js';
import { messageClasses } from '../../infrastructure/http/message-classes.js';
import { PrometheusMetrics } from '../../infrastructure/metrics/prometheus-metrics.js';
import { isOneOf } from '../counter.js';
import { createLogger, droppedLines } from '../log.js';
import { tokens } from '../tokens.js';

const { unitOfWork, clock, config, rateLimits, metrics, endpoints } = tokens;

/** The API, and who may call it. */
export const http = new ContainerModule(({ bind }) => {
  bind(tokens.logger).toResolvedValue(({ logLevel }) => createLogger(logLevel), [config]);
  bind(metrics).toResolvedValue(
    (store, feed, { workers }) =>
      new PrometheusMetrics(
        () => store.writeQueueDepth,
        () => feed.streams,
        droppedLines,
        isOneOf(workers),
      ),
    [tokens.store, EventFeed, config],
  );

  bind(tokens.signingKeys).toResolvedValue(
    ({ jwtSecret, previousJwtSecret }) => signingKeys(jwtSecret, previousJwtSecret),
    [config],
  );
  bind(tokens.tokenIssuer).toResolvedValue(
    (keys, { lifetimes }, clock, ids) => new JwtTokenIssuer(keys, lifetimes, clock, ids),
    [tokens.signingKeys, config, clock, tokens.idSource],
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
  bind(RecentIds).toResolvedValue((...needs) => new RecentIds(...needs), [unitOfWork, clock]);
  bind(RecentRoles).toResolvedValue((...needs) => new RecentRoles(...needs), [unitOfWork, clock]);
  bind(KeyRing).toResolvedValue(
    (unitOfWork, clock, noteKeyUse, logger) =>
      new KeyRing(unitOfWork, clock, (key, used) => {
        noteKeyUse.execute({ key, used }).catch((error: unknown) => {
          logger.warn({ err: error }, 'That a service key was used could not be noted.');
        });
      }),
    [unitOfWork, clock, NoteKeyUse, tokens.logger],
  );
  bind(tokens.authentication).toResolvedValue(
    ({ issuer, ownTokens }, keys, issuerKeys, recogniseUser, roles, clock, keyRing, ids, admitTicket) => {
      const outside = issuer &&
        issuerKeys && { tokens: new IssuerTokens(issuer, issuerKeys, clock), recogniseUser };
      const ownKeys = ownTokens ? keys : undefined;
      return new BearerAuthenticator(ownKeys, roles, clock, keyRing, ids, admitTicket, outside);
    },
    [
      config,
      tokens.signingKeys,
      tokens.issuerKeys,
      RecogniseUser,
      RecentRoles,
      clock,
      KeyRing,
      RecentIds,
      AdmitTicket,
    ],
  );

  bind(endpoints).toResolvedValue(accountEndpoints, [
    RegisterUser,
    ObtainTokens,
    RefreshTokens,
    RevokeTokens,
    SearchUsers,
    GetOwnUser,
    ChangeOwnProfile,
    ChangeOwnPassword,
    rateLimits,
    tokens.ownTokens,
  ]);
  bind(endpoints).toResolvedValue(hostEndpoints, [
    GetAccount,
    ChangeUser,
    ProvisionUser,
    HandOutTokens,
    tokens.ownTokens,
  ]);
  bind(endpoints).toResolvedValue(threadEndpoints, [
    OpenThread,
    ListThreads,
    GetThread,
    ChangeThread,
    DeleteThread,
    CountUnread,
    MarkThreadRead,
    AttachmentLinks,
  ]);
  bind(endpoints).toResolvedValue(messageEndpoints, [
    SendMessage,
    PostNotice,
    ListMessages,
    GetMessage,
    MarkMessageRead,
    EditMessage,
    DeleteMessage,
    rateLimits,
    metrics,
    AttachmentLinks,
  ]);
  bind(endpoints).toResolvedValue(searchEndpoints, [SearchMessages, AttachmentLinks]);
  bind(tokens.uploadLimit).toResolvedValue(
    (files, maxBytes) => (files === undefined ? undefined : maxBytes),
    [tokens.files, tokens.attachmentMaxBytes],
  );
  bind(endpoints).toResolvedValue(limitEndpoints, [
    tokens.idempotencyKeyLifetime,
    tokens.editPeriod,
    tokens.uploadLimit,
  ]);
  bind(endpoints).toResolvedValue(evidenceEndpoints, [
    ListHistory,
    ReportMessage,
    ListReports,
    GetReport,
    ChangeReport,
    AttachmentLinks,
  ]);
  bind(endpoints).toResolvedValue(blockEndpoints, [BlockUser, UnblockUser, ListBlocks]);
  bind(endpoints).toResolvedValue(privacyEndpoints, [
    ExportUser,
    EraseOwnAccount,
    EraseUser,
    GetOwnUser,
    rateLimits,
    AttachmentLinks,
  ]);
  bind(endpoints).toResolvedValue(eventEndpoints, [
    EventFeed,
    IssueTicket,
    SignalTyping,
    rateLimits,
    metrics,
    tokens.httpOptions,
    AttachmentLinks,
  ]);

  bind(tokens.messageClasses).toResolvedValue(messageClasses);
  bind(tokens.httpOptions).toResolvedValue(
    ({ http }, messageClasses) => ({ ...http, messageClasses }),
    [config, tokens.messageClasses],
  );
  bind(tokens.app).toResolvedValue(buildApp, [
    { isMultiple: true, serviceIdentifier: endpoints },
    tokens.authentication,
    tokens.health,
    metrics,
    tokens.logger,
    tokens.httpOptions,
    tokens.admin,
  ]);
});
