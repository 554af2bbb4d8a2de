import type { EventRepository } from '../../../application/ports/event-log.js';
import type { Repositories } from '../../../application/ports/unit-of-work.js';
import type { Sql } from './sql.js';
import { TypeormAuditTrail } from './typeorm-audit-trail.js';
import { TypeormEventLog, type SqlEventRecorder } from './typeorm-event-log.js';
import { TypeormBlockRepository } from './typeorm-block-repository.js';
import { TypeormErasureRepository } from './typeorm-erasure-repository.js';
import { TypeormIdentityRepository } from './typeorm-identity-repository.js';
import { TypeormMessageRepository } from './typeorm-message-repository.js';
import { TypeormSessionRepository } from './typeorm-session-repository.js';
import { TypeormThreadRepository } from './typeorm-thread-repository.js';
import { TypeormTokenFamilyRepository } from './typeorm-token-family-repository.js';
import { TypeormUserRepository } from './typeorm-user-repository.js';

export function repositoriesOn(
  sql: Sql,
  events: EventRepository & SqlEventRecorder = new TypeormEventLog(sql),
): Repositories {
  return {
    users: new TypeormUserRepository(sql),
    threads: new TypeormThreadRepository(sql, events),
    messages: new TypeormMessageRepository(sql, events),
    blocks: new TypeormBlockRepository(sql),
    identities: new TypeormIdentityRepository(sql),
    tokenFamilies: new TypeormTokenFamilyRepository(sql),
    sessions: new TypeormSessionRepository(sql),
    auditTrail: new TypeormAuditTrail(sql),
    erasures: new TypeormErasureRepository(sql),
    events,
  };
}
