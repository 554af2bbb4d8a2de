// What the package `duet-messaging` gives to those who import it: see docs/embedding.md.

export { createDuet, type Duet } from './create-duet.js';
export type { Adapters, DuetOptions, Settings } from './options.js';
export type { UseCases } from './use-cases.js';
export { ConfigError } from '../config/config-error.js';

export { DomainError, type DomainErrorCode, type ErrorKind } from '../../domain/errors.js';
export { Outage } from '../../application/ports/outage.js';
export {
  operator,
  type Actor,
  type Caller,
  type ServiceCaller,
  type User,
  type UserCaller,
} from '../../domain/accounts/user.js';
export type { Attachment, NewUpload, Upload } from '../../domain/attachments/attachment.js';
export type { Message } from '../../domain/conversation/message.js';
export { ParticipantPair } from '../../domain/conversation/participant-pair.js';
export type { Thread } from '../../domain/conversation/thread.js';
export type { NewReport, Report } from '../../domain/evidence/report.js';
export type { Version } from '../../domain/evidence/version.js';

export type * from '../../application/ports/admin-directory.js';
export type * from '../../application/ports/archive.js';
export type * from '../../application/ports/attachment-repository.js';
export type * from '../../application/ports/audit-trail.js';
export type * from '../../application/ports/block-repository.js';
export type * from '../../application/ports/clock.js';
export type * from '../../application/ports/conversations.js';
export type * from '../../application/ports/erasure-repository.js';
export type * from '../../application/ports/event-log.js';
export type * from '../../application/ports/event-signals.js';
export type * from '../../application/ports/evidence-repository.js';
export type * from '../../application/ports/file-store.js';
export type * from '../../application/ports/id-source.js';
export type * from '../../application/ports/message-repository.js';
export type * from '../../application/ports/page.js';
export type * from '../../application/ports/password-hasher.js';
export type * from '../../application/ports/service-key-repository.js';
export type * from '../../application/ports/service-key-source.js';
export type * from '../../application/ports/session-repository.js';
export type * from '../../application/ports/store.js';
export type * from '../../application/ports/thread-repository.js';
export type * from '../../application/ports/ticket-issuer.js';
export type * from '../../application/ports/token-family-repository.js';
export type * from '../../application/ports/token-issuer.js';
export type * from '../../application/ports/unit-of-work.js';
export type * from '../../application/ports/user-repository.js';
export type * from '../../application/ports/webhook-repository.js';
export type * from '../../application/ports/webhook-sender.js';
