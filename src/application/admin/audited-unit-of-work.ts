import type { AuditEntry } from '../ports/audit-trail.js';
import type { Decision } from '../../domain/conversation/decision.js';
import type { AnswerTo, Question } from '../ports/conversations.js';
import type { Readers, Repositories, RunOptions, UnitOfWork } from '../ports/unit-of-work.js';

/** Writes an audit entry in the same unit of work as the change, so that both are stored or neither. */
export class AuditedUnitOfWork implements UnitOfWork {
  /** @param entryOf makes the audit entry from a unit of work's result; undefined if nothing was changed. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entryOf: (result: unknown) => AuditEntry | undefined,
  ) {}

  run<Result>(work: (repositories: Repositories) => Promise<Result>, options?: RunOptions): Promise<Result> {
    return this.unitOfWork.run(async (repositories) => {
      const result = await work(repositories);
      const entry = this.entryOf(result);
      if (entry !== undefined) await repositories.auditTrail.add(entry);
      return result;
    }, options);
  }

  decide<Asked extends Question, Result>(
    question: Asked,
    decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  ): Promise<Result> {
    return this.run(
      async ({ conversations }) => conversations.apply(decide(await conversations.hold(question))),
      'thread' in question ? { thread: question.thread } : {},
    );
  }

  read<Result>(work: (readers: Readers) => Promise<Result>): Promise<Result> {
    return this.unitOfWork.read(work);
  }
}
