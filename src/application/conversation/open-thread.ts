import { requireUnblocked } from '../../domain/conversation/block.js';
import { open, type PairStanding } from '../../domain/conversation/conversation.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { checkThreadKey } from '../../domain/conversation/thread-key.js';
import type { Metadata } from '../../domain/metadata.js';
import { DomainError } from '../../domain/errors.js';
import { requireParticipant } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import { namesIn, type ThreadSummary } from '../../domain/conversation/thread-summary.js';
import { decideInTrail, decideOwn } from '../admin/add-to-trail.js';
import type { RateLimit } from '../ports/rate-limit.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import { resolveParticipants } from './resolve-participants.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Who may open a thread that is not there yet. Admins may in any case, and so may services. */
export type OpenedBy = 'anyone' | 'service';

/**
 * Gets the thread of a pair that has this key, or the one without a key, opening it if there is none. What an
 * admin opens for two others, or a service opens, is written down.
 */
export class OpenThread {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly limit?: RateLimit,
    private readonly openedBy: OpenedBy = 'anyone',
  ) {}

  /**
   * @param input.participants one or two users; with one, the caller is the other.
   * @param input.metadata for a thread that is newly opened.
   * @throws DomainError `invalid_key`, `too_few_participants`, `too_many_participants`, `self_thread`, `unknown_participant`;
   * RateLimited if the caller has newly opened too many: one that is there can always be opened;
   * `not_a_participant` if somebody who is no admin names two others; `blocked` if one of the two blocks the other;
   * `opening_closed` if it is not there and the caller may not open any.
   */
  async execute(input: {
    caller: Caller;
    participants: readonly UserReference[];
    key?: string | undefined;
    metadata?: Metadata | undefined;
  }): Promise<{ summary: ThreadSummary; opened: boolean }> {
    const { caller, key, metadata } = input;
    if (key !== undefined) checkThreadKey(key);
    const named = await resolveParticipants(this.unitOfWork, input.participants, caller);
    const pair = ParticipantPair.named(caller.id, named);
    if (caller.role !== 'admin') requireParticipant(pair, caller);

    // A thread that is there needs no turn in the write queue. If there is none, only `decide` knows.
    const existing = await this.unitOfWork.read(({ threads }) => threads.summaryOfPair(pair, key));
    if (existing?.participants.every(({ active }) => active) === true) {
      requireUnblocked(existing);
      return { summary: existing, opened: false };
    }

    if (this.openedBy === 'service' && caller.role !== 'admin') {
      throw new DomainError('opening_closed', 'Threads are opened by the host application here.');
    }
    // Before it is decided, so that a race does not let more through; admins open for others.
    if (caller.role !== 'admin') await this.limit?.consume(String(caller.id));
    const decide = (standing: PairStanding) =>
      open(pair, standing, this.clock.now(), { key, ...(metadata && { metadata }) });
    const question = { pair, threadKey: key };
    const decideBy = pair.includes(caller.id) ? decideOwn : decideInTrail;
    return decideBy(this.unitOfWork, caller, question, decide, ({ summary, opened }) =>
      opened
        ? {
            action: 'open',
            resource: 'Thread',
            recordId: summary.thread.id,
            details: namesIn(summary),
            created: summary.thread.created,
          }
        : undefined,
    );
  }
}
