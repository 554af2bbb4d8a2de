import type { EventRepository } from '../../../application/ports/event-log.js';
import type { Repositories } from '../../../application/ports/unit-of-work.js';
import type { Sql } from './sql.js';
import { TypeormAuditTrail } from './typeorm-audit-trail.js';
import type { EventRecorder } from '../event-record.js';
import { SqlConversations } from './sql-conversations.js';
import { SqlEventLog } from './sql-event-log.js';
import { TypeormBlockRepository } from './typeorm-block-repository.js';
import { TypeormErasureRepository } from './typeorm-erasure-repository.js';
import { TypeormIdentityRepository } from './typeorm-identity-repository.js';
import { SqlMessageRepository } from './sql-message-repository.js';
import { TypeormSessionRepository } from './typeorm-session-repository.js';
import { SqlThreadRepository } from './sql-thread-repository.js';
import { SqlTokenFamilyRepository } from './sql-token-family-repository.js';
import { SqlUserRepository } from './sql-user-repository.js';

export function repositoriesOn(
  sql: Sql,
  events: EventRepository & EventRecorder = new SqlEventLog(sql),
): Repositories {
  const threads = new SqlThreadRepository(sql);
  const messages = new SqlMessageRepository(sql);
  return {
    conversations: new SqlConversations(sql, threads, messages, events),
    users: new SqlUserRepository(sql),
    threads,
    messages,
    blocks: new TypeormBlockRepository(sql),
    identities: new TypeormIdentityRepository(sql),
    tokenFamilies: new SqlTokenFamilyRepository(sql),
    sessions: new TypeormSessionRepository(sql),
    auditTrail: new TypeormAuditTrail(sql),
    erasures: new TypeormErasureRepository(sql),
    events,
  };
}
