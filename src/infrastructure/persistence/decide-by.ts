import type { AnswerTo, Conversations, Question } from '../../application/ports/conversations.js';
import type { Repositories, RunOptions } from '../../application/ports/unit-of-work.js';
import type { Decision } from '../../domain/conversation/decision.js';

type Run = <Result>(
  work: (repositories: Repositories) => Promise<Result>,
  options?: RunOptions,
) => Promise<Result>;

/** `UnitOfWork.decide` for a store that runs one unit of work for each decision. */
export function decideBy<Asked extends Question, Result>(
  run: Run,
  question: Asked,
  decide: (answer: AnswerTo<Asked>) => Decision<Result>,
): Promise<Result> {
  const work = async ({ conversations }: { conversations: Conversations }) =>
    conversations.apply(decide(await conversations.hold(question)));
  return run(work, 'thread' in question ? { thread: question.thread } : {});
}
