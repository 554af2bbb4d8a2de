import { requireUnblocked } from '../../domain/conversation/block.js';
import { open } from '../../domain/conversation/conversation.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import { requireParticipant } from '../../domain/conversation/thread.js';
import type { Caller } from '../../domain/accounts/user.js';
import type { Clock } from '../ports/clock.js';
import type { ThreadSummary } from '../../domain/conversation/thread-summary.js';
import type { RateLimit } from '../ports/rate-limit.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Gets the thread of a pair, opening it if there is none. */
export class OpenThread {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly limit?: RateLimit,
  ) {}

  /**
   * @param input.participants one or two user ids; with one, the caller is the other.
   * @throws DomainError `too_few_participants`, `too_many_participants`, `self_thread`, `unknown_participant`;
   * RateLimited if the caller has newly opened too many: one that is there can always be opened;
   * `not_a_participant` if somebody who is no admin names two others; `blocked` if one of the two blocks the other.
   */
  async execute(input: {
    caller: Caller;
    participants: readonly number[];
  }): Promise<{ summary: ThreadSummary; opened: boolean }> {
    const { caller } = input;
    const pair = ParticipantPair.named(caller.id, input.participants);
    if (caller.role !== 'admin') requireParticipant(pair, caller);

    // A thread that is there needs no turn in the write queue. If there is none, only `decide` knows.
    const existing = await this.unitOfWork.read(({ threads }) => threads.summaryOfPair(pair));
    if (existing?.participants.every(({ active }) => active) === true) {
      requireUnblocked(existing);
      return { summary: existing, opened: false };
    }

    // Before it is decided, so that a race does not let more through; admins open for others.
    if (caller.role !== 'admin') await this.limit?.consume(String(caller.id));
    return this.unitOfWork.decide({ pair }, (standing) => open(pair, standing, this.clock.now()));
  }
}
