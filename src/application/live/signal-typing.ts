import { requireUnblocked } from '../../domain/conversation/block.js';
import { requireParticipant, threadNotFound, visibleThread } from '../../domain/conversation/thread.js';
import type { UserCaller } from '../../domain/accounts/user.js';
import type { EventSignals } from '../ports/event-signals.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Shows the other participant, if they look, that the caller is writing. */
export class SignalTyping {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signals: EventSignals,
  ) {}

  /** @throws DomainError `thread_not_found`, `not_a_participant` or `blocked`. */
  async execute(input: { caller: UserCaller; thread: number }): Promise<void> {
    const { caller } = input;
    const summary = await this.unitOfWork.read(({ threads }) => threads.summary(input.thread));
    const { id, participants } = visibleThread(summary?.thread, input.thread, caller);
    requireParticipant(participants, caller);
    const standing = await this.unitOfWork.read(({ threads }) => threads.summaryOfPair(participants));
    if (standing === undefined) throw threadNotFound(id); // it has just been deleted
    requireUnblocked(standing);
    this.signals.sendTyping({ thread: id, user: caller.id, to: participants.otherThan(caller.id) });
  }
}
