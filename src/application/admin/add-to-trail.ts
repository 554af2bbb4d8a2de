import { operator, userNotFound, type Actor } from '../../domain/accounts/user.js';
import type { Decision } from '../../domain/conversation/decision.js';
import type { Message } from '../../domain/conversation/message.js';
import type { AuditEntry } from '../ports/audit-trail.js';
import type { AnswerTo, Question } from '../ports/conversations.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

/** What is written down, beside who did it. */
export type AuditedDeed = Omit<AuditEntry, 'adminId' | 'adminName' | 'service'>;

/**
 * What a service does is written down, also in a user's name; and what users do by an admin's right.
 * @param own whether a user may do it without that right.
 */
export function isWrittenDown(actor: Actor, own: boolean): boolean {
  return actor !== operator && (actor.service !== undefined || !own);
}

/**
 * Writes down what somebody did, in the unit of work that does it, so that both are stored or neither. Nothing is written
 * of the operator, who has the database in hand and with it the trail.
 * @throws DomainError `user_not_found` if the caller's own account has just gone.
 */
export async function addToTrail(
  { users, auditTrail }: Pick<Repositories, 'users' | 'auditTrail'>,
  actor: Actor,
  deed: AuditedDeed,
): Promise<void> {
  if (actor === operator) return;
  const { id, service } = actor;
  const user = id === undefined ? undefined : await users.find(id);
  if (id !== undefined && user === undefined) throw userNotFound(id);
  await auditTrail.add({ ...deed, adminId: user?.id, adminName: user?.username, service });
}

/**
 * As `UnitOfWork.decide`, and writes down what was decided.
 * @param deedOf undefined if nothing was changed.
 */
export function decideInTrail<Asked extends Question, Result>(
  unitOfWork: UnitOfWork,
  actor: Actor,
  question: Asked,
  decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  deedOf: (result: Result, answer: AnswerTo<Asked>) => AuditedDeed | undefined,
): Promise<Result> {
  return unitOfWork.run(
    async (repositories) => {
      const { conversations } = repositories;
      const answer = await conversations.hold(question);
      const result = await conversations.apply(decide(answer));
      const deed = deedOf(result, answer);
      if (deed !== undefined) await addToTrail(repositories, actor, deed);
      return result;
    },
    'thread' in question ? { thread: question.thread } : {},
  );
}

/** As `decideInTrail`, for what every user may do: it is written down if a service does it. */
export function decideOwn<Asked extends Question, Result>(
  unitOfWork: UnitOfWork,
  actor: Actor,
  question: Asked,
  decide: (answer: AnswerTo<Asked>) => Decision<Result>,
  deedOf: (result: Result, answer: AnswerTo<Asked>) => AuditedDeed | undefined,
): Promise<Result> {
  if (!isWrittenDown(actor, true)) return unitOfWork.decide(question, decide);
  return decideInTrail(unitOfWork, actor, question, decide, deedOf);
}

/** What is written down of a deed to a message: never its text. */
export function messageDeed(
  action: AuditedDeed['action'],
  { id, threadId, senderId }: Message,
  created: Date,
): AuditedDeed {
  const sender = senderId === undefined ? 'a notice' : `sender ${senderId}`;
  const details = `thread ${threadId}, ${sender}`;
  return { action, resource: 'Message', recordId: id, details, created };
}
