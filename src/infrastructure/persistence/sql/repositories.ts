import type { EventRepository } from '../../../application/ports/event-log.js';
import type { Repositories } from '../../../application/ports/unit-of-work.js';
import type { Connection } from './sql.js';
import { TypeormAuditTrail } from './typeorm-audit-trail.js';
import type { EventRecorder } from '../event-record.js';
import { SqlAttachmentRepository } from './sql-attachment-repository.js';
import { SqlConversations } from './sql-conversations.js';
import { SqlEventLog } from './sql-event-log.js';
import { SqlBlockRepository } from './sql-block-repository.js';
import { TypeormErasureRepository } from './typeorm-erasure-repository.js';
import { TypeormEvidenceRepository } from './typeorm-evidence-repository.js';
import { SqlMessageIndex } from './sql-message-index.js';
import { SqlMessageRepository } from './sql-message-repository.js';
import { SqlServiceKeyRepository } from './sql-service-key-repository.js';
import { TypeormSessionRepository } from './typeorm-session-repository.js';
import { SqlThreadRepository } from './sql-thread-repository.js';
import { SqlTokenFamilyRepository } from './sql-token-family-repository.js';
import { SqlUserRepository } from './sql-user-repository.js';
import { TypeormWebhookRepository } from './typeorm-webhook-repository.js';

export function repositoriesOn(
  connection: Connection,
  events: EventRepository & EventRecorder = new SqlEventLog(connection),
): Repositories {
  const threads = new SqlThreadRepository(connection);
  const messages = new SqlMessageRepository(connection);
  const attachments = new SqlAttachmentRepository(connection);
  const tokenFamilies = new SqlTokenFamilyRepository(connection);
  return {
    conversations: new SqlConversations(connection, threads, messages, attachments, tokenFamilies, events),
    users: new SqlUserRepository(connection),
    threads,
    messages,
    messageIndex: new SqlMessageIndex(connection, messages),
    attachments,
    blocks: new SqlBlockRepository(connection),
    tokenFamilies,
    sessions: new TypeormSessionRepository(connection),
    serviceKeys: new SqlServiceKeyRepository(connection),
    webhooks: new TypeormWebhookRepository(connection),
    auditTrail: new TypeormAuditTrail(connection),
    erasures: new TypeormErasureRepository(connection),
    evidence: new TypeormEvidenceRepository(connection),
    events,
  };
}
