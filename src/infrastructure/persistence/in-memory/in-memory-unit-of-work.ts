import { randomBytes } from 'node:crypto';
import type { AnswerTo, Question } from '../../../application/ports/conversations.js';
import type { Decision } from '../../../domain/conversation/decision.js';
import { decideBy } from '../decide-by.js';
import type { Archive, DumpRecord } from '../../../application/ports/archive.js';
import type { Readers, Repositories, UnitOfWork } from '../../../application/ports/unit-of-work.js';
import { LocalSignals } from '../local-signals.js';
import { WriteQueue, type WriteQueueOptions } from '../write-queue.js';
import { InMemoryAttachmentRepository } from './in-memory-attachment-repository.js';
import { InMemoryAuditTrail } from './in-memory-audit-trail.js';
import { InMemoryConversations } from './in-memory-conversations.js';
import { InMemoryEventLog } from './in-memory-event-log.js';
import { InMemoryBlockRepository } from './in-memory-block-repository.js';
import { InMemoryEvidenceRepository } from './in-memory-evidence-repository.js';
import { InMemoryErasureRepository } from './in-memory-erasure-repository.js';
import { InMemoryMessageIndex } from './in-memory-message-index.js';
import { InMemoryMessageRepository } from './in-memory-message-repository.js';
import { InMemoryServiceKeyRepository } from './in-memory-service-key-repository.js';
import { InMemorySessionRepository } from './in-memory-session-repository.js';
import { InMemoryThreadRepository } from './in-memory-thread-repository.js';
import { InMemoryTokenFamilyRepository } from './in-memory-token-family-repository.js';
import { InMemoryUserRepository } from './in-memory-user-repository.js';
import { InMemoryWebhookRepository } from './in-memory-webhook-repository.js';
import { recordsOf } from './in-memory-archive.js';
import { Draft, emptyState, Sequence, type State } from './state.js';

/** Keeps everything in this process, and forgets it when that ends. */
export class InMemoryUnitOfWork implements UnitOfWork, Archive {
  readonly #ids = {
    users: new Sequence(),
    threads: new Sequence(),
    messages: new Sequence(),
    attachments: new Sequence(),
    serviceKeys: new Sequence(),
    webhooks: new Sequence(),
    webhookDeliveries: new Sequence(),
    auditEntries: new Sequence(),
    versions: new Sequence(),
    reports: new Sequence(),
    events: new Sequence(),
  };
  readonly signals = new LocalSignals();
  readonly #log = randomBytes(4).toString('hex');
  readonly #queue: WriteQueue<Repositories>;
  #committed = emptyState;

  constructor(options: Partial<WriteQueueOptions> = {}) {
    let group = emptyState;
    this.#queue = new WriteQueue<Repositories>(
      {
        begin: async () => {
          group = this.#committed;
        },
        attempt: async (work, expired) => {
          const { result, state } = await this.#session(group, (all) => Promise.race([work(all), expired]));
          group = state;
          return result;
        },
        commit: async () => {
          this.#committed = group;
          this.signals.changed();
        },
        rollback: async () => undefined,
      },
      options,
    );
  }

  get writeQueueDepth(): number {
    return this.#queue.depth;
  }

  run<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result> {
    return this.#queue.run(work);
  }

  decide<Asked extends Question, Result>(
    question: Asked,
    decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  ): Promise<Result> {
    return decideBy((work) => this.run(work), question, decide);
  }

  async read<Result>(work: (readers: Readers) => Promise<Result>): Promise<Result> {
    this.#queue.refuseNesting();
    const { result } = await this.#session(this.#committed, work);
    return result;
  }

  async *records(): AsyncGenerator<DumpRecord> {
    yield* recordsOf(this.#committed, {
      users: this.#ids.users.last,
      threads: this.#ids.threads.last,
      messages: this.#ids.messages.last,
      versions: this.#ids.versions.last,
      reports: this.#ids.reports.last,
      attachments: this.#ids.attachments.last,
    });
  }

  async ping(): Promise<void> {}

  close(): Promise<void> {
    return this.#queue.close();
  }

  async #session<Result>(
    before: State,
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<{ result: Result; state: State }> {
    const draft = new Draft(before);
    const events = new InMemoryEventLog(draft, this.#ids.events, this.#log);
    const threads = new InMemoryThreadRepository(draft, this.#ids.threads);
    const attachments = new InMemoryAttachmentRepository(draft, this.#ids.attachments);
    const messages = new InMemoryMessageRepository(draft, this.#ids.messages, attachments);
    const tokenFamilies = new InMemoryTokenFamilyRepository(draft);
    try {
      const result = await work({
        conversations: new InMemoryConversations(
          draft,
          this.#ids,
          threads,
          messages,
          attachments,
          tokenFamilies,
          events,
        ),
        users: new InMemoryUserRepository(draft, this.#ids.users),
        threads,
        messages,
        messageIndex: new InMemoryMessageIndex(draft),
        attachments,
        blocks: new InMemoryBlockRepository(draft),
        tokenFamilies,
        sessions: new InMemorySessionRepository(draft),
        serviceKeys: new InMemoryServiceKeyRepository(draft, this.#ids.serviceKeys),
        webhooks: new InMemoryWebhookRepository(draft, this.#ids),
        erasures: new InMemoryErasureRepository(draft),
        evidence: new InMemoryEvidenceRepository(draft, this.#ids),
        auditTrail: new InMemoryAuditTrail(draft, this.#ids.auditEntries),
        events,
      });
      return { result, state: draft.state };
    } finally {
      draft.close();
    }
  }
}
