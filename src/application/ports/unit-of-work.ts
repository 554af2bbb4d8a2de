import type { AttachmentReader, AttachmentRepository } from './attachment-repository.js';
import type { AuditReader, AuditTrail } from './audit-trail.js';
import type { EventReader, EventRepository } from './event-log.js';
import type { AnswerTo, Conversations, Question } from './conversations.js';
import type { Decision } from '../../domain/conversation/decision.js';
import type { BlockReader, BlockRepository } from './block-repository.js';
import type { EvidenceReader, EvidenceRepository } from './evidence-repository.js';
import type { ErasureRepository } from './erasure-repository.js';
import type { MessageIndex, MessageIndexReader } from './message-index.js';
import type { MessageReader, MessageRepository } from './message-repository.js';
import type { ServiceKeyReader, ServiceKeyRepository } from './service-key-repository.js';
import type { SessionReader, SessionRepository } from './session-repository.js';
import type { ThreadReader, ThreadRepository } from './thread-repository.js';
import type { TokenFamilyReader, TokenFamilyRepository } from './token-family-repository.js';
import type { UserReader, UserRepository } from './user-repository.js';
import type { WebhookReader, WebhookRepository } from './webhook-repository.js';

export interface Repositories {
  readonly conversations: Conversations;
  readonly users: UserRepository;
  readonly threads: ThreadRepository;
  readonly messages: MessageRepository;
  readonly messageIndex: MessageIndex;
  readonly blocks: BlockRepository;
  readonly tokenFamilies: TokenFamilyRepository;
  readonly sessions: SessionRepository;
  readonly serviceKeys: ServiceKeyRepository;
  readonly attachments: AttachmentRepository;
  readonly webhooks: WebhookRepository;
  readonly auditTrail: AuditTrail;
  readonly erasures: ErasureRepository;
  readonly evidence: EvidenceRepository;
  readonly events: EventRepository;
}

export interface Readers {
  readonly users: UserReader;
  readonly threads: ThreadReader;
  readonly messages: MessageReader;
  readonly messageIndex: MessageIndexReader;
  readonly blocks: BlockReader;
  readonly tokenFamilies: TokenFamilyReader;
  readonly sessions: SessionReader;
  readonly serviceKeys: ServiceKeyReader;
  readonly attachments: AttachmentReader;
  readonly webhooks: WebhookReader;
  readonly auditTrail: AuditReader;
  readonly evidence: EvidenceReader;
  readonly events: EventReader;
}

export interface RunOptions {
  /** For work that cannot be done twice, like reading a stream: if it is interrupted, it fails. */
  readonly once?: boolean;
  /**
   * The thread that the work holds first, where its id is known before. Units of work on one thread wait for each
   * other in any case: a store may let them do that before they take what all others need, too.
   */
  readonly thread?: number;
  /** What the work removes must not be found on the disk afterwards: a store does for that what it can. */
  readonly erases?: boolean;
}

export interface ReadOptions {
  /** Whether some seconds behind will do: a store may have a copy for such reads, so that they burden nobody. */
  readonly mayBeBehind?: boolean;
}

/** The only way to a repository. */
export interface UnitOfWork {
  /**
   * Runs the work in a transaction: its writes are kept, durably, once the promise resolves, and leave no trace
   * if it rejects. Units of work see each other whole or not at all. Keep slow work (hashing, network) outside.
   *
   * A failed write must escape `work`: a store may refuse all that comes after it in the same transaction.
   * If other units of work get in its way, a store may undo what it did and call `work` again: so it changes nothing
   * but what it does by the repositories.
   * @throws Outage `storage_unavailable` if the store does not answer or the work takes too long.
   * @throws Error at once if called, or `read` is called, within another `run`.
   */
  run<Result>(work: (repositories: Repositories) => Promise<Result>, options?: RunOptions): Promise<Result>;

  /**
   * A unit of work of its own that holds what the question is about, asks `decide`, and applies the decision. For what
   * happens often: a store may read and apply for many of them together. `decide` is synchronous and changes nothing,
   * since a store that has to begin again asks it again.
   * @throws what `decide` throws, and what `run` throws.
   */
  decide<Asked extends Question, Result>(
    question: Asked,
    decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  ): Promise<Result>;

  /** Reads what is committed. Each method of a reader sees one state; two calls may see two. */
  read<Result>(work: (readers: Readers) => Promise<Result>, options?: ReadOptions): Promise<Result>;
}
